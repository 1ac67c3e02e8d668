"""
What papers state, one part of the record at a time.

A graph folder can hand out one part of each record as JSON without making records of
the rest, which is several times faster; any other corpus is walked record by record.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

from scholargraph.model import Corpus, Paper
from scholargraph.record_format import extraction_to_json

Part = Literal["entities", "relations", "results", "links"]


@dataclass(frozen=True, slots=True)
class Stated:
    """
    One part of what was read from a paper, in the layout of ``record_format``.

    ``concepts`` has the concept id of each entity's name; ``text`` is the paper's,
    and empty where it was not asked for.
    """

    paper: str
    text: str
    concepts: Mapping[str, str]
    items: list[dict[str, Any]]


@runtime_checkable
class InParts(Protocol):
    """A corpus that can hand out one part of each paper's record."""

    def records(self) -> Iterator[Paper]:
        """Yield the papers alone, by id."""
        ...

    def parts(
        self, part: str, *, with_text: bool
    ) -> Iterator[tuple[str, str, Mapping[str, str], list[dict[str, Any]]]]:
        """Yield paper id, text, concept ids by name, and items, by paper id."""
        ...


def records(corpus: Corpus) -> Iterator[Paper]:
    """Yield the papers alone, by id."""
    if isinstance(corpus, InParts):
        yield from corpus.records()
    else:
        for resolved in corpus.papers():
            yield resolved.paper


def stated(corpus: Corpus, part: Part, *, with_text: bool = True) -> Iterator[Stated]:
    """Yield that part of each paper that states anything of the sort, by id."""
    if isinstance(corpus, InParts):
        for row in corpus.parts(part, with_text=with_text):
            yield Stated(*row)
        return
    for resolved in corpus.papers():
        items = extraction_to_json(resolved.extraction)[part]
        if items:
            paper = resolved.paper
            yield Stated(paper.id, paper.text, resolved.concept_ids, items)
