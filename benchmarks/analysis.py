"""
How long frames and measures take, and how much memory, on a graph folder.

Run as ``python benchmarks/analysis.py GRAPH_FOLDER [PAPERS ...]``; each number looks
at so many papers alone, drawn at random but the same every time, and at the concepts
that they name. Prints a Markdown table of processor seconds and of how far the
resident memory grew at its peak (Linux).
"""

import ctypes
import gc
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from scholargraph import measures
from scholargraph.database import GuardedCorpus
from scholargraph.frames import Frames
from scholargraph.knowledge_graph import KnowledgeGraph, open_graph
from scholargraph.model import Paper, ResolvedPaper

FRAMES = ("papers", "concepts", "roles", "mentions", "relations", "results", "links")


class Some:
    """Some papers of a graph, which frames read as they read the whole."""

    def __init__(self, graph: KnowledgeGraph, number: int | None) -> None:
        """Look at ``number`` papers of ``graph``, or at all."""
        self._corpus = graph.corpus
        ids = [paper.id for paper in self._corpus.records()]
        if number is not None:
            ids = random.Random(0).sample(ids, min(number, len(ids)))  # noqa: S311 (no secret)
        self._ids = frozenset(ids)
        named = {
            concept
            for id_, _, names, _ in self._corpus.parts("entities", with_text=False)
            if id_ in self._ids
            for concept in names.values()
        }
        self.concepts = [c for c in self._corpus.concepts if c.id in named]

    def __len__(self) -> int:
        """Count the papers."""
        return len(self._ids)

    def papers(self) -> Iterator[ResolvedPaper]:
        """Yield the papers with what was read from them."""
        return (p for p in self._corpus.papers() if p.paper.id in self._ids)

    def records(self) -> Iterator[Paper]:
        """Yield the papers alone."""
        return (paper for paper in self._corpus.records() if paper.id in self._ids)

    def parts(
        self, part: str, *, with_text: bool
    ) -> Iterator[tuple[str, str, Mapping[str, str], list[dict[str, Any]]]]:
        """Yield one part of the papers' records."""
        rows = self._corpus.parts(part, with_text=with_text)
        return (row for row in rows if row[0] in self._ids)


Job = Callable[[], object]


def frame_jobs(corpus: Some | GuardedCorpus) -> Iterator[tuple[str, Job]]:
    """Yield each frame, read anew."""
    for name in FRAMES:
        yield f"`{name}()`", getattr(Frames(corpus), name)


def measure_jobs(frames: Frames) -> Iterator[tuple[str, Job]]:
    """Yield each measure, on frames that are made already."""
    concept = frames.concepts().nlargest(1, "papers")["concept"].iloc[0]
    paper = frames.papers()["paper"].iloc[0]
    board = measures.boards(frames).iloc[0]
    network = measures.co_use(frames, minimum=3)
    trend = measures.trends(frames)
    known = measures.profiles(frames)
    yield "`co_use(minimum=3)`", partial(measures.co_use, frames, minimum=3)
    yield "`communities`", partial(measures.communities, network)
    yield "`centrality(cutoff=3)`", partial(measures.centrality, network, cutoff=3)
    yield "`trends`", partial(measures.trends, frames)
    yield "`growth`", partial(measures.growth, trend)
    yield "`bursts`", partial(measures.bursts, trend)
    yield "`adoption`", partial(measures.adoption, frames)
    on = board["dataset"], board["metric"]
    yield "`leaderboard`", partial(measures.leaderboard, frames, *on)
    yield "`saturation`", partial(measures.saturation, frames, *on)
    yield "`disagreements`", partial(measures.disagreements, frames)
    tasks = partial(measures.code_availability, frames, by="task")
    yield "`code_availability(by='task')`", tasks
    yield "`lineage`", partial(measures.lineage, frames)
    yield "`similar_papers`", partial(measures.similar_papers, frames, paper)
    yield "`similar_concepts`", partial(measures.similar_concepts, frames, concept)
    yield "`novelty`", partial(measures.novelty, frames)
    yield "`profiles`", partial(measures.profiles, frames)
    yield "`predict_links`", partial(measures.predict_links, network, known=known)
    yield "`check_prediction`", partial(measures.check_prediction, frames)


def resident(field: str) -> int:
    """Return a figure of this process's memory in bytes: ``VmRSS`` or ``VmHWM``."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition(f"{field}:")[2].split()[0]) * 1024


def cost(job: Job) -> str:
    """Return the processor seconds of a job, and by how much memory grew meanwhile."""
    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)  # what was freed goes back to the system
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # forgets the old peak
    before, start = resident("VmRSS"), time.process_time()
    job()
    seconds = time.process_time() - start
    return f"{seconds:.2f} s, {(resident('VmHWM') - before) / 1e6:,.0f} MB"


def costs(corpus: Some | GuardedCorpus) -> dict[str, str]:
    """Return what each frame and measure costs, saying so as it goes."""
    found = {}
    for name, job in chain(frame_jobs(corpus), measure_jobs(Frames(corpus))):
        found[name] = cost(job)
        print(name, found[name], file=sys.stderr, flush=True)
    return found


def main(folder: str, *numbers: int) -> None:
    """Measure and print."""
    with open_graph(folder) as graph:
        corpora = {f"{number:,} papers": Some(graph, number) for number in numbers}
        tables = {name: costs(corpus) for name, corpus in corpora.items()}
    with open_graph(folder) as graph:  # anew, since concepts are kept once read
        tables[f"{len(graph):,} papers"] = costs(graph.corpus)
    print(f"| | {' | '.join(tables)} |")
    print(f"| --- |{' --- |' * len(tables)}")
    for name in next(iter(tables.values())):
        print(f"| {name} | {' | '.join(table[name] for table in tables.values())} |")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
