"""
A new store made from the one before it, by what changed between two generations.

It holds the triples that a store made anew would hold. Where most of the graph would
be touched, or what made the old store is not known to be what is at work now, there is
nothing to gain or to trust, and the store is made anew.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from scholargraph import rdf, store
from scholargraph.database import StoredCorpus
from scholargraph.errors import FolderError
from scholargraph.model import Concept, ResolvedPaper

# Of the papers, and of the triples since the store was last made anew: beyond it, what
# is no longer used weighs more than the time that is saved.
MOST_CHANGED: Final = 0.2
# Papers in memory at a time.
BATCH: Final = 128


@dataclass(frozen=True, slots=True)
class Side:
    """One of two generations: its corpus, and where ids that were given up lead."""

    corpus: StoredCorpus
    replaced: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """
    What differs between two generations: ids of papers and of concepts.

    ``unread`` are the papers that nothing was read from when the old store was made.
    """

    old: Side
    new: Side
    papers: frozenset[str]
    unread: frozenset[str]
    concepts: frozenset[str]
    base: str
    run: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many triples a store holds, and how many came and went."""

    triples: int
    changed: int


class DoubtError(Exception):
    """The old store is not what the database says; none can be made from it."""


def is_small(step: Step) -> bool:
    """Tell whether few of the papers changed, so that a change in place pays."""
    return len(step.papers) <= MOST_CHANGED * step.new.corpus.paper_count()


def republish(step: Step, source: Path, place: Path, triples: int) -> Outcome | None:
    """
    Make the new store; return ``None``, and no store, where the old one is not sound.

    ``triples`` is the number that the old store must hold.
    """
    try:
        store.copy(source, place)
        return store.change(place, lambda graph: _changed(graph, step, triples))
    except (DoubtError, FolderError):
        return None


def _changed(graph: Store, step: Step, triples: int) -> Outcome:
    if len(graph) != triples:
        raise DoubtError
    patch = rdf.Patch(graph, step.base)
    was = step.old.corpus.some_concepts(step.concepts)
    now = step.new.corpus.some_concepts(step.concepts)
    for old, new in rdf.concept_changes(
        step.new.corpus.concepts, was, now, base=step.base
    ):
        patch.replace(old, new)
    papers = step.papers | _rescaled(step, was, now)
    makers = [
        rdf.Maker(
            side.corpus.scaled_concepts(), base=step.base, run=step.run, apart=True
        )
        for side in (step.old, step.new)
    ]
    for id_, resolved in _pairs(step, sorted(papers)):
        said = (
            maker.paper_lines(paper) if paper else ""
            for maker, paper in zip(makers, resolved, strict=True)
        )
        patch.replace_paper(*said, sure=id_ not in step.unread)
    patch.replace(
        rdf.replacement_lines(step.old.replaced, base=step.base),
        rdf.replacement_lines(step.new.replaced, base=step.base),
    )
    patch.end()
    count = triples + patch.added - patch.removed
    return Outcome(count, patch.added + patch.removed)


def _rescaled(
    step: Step, was: Iterable[Concept], now: Iterable[Concept]
) -> frozenset[str]:
    """Return the papers that a metric's scale, now another, is of account to."""
    before, after = ({c.id: c.scale for c in side} for side in (was, now))
    found: set[str] = set()
    for id_ in sorted({*before, *after}):
        if before.get(id_) != after.get(id_):
            found.update(step.new.corpus.papers_of(id_))
    return frozenset(found)


def _pairs(
    step: Step, ids: list[str]
) -> Iterator[tuple[str, tuple[ResolvedPaper | None, ResolvedPaper | None]]]:
    """Yield papers, by id, as they were and as they are."""
    walk = iter(ids)
    while batch := list(islice(walk, BATCH)):
        old, new = (
            {paper.paper.id: paper for paper in side.corpus.some_papers(batch)}
            for side in (step.old, step.new)
        )
        for id_ in batch:
            yield id_, (old.get(id_), new.get(id_))
