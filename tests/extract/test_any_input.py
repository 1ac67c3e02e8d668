import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scholargraph.extract import Extractor
from scholargraph.model import Extraction, Paper
from scholargraph.record_format import from_json, to_json
from scholargraph.vocab import RELATION_ENDS, ROLES

SENTENCE = (
    "We propose FooNet (FN), a graph neural network for object detection that"
    " improves AP by 2.1% on LVIS. Code: https://github.com/a/b. "
)
PIECES = st.one_of(
    st.sampled_from(
        ("FRACAL ", "LVIS ", "object detection ", "(", ")", "{", "$", "\\textbf{", "é",
         "AP ", "52.4% ", "52.4 ", "https://a.b/c ", ". ", "\n", "-", "we propose ",
         "large language models (LLMs) ", "LLMs ", "\0", "\ud800", "🎉", "方法")
    ),
    st.text(max_size=5),
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=25).map("".join)
HOSTILE = {
    "nothing": "",
    "one word": "LVIS",
    "20,000 words": SENTENCE * 950,
    "Chinese": "我们提出了一种新的图神经网络方法。代码见https://github.com/a/b。" * 20,
    "emoji": "👩‍👩‍👧 LVIS 🎉 " * 50,
    "LaTeX": r"$\alpha_{\text{x}}$ \textbf{LVIS} \frac{a}{b}" * 50,
    "control characters": "a\x00b\x07\x1b LVIS\x7f \u202e" * 50,
    "10,000 brackets": "(" * 10_000,
    "brackets within brackets": "GNN (" * 500 + ")" * 500,
    "one long word": "aB1" * 20_000,
    "space": " \t\n" * 5_000,
    "full stops": "." * 3_000,
    "one long sentence": "graph neural network LVIS " * 1_000,
    "numbers": "AP 3.5% " * 500,
    "1,000 names": "We compare " + ", ".join(f"A{n}Net" for n in range(1_000)),
}


def assert_valid(paper: Paper, extraction: Extraction) -> None:
    text = paper.text
    assert extraction.paper_id == paper.id
    kinds = {entity.name: entity.kind for entity in extraction.entities}
    assert len(kinds) == len(extraction.entities)
    for entity in extraction.entities:
        assert entity.role in ROLES[entity.kind]
        assert entity.mentions
        assert any(map(str.isalnum, entity.name))
        assert "\n" not in entity.name
        assert 0 <= entity.confidence <= 1
        for mention in entity.mentions:
            assert text[mention.start : mention.end] == mention.text
            assert mention.text.strip()
            assert mention.text.count("{") == mention.text.count("}")
            assert mention.kind is entity.kind
            assert 0 <= mention.confidence <= 1
    for relation in extraction.relations:
        heads, tail = RELATION_ENDS[relation.type]
        assert kinds[relation.head] in heads
        assert kinds[relation.tail] is tail
        assert relation.head != relation.tail
    for result in extraction.results:
        assert result.value in text[result.evidence.start : result.evidence.end]
        named = {result.method, result.dataset, result.task, result.metric} - {None}
        assert named <= kinds.keys()
    places = [relation.evidence for relation in extraction.relations]
    places += [result.evidence for result in extraction.results]
    places += [link.evidence for link in extraction.links]
    for place in places:
        assert 0 <= place.start < place.end <= len(text)
    assert from_json(to_json(paper, extraction)) == (paper, extraction)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("place", ["title", "abstract"])
def test_hostile_text_gives_a_valid_extraction(
    name: str, place: str, shipped: Extractor
) -> None:
    title, abstract = (HOSTILE[name], "") if place == "title" else ("", HOSTILE[name])
    paper = Paper("x", title, abstract)
    (extraction,) = shipped.extract([paper])
    assert_valid(paper, extraction)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(title=TEXTS, abstract=TEXTS)
def test_any_text_gives_a_valid_extraction(
    title: str, abstract: str, shipped: Extractor
) -> None:
    paper = Paper("x", title, abstract)
    (extraction,) = shipped.extract([paper])
    assert_valid(paper, extraction)
    assert list(shipped.extract([paper])) == [extraction]


def test_no_name_ends_within_a_bracket(shipped: Extractor) -> None:
    text = r"The temperature {\tau} controls a (graph-based) optimization loss."
    paper = Paper("x", "Understanding the Behaviour of Contrastive Loss", text)
    (extraction,) = shipped.extract([paper])
    texts = [each.text for entity in extraction.entities for each in entity.mentions]
    assert texts
    assert all(text.count("(") == text.count(")") for text in texts)


def test_order_and_company_do_not_matter(shipped: Extractor) -> None:
    papers = [Paper(str(n), f"FooNet{n}", SENTENCE * (n % 3)) for n in range(12)]
    together = list(shipped.extract(papers))
    assert [item.paper_id for item in together] == [paper.id for paper in papers]
    assert list(shipped.extract(reversed(papers))) == together[::-1]


def test_the_shipped_extractor_reads_a_paper(shipped: Extractor) -> None:
    paper = Paper("x", "FRACAL for object detection", SENTENCE)
    (extraction,) = shipped.extract([paper])
    assert_valid(paper, extraction)
    assert extraction.extractor == shipped.name
    assert "LVIS" in {entity.name for entity in extraction.entities}
