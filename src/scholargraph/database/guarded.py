"""The published corpus for those who do not know that it is in SQLite."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scholargraph.database.corpus import StoredCorpus
from scholargraph.database.schema import faults
from scholargraph.model import Concept, Paper, ResolvedPaper


class GuardedCorpus:
    """
    A ``model.Corpus`` that streams from disk; SQLite's errors come out as our own.

    It also hands out parts of records, which is what data frames are made of.
    """

    def __init__(self, corpus: StoredCorpus, path: Path) -> None:
        """Read ``corpus``, which is stored in the file ``path``."""
        self._corpus = corpus
        self._path = path

    @property
    def concepts(self) -> Sequence[Concept]:
        """All concepts, by id; they are read at every walk, which ``tuple`` spares."""
        return self._corpus.concepts.guarded(self._path)

    def papers(self) -> Iterator[ResolvedPaper]:
        """Yield the papers, by id, with what was read from them."""
        with faults(self._path):
            yield from self._corpus.papers()

    def records(self) -> Iterator[Paper]:
        """Yield the papers, by id, without what was read from them."""
        with faults(self._path):
            yield from self._corpus.records()

    def parts(
        self, part: str, *, with_text: bool
    ) -> Iterator[tuple[str, str, Mapping[str, str], list[dict[str, Any]]]]:
        """Yield one part of what was read from each paper; see ``StoredCorpus``."""
        with faults(self._path):
            yield from self._corpus.parts(part, with_text=with_text)

    def paper_count(self) -> int:
        """Return the number of papers."""
        with faults(self._path):
            return self._corpus.paper_count()
