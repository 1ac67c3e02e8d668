"""Counting what papers hold, on the way to where it is going."""

from collections import Counter
from collections.abc import Iterable, Iterator

from scholargraph.database import Outline

COUNTED = ("papers", "entities", "relations", "results", "links", "left_out")


class Tally:
    """Papers, counted when walked."""

    def __init__(self, papers: Iterable[Outline]) -> None:
        """Start with nothing counted."""
        self.counts: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))
        self._papers = papers

    def __iter__(self) -> Iterator[Outline]:
        for paper in self._papers:
            self.counts["papers"] += 1
            self.counts["entities"] += len(paper.entities)
            self.counts["relations"] += paper.relations
            self.counts["results"] += paper.results
            self.counts["links"] += paper.links
            self.counts["left_out"] += paper.left_out
            yield paper
