"""Concepts of a corpus that memory need not have room for."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from heapq import merge

from scholargraph.model import Concept
from scholargraph.resolve.found import Found
from scholargraph.resolve.resolution import Resolution, ranked
from scholargraph.resolve.rows import Rows, beside, groups
from scholargraph.resolve.succession import (
    Given,
    Successors,
    followed,
    walked_succession,
)


@dataclass(frozen=True, slots=True)
class LaidDown:
    """
    The concepts of some kinds, and which of them each entity denotes, in rows.

    The ``parts`` are in the order of the kinds' names, which ids begin with.
    """

    parts: Sequence[Found]
    rows: Sequence[Rows]

    def __len__(self) -> int:
        """Return the number of concepts."""
        return sum(len(part.rows) for part in self.parts)

    def concepts(self) -> Iterator[Concept]:
        """Yield the concepts, by id."""
        for part in self.parts:
            yield from part.concepts()

    def assigned(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield, by paper id, the concept id of each entity name, in order."""
        # An entity has one name in a paper, and so is of one kind; of what has
        # several, the last kind counts.
        for paper, rows in groups(merge(*self.rows)):
            yield paper, {row[1]: row[-1] for row in rows}

    def assigned_to(
        self, papers: Iterable[str]
    ) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Yield what is ``assigned`` to papers, in order of ids; nothing to some."""
        ids = ((paper,) for paper in papers)
        for (paper,), found in beside(ids, self.assigned()):
            yield paper, found[0][1] if found else {}

    def resolution(self) -> Resolution:
        """Return all of it, in memory."""
        with without_collector():
            return Resolution(
                concepts=tuple(self.concepts()),
                assigned=dict(self.assigned()),
                reasons={
                    id_: found
                    for part in self.parts
                    for id_, found in part.reasons.items()
                },
                doubts=ranked(doubt for part in self.parts for doubt in part.doubts),
            )

    def succession(
        self, before: Iterable[Given], links: Successors
    ) -> tuple[Successors, Successors]:
        """
        Return the successors of ids that are given up, and where each leads now.

        ``before`` is, by paper id, what entities were before a person's decisions;
        ``links`` are the successors from then.
        """
        links = walked_succession(before, links, self.assigned)
        named = links.keys() | set(links.values())
        used = {row[0] for part in self.parts for row in part.rows if row[0] in named}
        return links, followed(links, used)


def join(parts: Iterable[LaidDown]) -> LaidDown:
    """Return the concepts of all kinds as one."""
    parts = list(parts)
    found = [found for part in parts for found in part.parts]
    return LaidDown(
        sorted(found, key=lambda one: one.kind),
        [rows for part in parts for rows in part.rows],
    )


@contextmanager
def without_collector() -> Iterator[None]:
    """
    Do the block without looking for garbage in cycles.

    There are next to none, and to walk the records of a large corpus again and again
    takes a fifth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
