import spacy
from spacy.tokens import Doc

from scholargraph.extract import abbreviations, components, find_links, sentence_spans

TEXT = (
    "FRACAL for long-tailed object detection\n"
    "We propose FRActal CALibration (FRACAL). It gains 2.1 AP on LVIS, e.g. at night."
    " Code: https://github.com/kostas1515/FRACAL."
)


def test_a_pipeline_with_all_components_reads_a_text() -> None:
    nlp = spacy.blank("en")
    for name in ("sentences", "abbreviations", "links"):
        nlp.add_pipe(f"scholargraph_{name}")
    nlp.add_pipe("scholargraph")
    doc = nlp(TEXT)
    sentences = [(span.start_char, span.text.strip()) for span in doc.sents]
    assert sentences == [
        (span.start, TEXT[span.start : span.end]) for span in sentence_spans(TEXT)
    ]
    assert doc._.abbreviations == abbreviations(TEXT)
    assert doc._.links == find_links(TEXT) == doc._.extraction.links
    for entity in doc._.extraction.entities:
        for mention in entity.mentions:
            assert doc.text[mention.start : mention.end] == mention.text
    spans = {(span.text, span.label_) for span in doc.spans[components.SPANS]}
    assert ("LVIS", "Dataset") in spans


def test_what_was_read_survives_being_written() -> None:
    nlp = spacy.blank("en")
    for name in ("scholargraph_abbreviations", "scholargraph_links", "scholargraph"):
        nlp.add_pipe(name)
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.extraction == doc._.extraction
    assert again._.abbreviations == doc._.abbreviations
    assert again._.links == doc._.links
    assert [str(span) for span in again.spans["scholargraph"]] == [
        str(span) for span in doc.spans["scholargraph"]
    ]
    untouched = nlp.make_doc(TEXT)
    assert untouched._.extraction is None
    assert untouched._.links == untouched._.abbreviations == ()


def test_a_text_without_a_line_break_is_a_title() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("scholargraph")
    doc = nlp("BERT on GLUE")
    assert {span.text for span in doc.spans["scholargraph"]} <= {"BERT", "GLUE"}
    assert len(nlp("").spans["scholargraph"]) == 0


def test_sentences_of_user_tokens_begin_at_borders() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("scholargraph_sentences")
    assert [span.text for span in nlp("Title\nOne. Two.").sents] == [
        "Title\n",
        "One.",
        "Two.",
    ]
    assert not list(nlp("").sents)
