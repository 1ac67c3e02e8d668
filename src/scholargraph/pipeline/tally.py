"""Counting what a corpus holds, on the way to where it is going."""

from collections import Counter
from collections.abc import Iterator

from scholargraph.database import StoredCorpus
from scholargraph.model import Extraction, Paper

COUNTED = ("papers", "entities", "relations", "results", "links")


class Tally:
    """The papers of a corpus with their extractions, counted when walked."""

    def __init__(self, corpus: StoredCorpus) -> None:
        """Start with nothing counted."""
        self.counts: Counter[str] = Counter()
        self._corpus = corpus

    def __iter__(self) -> Iterator[tuple[Paper, Extraction]]:
        self.counts = Counter(dict.fromkeys(COUNTED, 0))
        for paper, extraction in self._corpus.pairs():
            self.counts["papers"] += 1
            self.counts["entities"] += len(extraction.entities)
            self.counts["relations"] += len(extraction.relations)
            self.counts["results"] += len(extraction.results)
            self.counts["links"] += len(extraction.links)
            yield paper, extraction
