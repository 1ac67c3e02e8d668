"""What a process of a run does: it reads the papers of one shard after the other."""

import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from scholargraph.distributed.place import Place
from scholargraph.errors import InputError, ModelError, ScholargraphError
from scholargraph.extract import Extractor
from scholargraph.model import Extraction, Paper
from scholargraph.pipeline.workers import batch_of, loaded
from scholargraph.shards import Row, open_shard, write_shard

BATCH: Final = 32


@dataclass(frozen=True, slots=True)
class Task:
    """A run, as far as the processes have to know it; ``model`` is a folder."""

    folder: str
    run: str
    shards: int
    extractor: str
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a shard: how many papers were read, or why it is missing."""

    shard: int
    papers: int = 0
    fault: str | None = None


def read_shard(task: Task, number: int) -> Done:
    """Read the papers of a shard and write it; what cannot be helped is in ``Done``."""
    try:
        return Done(number, _read(task, number))
    except ScholargraphError as error:
        return Done(number, 0, f"on {socket.gethostname()}: {error}")


def _read(task: Task, number: int) -> int:
    place = Place(Path(task.folder))
    if not place.plan.exists():
        what = "is not seen here; it must be on a file system that all machines share"
        raise InputError(place.path, what)
    extractor = loaded(None if task.model is None else Path(task.model))
    if extractor.name != task.extractor:
        what = f"is {extractor.name}, and the run is of {task.extractor}"
        raise ModelError("extractor", what)
    staged = open_shard(place.staged(number))
    if staged.heading.run != task.run:
        raise InputError(staged.path, "is of another run")
    rows = list(_filled(list(staged.rows()), extractor))
    heading = replace(staged.heading, shards=task.shards)
    write_shard(place.shard(number), heading, rows)
    return sum(row.extraction is not None for row in rows)


def _filled(rows: Sequence[Row], extractor: Extractor) -> Iterator[Row]:
    """Yield the rows with what is read from their papers."""
    found: dict[Paper, tuple[Extraction | None, str | None]] = {}
    papers = iter([row.record for row in rows if isinstance(row.record, Paper)])
    while batch := tuple(islice(papers, BATCH)):
        read = batch_of(extractor, batch)
        found |= {paper: (extraction, None) for paper, extraction in read.pairs}
        failed = [paper for paper in batch if paper not in found]
        for paper, failure in zip(failed, read.failures, strict=True):
            found[paper] = None, failure.removeprefix(f"{paper.id}: ")
    for row in rows:
        if isinstance(row.record, Paper):
            yield Row(row.record, *found[row.record])
        else:
            yield row
