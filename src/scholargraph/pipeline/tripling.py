"""
The triples of a corpus as text, made by a pool of processes.

The text is for a store, which holds a triple once however often it is given: each
process says by itself what several papers share.
"""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from scholargraph import rdf, store
from scholargraph.database import Database, Draft, StoredCorpus
from scholargraph.errors import ScholargraphError
from scholargraph.model import Concept
from scholargraph.pipeline.workers import start_worker

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


def _pooled(
    ids: Sequence[str], how: tuple[Making, str, tuple[Concept, ...]], jobs: int
) -> Iterator[bytes]:
    waiting: deque[Future[bytes]] = deque()
    with ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start,
        initargs=how,
    ) as pool:
        try:
            for chunk in _chunks(ids):
                waiting.append(pool.submit(_work, chunk))
                if len(waiting) > AHEAD * jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise ScholargraphError(
                "publish",
                "a worker process was ended from outside, perhaps for want of memory; "
                "build again, with --jobs 1",
            ) from error
        finally:
            for future in waiting:
                future.cancel()


def _chunks(ids: Iterable[str]) -> Iterator[tuple[str, ...]]:
    walk = iter(ids)
    while chunk := tuple(islice(walk, CHUNK)):
        yield chunk


class _Worker:
    """What a process keeps: a connection to the database, and what it has said."""

    corpus: StoredCorpus
    maker: rdf.Maker


def _start(making: Making, extractor: str, scaled: tuple[Concept, ...]) -> None:
    start_worker()
    # Open for as long as the process lives.
    database = Database.read(making.database)
    _Worker.corpus = database.draft(extractor).corpus()
    _Worker.maker = rdf.Maker(scaled, base=making.base, run=making.run)


def _work(ids: tuple[str, ...]) -> bytes:
    papers = _Worker.corpus.some_papers(ids)
    made = (triple for paper in papers for triple in _Worker.maker.paper(paper))
    return b"".join(store.to_text(made))
