"""
How long concept resolution takes, and how much memory, as a corpus grows.

    python benchmarks/resolve.py GRAPH_FOLDER [PAPERS ...]

Resolves so many papers (by default 5,000, 10,000 and 20,000), drawn from the folder by
a fixed seed, each number in one process of its own. Prints wall-clock and processor
seconds, the peak of the process's memory, and how processor time grows: an exponent
of 1 is linear.
"""

import json
import math
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from scholargraph.database import Database, Outline
from scholargraph.pipeline.resolving import CHUNK
from scholargraph.resolve import Looks, Place, Seen, join, look, resolve_kind
from scholargraph.vocab import Kind

SIZES = (5_000, 10_000, 20_000)
Figures = dict[str, float]


def measure(folder: Path, size: int) -> Figures:
    """Resolve some papers of a folder, and return the figures."""
    with TemporaryDirectory() as scratch:
        return resolved(folder, size, Path(scratch))


def resolved(folder: Path, size: int, scratch: Path) -> Figures:
    """Resolve some papers, and lay down in a folder what memory has no room for."""
    wall, processor = time.perf_counter(), time.process_time()
    with Database.read(folder / "extractions.db") as database:
        corpus = database.corpus()
        ids = corpus.paper_ids()
        draw = random.Random(0)  # noqa: S311 (a fixed draw, no secret)
        drawn = set(draw.sample(ids, min(size, len(ids))))
        papers = (paper for paper in corpus.outlines() if paper.paper_id in drawn)
        seen = Looks(Place(scratch), looks(papers))
    parts = (resolve_kind(kind, seen, explained=False) for kind in Kind)
    concepts = sum(1 for _ in join(parts).concepts())
    return {
        "papers": len(drawn),
        "concepts": concepts,
        "wall s": round(time.perf_counter() - wall, 1),
        "processor s": round(time.process_time() - processor, 1),
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000,
    }


def looks(papers: Iterator[Outline]) -> Iterator[Seen]:
    """Look at papers, some at a time."""
    while chunk := list(islice(papers, CHUNK)):
        yield look((paper.paper_id, paper.entities) for paper in chunk)


def apart(folder: str, size: int) -> Figures:
    """Measure in another process."""
    command = [sys.executable, __file__, "--one", folder, str(size)]
    found: Figures = json.loads(subprocess.check_output(command))
    return found


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    if arguments[:1] == ["--one"]:
        print(json.dumps(measure(Path(arguments[1]), int(arguments[2]))))
        return
    folder, *sizes = arguments
    last: Figures = {}
    for size in map(int, sizes or SIZES):
        found = apart(folder, size)
        if last:
            grown = math.log(found["papers"] / last["papers"])
            taken = math.log(found["processor s"] / last["processor s"])
            found["exponent"] = round(taken / grown, 2)
        print(*(f"{name} {value:,}" for name, value in found.items()), sep="   ")
        last = found


if __name__ == "__main__":
    main(sys.argv[1:])
