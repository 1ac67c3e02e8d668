"""Some papers of a corpus, in memory."""

from collections.abc import Iterator
from dataclasses import dataclass

from scholargraph.model import Concept, ResolvedPaper


@dataclass(frozen=True, slots=True)
class Part:
    """Papers and the concepts that they name, both by id: a ``model.Corpus``."""

    concepts: tuple[Concept, ...]
    resolved: tuple[ResolvedPaper, ...]

    def papers(self) -> Iterator[ResolvedPaper]:
        """Yield the papers, by id."""
        return iter(self.resolved)
