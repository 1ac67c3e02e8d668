"""
The package's spaCy components: thin shells around its functions of text.

``nlp.add_pipe("scholargraph")`` reads each Doc as a paper, its first line being the
title. It sets ``doc._.extraction``, whose offsets count the characters of the Doc's
text, and ``doc.spans["scholargraph"]``, the mentions, labelled by kind. spaCy finds
the factories by the package's entry points; importing this module has the same effect.
"""

from collections.abc import Container
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from scholargraph.extract import (
    Abbreviation,
    Extractor,
    abbreviations,
    find_links,
    load_extractor,
    sentence_spans,
)
from scholargraph.model import Extraction, Link, Paper
from scholargraph.model import Span as Place
from scholargraph.record_format import extraction_from_json, extraction_to_json
from scholargraph.vocab import LinkKind

SPANS = "scholargraph"

# What the components find is kept as strings and numbers, which spaCy can write to
# disk and send between processes; the attributes make records of it.
_ABBREVIATIONS, _LINKS, _EXTRACTION = (
    "scholargraph_abbreviations",
    "scholargraph_links",
    "scholargraph_extraction",
)


def _abbreviations(doc: Doc) -> tuple[Abbreviation, ...]:
    text = doc.text
    return tuple(
        Abbreviation(text[a:b], text[c:d], Place(a, b), Place(c, d))
        for a, b, c, d in doc.user_data.get(_ABBREVIATIONS, ())
    )


def _links(doc: Doc) -> tuple[Link, ...]:
    return tuple(
        Link(url, LinkKind(kind), own=own, evidence=Place(start, end))
        for url, kind, own, start, end in doc.user_data.get(_LINKS, ())
    )


def _extraction(doc: Doc) -> Extraction | None:
    record = doc.user_data.get(_EXTRACTION)
    return extraction_from_json("doc", doc.text, record) if record else None


Doc.set_extension("abbreviations", getter=_abbreviations, force=True)
Doc.set_extension("links", getter=_links, force=True)
Doc.set_extension("extraction", getter=_extraction, force=True)


@Language.component("scholargraph_sentences", assigns=["token.is_sent_start"])
def mark_sentences(doc: Doc) -> Doc:
    """Set where sentences begin; a token over a border stays with its beginning."""
    set_sentence_starts(doc, {span.start for span in sentence_spans(doc.text)})
    return doc


def set_sentence_starts(doc: Doc, begins: Container[int]) -> None:
    """Begin a sentence at the first token and at each character of ``begins``."""
    # Setting ``token.is_sent_start`` one by one takes time quadratic in the tokens.
    flags = [1 if token.i == 0 or token.idx in begins else -1 for token in doc]
    values: Any = np.array(flags, dtype=np.int64).view(np.uint64)
    doc.from_array(["SENT_START"], values)


@Language.component("scholargraph_abbreviations", assigns=["doc._.abbreviations"])
def add_abbreviations(doc: Doc) -> Doc:
    """Set ``doc._.abbreviations``, the definitions in the text."""
    doc.user_data[_ABBREVIATIONS] = [
        [*_ends(item.short_span), *_ends(item.long_span)]
        for item in abbreviations(doc.text)
    ]
    return doc


@Language.component("scholargraph_links", assigns=["doc._.links"])
def add_links(doc: Doc) -> Doc:
    """Set ``doc._.links``, the addresses in the text."""
    doc.user_data[_LINKS] = [
        [link.url, link.kind.value, link.own, *_ends(link.evidence)]
        for link in find_links(doc.text)
    ]
    return doc


@Language.factory(
    "scholargraph",
    assigns=["doc._.extraction", "doc.spans"],
    default_config={"model": None},
)
def make_reader(nlp: Language, name: str, model: str | None) -> "DocReader":
    """Return the component that reads papers; ``model`` is a model folder."""
    del nlp, name  # spaCy hands them to every factory
    return DocReader(load_extractor(Path(model) if model else None))


class DocReader:
    """Read each Doc as a paper, with the extractor in use."""

    def __init__(self, extractor: Extractor) -> None:
        """Read with that extractor."""
        self._extractor = extractor

    def __call__(self, doc: Doc) -> Doc:
        """Set the Doc's extraction and its spans."""
        title, _, abstract = doc.text.partition("\n")
        paper = Paper(id="doc", title=title, abstract=abstract)
        (extraction,) = self._extractor.extract([paper])
        doc.user_data[_EXTRACTION] = extraction_to_json(extraction)
        spans = {
            (mention.start, mention.end): _span(doc, mention.start, mention.end, kind)
            for entity in extraction.entities
            for mention in entity.mentions
            for kind in [entity.kind.value]
        }
        doc.spans[SPANS] = [spans[place] for place in sorted(spans)]
        return doc


def _ends(place: Place) -> tuple[int, int]:
    return place.start, place.end


def _span(doc: Doc, start: int, end: int, label: str) -> Span:
    """Return the tokens that a mention touches, which may be more than the mention."""
    found = doc.char_span(start, end, label=label, alignment_mode="expand")
    if found is None:  # only a place outside the text has no tokens
        raise ValueError(f"no tokens at {start}-{end}")
    return found
