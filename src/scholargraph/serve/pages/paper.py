"""The page of a paper: its text with the concepts marked, and what it states."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from scholargraph.rdf import terms
from scholargraph.rdf.terms import ROLES, Sg
from scholargraph.serve.frames import Json
from scholargraph.serve.pages.about import About, Value
from scholargraph.serve.pages.results import boards
from scholargraph.vocab import SG, Role

QUESTIONS: Final = ("about", "paper-mentions", "paper-statements", "paper-results")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; one that names a concept has its address and kind."""

    text: str
    concept: str = ""
    label: str = ""
    kind: str = ""


def show_paper(about: About, answers: Json) -> Json:
    """Return what the template of a paper shows."""
    title, abstract = about.text(terms.TITLE), about.text(terms.ABSTRACT)
    mentions = answers["paper-mentions"]
    cut = len(title) + 1
    statements = answers["paper-statements"]
    return {
        "about": about,
        "label": about.label,
        "date": about.text(terms.DATE),
        "authors": about.text(Sg.authors),
        "venue": about.text(Sg.venue),
        "identifiers": about.texts(terms.IDENTIFIER),
        "pages": about.texts(terms.SEE_ALSO),
        "pieces": list(pieces(abstract, mentions, offset=cut)),
        "repositories": about.texts(Sg.hasRepository),
        "others": _others(about),
        "roles": list(_roles(about)),
        "relations": [s for s in statements if s["subject"] != about.iri],
        "evidence": {s["object"]: s for s in statements if s["subject"] == about.iri},
        "boards": boards(answers["paper-results"]),
        "metadata": _metadata(about),
    }


def _others(about: About) -> list[str]:
    own = set(about.texts(Sg.hasRepository))
    return [url for url in about.texts(Sg.hasLink) if url not in own]


def _roles(about: About) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Yield each role and its concepts; what is but mentioned comes last."""
    told: set[str] = set()
    for role, property_ in ROLES.items():
        values = tuple(v for v in about.values(property_) if v.text not in told)
        if role != Role.MENTIONS:
            told |= {value.text for value in values}
        if values:
            yield property_.value, values


def pieces(text: str, mentions: list[Json], *, offset: int) -> Iterator[Piece]:
    """
    Yield a text cut at the mentions in it, whose offsets begin at ``offset``.

    Of mentions that overlap, the first and longest is marked.
    """
    at = 0
    for mention in mentions:
        start, end = int(mention["start"]) - offset, int(mention["end"]) - offset
        if start < at or end > len(text):
            continue
        if start > at:
            yield Piece(text[at:start])
        kind = mention["kind"].removeprefix(SG)
        yield Piece(text[start:end], mention["concept"], mention["label"], kind)
        at = end
    if at < len(text):
        yield Piece(text[at:])


def _metadata(about: About) -> Json:
    """Return the paper in schema.org's terms."""
    found: Json = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "@id": about.iri,
        "name": about.label,
        "headline": about.label[:110],
        "abstract": about.text(terms.ABSTRACT),
        "author": [
            {"@type": "Person", "name": name}
            for name in about.text(Sg.authors).split("; ")
            if name
        ],
        "datePublished": about.text(terms.DATE),
        "identifier": about.texts(terms.IDENTIFIER),
        "sameAs": about.texts(terms.SEE_ALSO),
        "about": [
            {"@id": value.text, "name": value.label}
            for value in about.values(Sg.mentions)
        ],
    }
    return {name: value for name, value in found.items() if value}
