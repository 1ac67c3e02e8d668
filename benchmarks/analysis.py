"""
How long frames and measures take, and how much memory, on a graph folder.

Run as ``python benchmarks/analysis.py GRAPH_FOLDER [PAPERS]``; with a number only so
many papers, the first by id, are looked at. Prints processor seconds and the peak of
the memory that Python allocated in a second, slower, run of its own.
"""

import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from scholargraph import measures
from scholargraph.frames import Frames
from scholargraph.knowledge_graph import KnowledgeGraph, open_graph
from scholargraph.model import Paper, ResolvedPaper

FRAMES = ("papers", "concepts", "roles", "mentions", "relations", "results", "links")


class First:
    """The first papers of a graph, which frames read as they read the whole."""

    def __init__(self, graph: KnowledgeGraph, number: int | None) -> None:
        """Look at ``number`` papers of ``graph``, or at all."""
        self._graph = graph
        self.concepts = graph.concepts
        self._ids = {paper.id for paper in islice(graph.records(), number)}

    def papers(self) -> Iterator[ResolvedPaper]:
        """Yield the papers with what was read from them."""
        yield from islice(self._graph.papers(), len(self._ids))

    def records(self) -> Iterator[Paper]:
        """Yield the papers alone."""
        yield from islice(self._graph.records(), len(self._ids))

    def parts(
        self, part: str, *, with_text: bool
    ) -> Iterator[tuple[str, str, Mapping[str, str], list[dict[str, Any]]]]:
        """Yield one part of the papers' records."""
        for row in self._graph.parts(part, with_text=with_text):
            if row[0] in self._ids:
                yield row


def jobs(corpus: First) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what is measured; each frame anew, the measures on frames that are made."""
    for name in FRAMES:
        yield f"frame {name}", lambda name=name: getattr(Frames(corpus), name)()
    frames = Frames(corpus)
    for name in FRAMES:
        getattr(frames, name)()
    concept = frames.concepts().nlargest(1, "papers")["concept"].iloc[0]
    paper = frames.papers()["paper"].iloc[0]
    network = measures.co_use(frames, minimum=3)
    trend = measures.trends(frames)
    yield "co_use", lambda: measures.co_use(frames, minimum=3)
    yield "communities", lambda: measures.communities(network)
    yield "centrality", lambda: measures.centrality(network, cutoff=3)
    yield "trends", lambda: measures.trends(frames)
    yield "growth", lambda: measures.growth(trend)
    yield "bursts", lambda: measures.bursts(trend)
    yield "adoption", lambda: measures.adoption(frames)
    yield "code_availability", lambda: measures.code_availability(frames, by="task")
    yield "disagreements", lambda: measures.disagreements(frames)
    yield "lineage", lambda: measures.lineage(frames)
    yield "similar_papers", lambda: measures.similar_papers(frames, paper)
    yield "similar_concepts", lambda: measures.similar_concepts(frames, concept)
    yield "novelty", lambda: measures.novelty(frames)


def main(folder: str, number: int | None = None) -> None:
    """Measure and print."""
    with open_graph(folder) as graph:
        corpus = First(graph, number)
        for name, job in jobs(corpus):
            start = time.process_time()
            job()
            seconds = time.process_time() - start
            tracemalloc.start()
            job()
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            print(f"{name:20} {seconds:7.2f} s {peak / 1e6:8.0f} MB", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
