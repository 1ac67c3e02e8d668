"""
What the page tells of one paper: its text, and what was read from it.

Offsets are turned into those of JavaScript, which counts UTF-16 code units.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import Any

from scholargraph.model import Link, Relation, ResolvedPaper, Result, Span
from scholargraph.text import readable

Json = dict[str, Any]
Unit = Callable[[int], int]

ARXIV = "https://arxiv.org/abs/"
ADDRESSES = (
    ("arxiv", ARXIV),
    ("doi", "https://doi.org/"),
    ("openalex", "https://openalex.org/"),
)
WIDE = "\U00010000"  # the first character that takes two UTF-16 units


def read_details(resolved: ResolvedPaper, number: Mapping[str, int]) -> Json:
    """Return the paper's card, given the numbers of the concepts by id."""
    paper, extraction = resolved.paper, resolved.extraction
    unit = _utf16(paper.text)
    # Of its entities alone: a name that no entity has would be a line from nowhere.
    concept = {
        entity.name: number[id_]
        for entity in extraction.entities
        if (id_ := resolved.concept_ids.get(entity.name, "")) in number
    }
    details: Json = {
        "title": paper.title,
        "abstract": paper.abstract,
        "mentions": sorted(
            (unit(mention.start), unit(mention.end), concept[entity.name])
            for entity in extraction.entities
            if entity.name in concept
            for mention in entity.mentions
        ),
        "relations": [
            _relation(relation, concept, unit)
            for relation in extraction.relations
            if relation.head in concept and relation.tail in concept
        ],
        "results": [_result(result, concept, unit) for result in extraction.results],
        "links": [_link(link) for link in extraction.links],
    }
    optional = {
        "authors": list(paper.authors),
        "venue": paper.venue,
        "address": _address(resolved),
    }
    return details | {name: value for name, value in optional.items() if value}


def _relation(relation: Relation, concept: Mapping[str, int], unit: Unit) -> list[Any]:
    head, tail = concept[relation.head], concept[relation.tail]
    span = _span(relation.evidence, unit)
    return [head, relation.type.value, tail, *span, round(relation.confidence, 2)]


def _result(result: Result, concept: Mapping[str, int], unit: Unit) -> Json:
    names = {
        "method": result.method,
        "dataset": result.dataset,
        "task": result.task,
        "metric": result.metric,
    }
    # A number is a concept's, a text a name that stands for none.
    known = {
        field: concept.get(name, readable(name))
        for field, name in names.items()
        if name is not None
    }
    return known | {
        "value": result.value,
        "unit": result.unit,
        "kind": result.kind.value,
        "span": _span(result.evidence, unit),
    }


def _link(link: Link) -> list[Any]:
    return [link.url, link.kind.value, link.own]


def _address(resolved: ResolvedPaper) -> str | None:
    identifiers = dict(resolved.paper.identifiers)
    scheme, _, value = resolved.paper.id.partition(":")
    identifiers.setdefault(scheme, value)
    for known, start in ADDRESSES:
        if identifiers.get(known):
            return start + identifiers[known]
    return resolved.paper.address


def _span(span: Span, unit: Unit) -> list[int]:
    return [unit(span.start), unit(span.end)]


def _utf16(text: str) -> Unit:
    """
    Return the function from an offset in characters to one in UTF-16 units.

    >>> [_utf16("a😀b")(offset) for offset in range(4)]
    [0, 1, 3, 4]
    """
    if max(text, default="") < WIDE:
        return lambda offset: offset
    wide = [at for at, char in enumerate(text) if char >= WIDE]
    return lambda offset: offset + bisect_left(wide, offset)
