"""
Resolving the concepts of a corpus, over a pool of processes where that pays.

First each process looks at some of the papers, then each resolves one kind at a time;
what they saw goes through the parent packed. One process does the same by itself. What
memory has no room for is laid down in a folder.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from scholargraph.database import Database, StoredCorpus
from scholargraph.floor import Floor
from scholargraph.pipeline.tally import COUNTED, Tally
from scholargraph.pipeline.workers import cores, start_worker, worker_pool
from scholargraph.resolve import (
    Authority,
    LaidDown,
    Looks,
    Place,
    Seen,
    join,
    look,
    resolve_kind,
)
from scholargraph.vocab import Kind

# Papers that a process looks at at a time, and fewer than which no pool pays for.
CHUNK: Final = 500
FEW: Final = 2_000
# More papers than this are resolved by one process, one kind after the other, which
# takes twice the time and a third of the memory, unless somebody says by how many:
# what processes send each other is in the memory of both.
MANY: Final = 120_000

# The ids of a first and a last paper.
Reach = tuple[str, str]
Look = tuple[Seen, Counter[str]]


@dataclass(frozen=True, slots=True)
class Task:
    """
    What is to be resolved, and how.

    ``database`` is the file that the corpus is in. Unless the resolution is to be
    ``explained``, it has neither reasons nor doubts. Without ``scratch``, a folder for
    what memory has no room for, all is kept in memory.
    """

    database: Path
    authorities: tuple[Authority, ...] = ()
    explained: bool = True
    scratch: Path | None = None


def resolved(
    corpus: StoredCorpus, task: Task, jobs: int | None = None
) -> tuple[LaidDown, Counter[str]]:
    """
    Return the concepts of a corpus, and what its papers hold, counted.

    The result is the same for any number of processes, which may be up to ``jobs``,
    by default one a core, or a single one where those would take much memory.

    Raises
    ------
    FolderError
        Where a paper's record is damaged.
    ScholargraphError
        Where a process is ended from outside.
    OSError
        Where there is no room in the folder for what memory has no room for.

    """
    ids = corpus.paper_ids()
    reaches = [(part[0], part[-1]) for part in _chunks(ids)]
    jobs = jobs or (cores() if len(ids) <= MANY else 1)
    if jobs == 1 or len(ids) < FEW:
        looks, counts = _taken(task, (_look(corpus, reach) for reach in reaches))
        return join(_part(kind, looks, task) for kind in Kind), counts
    return _pooled(corpus, reaches, task, jobs)


def _pooled(
    corpus: StoredCorpus, reaches: Sequence[Reach], task: Task, jobs: int
) -> tuple[LaidDown, Counter[str]]:
    given = (task, corpus.generation, corpus.extractor, corpus.floor)
    advice = "build again, with --jobs 1"
    with worker_pool(jobs, "resolve", advice, start=_start, given=given) as pool:
        looks, counts = _taken(task, pool.map(_look_there, reaches))
        # The largest kind first: it takes as long as all others together.
        kinds = sorted(Kind, key=lambda kind: -looks.size(kind))
        return join(pool.map(_part_there, kinds, map(looks.only, kinds))), counts


def _taken(task: Task, found: Iterable[Look]) -> tuple[Looks, Counter[str]]:
    looks = Looks(Place(task.scratch))
    counts = Counter(dict.fromkeys(COUNTED, 0))
    for seen, counted in found:
        looks.add(seen)
        counts.update(counted)
    return looks, counts


def _chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _look(corpus: StoredCorpus, reach: Reach) -> Look:
    tally = Tally(corpus.outlines(*reach))
    seen = look((paper.paper_id, paper.entities) for paper in tally)
    return seen, tally.counts


def _part(kind: Kind, looks: Looks, task: Task) -> LaidDown:
    return resolve_kind(kind, looks, task.authorities, explained=task.explained)


class _Worker:
    """What a process is given when it starts."""

    task: Task
    generation: int
    corpus: tuple[int, str, Floor]


def _start(task: Task, generation: int, extractor: str, floor: Floor) -> None:
    start_worker()
    _Worker.task = task
    _Worker.corpus = generation, extractor, floor


@cache
def _corpus() -> StoredCorpus:
    """Return what a process keeps open."""
    # Not opened at the start: a pool does not tell why a process fails to start.
    database = Database.read(_Worker.task.database)
    return database.corpus_of(*_Worker.corpus)


def _look_there(reach: Reach) -> Look:
    return _look(_corpus(), reach)


def _part_there(kind: Kind, looks: Looks) -> LaidDown:
    return _part(kind, looks, _Worker.task)
