"""
The triples of a corpus as text, made by a pool of processes.

The text is for a store, which holds a triple once however often it is given: each
process says by itself what several papers share.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

from scholargraph import rdf, store
from scholargraph.database import Database, Draft, StoredCorpus
from scholargraph.model import Concept
from scholargraph.pipeline.workers import start_worker, worker_pool

# Papers that go to a process at a time, and fewer than which no pool pays for.
CHUNK: Final = 64
FEW: Final = 2_000
# Chunks, of a megabyte, that each process has before it: work for the time in which
# the store sorts what it was given.
AHEAD: Final = 16


@dataclass(frozen=True, slots=True)
class Making:
    """
    What triples are made of, and how.

    ``database`` is the file that the papers are in; ``replaced`` has where the ids
    lead that were given up.
    """

    database: Path
    base: str
    run: str
    replaced: Mapping[str, str]


How = tuple[Making, str, tuple[Concept, ...]]


def triple_text(draft: Draft, making: Making, jobs: int) -> Iterator[bytes]:
    """
    Yield the triples of a draft as N-Quads, over so many processes.

    Raises
    ------
    ScholargraphError
        Where a process is ended from outside.

    """
    corpus = draft.corpus()
    ids = corpus.paper_ids()
    if jobs == 1 or len(ids) < FEW:
        made = rdf.triples(
            corpus, base=making.base, run=making.run, replaced=making.replaced
        )
        yield from store.to_text(made)
        return
    maker = rdf.Maker(corpus.concepts, base=making.base, run=making.run)
    yield from store.to_text(maker.concepts(corpus.concepts))
    yield from store.to_text(rdf.replacements(making.replaced, base=making.base))
    # Of concepts papers need to know the scales alone.
    scaled = tuple(concept for concept in corpus.concepts if concept.scale)
    yield from _pooled(ids, (making, draft.extractor, scaled), jobs)


def _pooled(ids: Sequence[str], how: How, jobs: int) -> Iterator[bytes]:
    waiting: deque[Future[bytes]] = deque()
    advice = "build again, with --jobs 1"
    with worker_pool(jobs, "publish", advice, start=_start, given=how) as pool:
        for chunk in _chunks(ids):
            waiting.append(pool.submit(_work, chunk))
            if len(waiting) > AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _chunks(ids: Iterable[str]) -> Iterator[tuple[str, ...]]:
    walk = iter(ids)
    while chunk := tuple(islice(walk, CHUNK)):
        yield chunk


class _Worker:
    """What a process is given when it starts."""

    how: How


def _start(making: Making, extractor: str, scaled: tuple[Concept, ...]) -> None:
    start_worker()
    _Worker.how = making, extractor, scaled


@cache
def _kept() -> tuple[StoredCorpus, rdf.Maker]:
    """Return what a process keeps: the database, open, and what it has said."""
    # Not opened at the start: a pool does not tell why a process fails to start.
    making, extractor, scaled = _Worker.how
    database = Database.read(making.database)
    return (
        database.draft(extractor).corpus(),
        rdf.Maker(scaled, base=making.base, run=making.run),
    )


def _work(ids: tuple[str, ...]) -> bytes:
    corpus, maker = _kept()
    papers = corpus.some_papers(ids)
    made = (triple for paper in papers for triple in maker.paper(paper))
    return b"".join(store.to_text(made))
