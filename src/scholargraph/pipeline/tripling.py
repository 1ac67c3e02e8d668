"""
The store of a corpus, whose triples a pool of processes makes, as text.

A store holds a triple once however often it is given. So what several papers share is
said anew for every chunk of them, and no process remembers more than that.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Final

from scholargraph import rdf, store
from scholargraph.database import Database, Draft, StoredCorpus
from scholargraph.floor import Floor
from scholargraph.model import Concept
from scholargraph.pipeline.workers import start_worker, worker_pool

# Papers that go to a process at a time, and fewer than which no pool pays for.
CHUNK: Final = 64
FEW: Final = 2_000
# Chunks, of three megabytes, that each process has before it: work for the time in
# which the store reads nothing.
AHEAD: Final = 8
MOST_AHEAD: Final = 64  # of all processes: what they made waits in memory
# Papers of which the files are all merged at the end, some hundred of a sort at once.
# Of more they are merged as they come: merging takes some memory for each file.
AT_ONCE: Final = 100_000
# Bytes to load at a time for each paper, a hundredth of what they make, and at most:
# larger parts take more memory.
SHARE: Final = 700
MOST_AT_A_TIME: Final = 64 << 20


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


How = tuple[Making, str, Floor, tuple[Concept, ...]]


def build_store(draft: Draft, making: Making, place: Path, jobs: int) -> int:
    """
    Make a store of a draft's triples, over so many processes; return their number.

    Raises
    ------
    ScholargraphError
        Where a process is ended from outside.

    """
    corpus = draft.corpus()
    count, ids = corpus.paper_count(), corpus.each_id()
    if jobs == 1 or count < FEW:
        maker = rdf.Maker(corpus.concepts, base=making.base, run=making.run)
        papers = (_of_papers(maker, corpus, chunk) for chunk in _chunks(ids))
        chunks = chain(_of_concepts(maker, corpus.concepts, making), papers)
        return store.build_from_text(chunks, place)
    # Of concepts papers need to know the scales alone.
    how = (making, draft.extractor, draft.floor, corpus.scaled_concepts())
    advice = "build again, with --jobs 1"
    with worker_pool(jobs, "publish", advice, start=_start, given=how) as pool:
        papers_text = _pooled(ids, pool, jobs)
        maker = rdf.Maker(corpus.concepts, base=making.base, run=making.run)
        concepts_text = _of_concepts(maker, corpus.concepts, making)
        chunks = chain(concepts_text, papers_text)
        part = min(SHARE * count, MOST_AT_A_TIME)
        store.load(chunks, place, part=part, put_off=count <= AT_ONCE)
        return pool.submit(store.compact, place).result()


def _of_concepts(
    maker: rdf.Maker, concepts: Iterable[Concept], making: Making
) -> Iterator[bytes]:
    walk = maker.concept_lines(concepts)
    while some := list(islice(walk, CHUNK)):
        yield "".join(some).encode()
    yield rdf.replacement_lines(making.replaced, base=making.base).encode()


def _of_papers(maker: rdf.Maker, corpus: StoredCorpus, ids: Collection[str]) -> bytes:
    maker.forget()
    return "".join(map(maker.paper_lines, corpus.some_papers(ids))).encode()


def _pooled(
    ids: Iterable[str], pool: ProcessPoolExecutor, jobs: int
) -> Iterator[bytes]:
    """Yield the text of papers; processes are at work on it from now on."""
    chunks = _chunks(ids)
    waiting = deque(
        pool.submit(_work, c) for c in islice(chunks, min(AHEAD * jobs, MOST_AHEAD))
    )

    def texts() -> Iterator[bytes]:
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(_work, chunk) for chunk in islice(chunks, 1))

    return texts()


def _chunks(ids: Iterable[str]) -> Iterator[tuple[str, ...]]:
    walk = iter(ids)
    while chunk := tuple(islice(walk, CHUNK)):
        yield chunk


class _Worker:
    """What a process is given when it starts."""

    how: How


def _start(
    making: Making, extractor: str, floor: Floor, scaled: tuple[Concept, ...]
) -> None:
    start_worker()
    _Worker.how = making, extractor, floor, scaled


@cache
def _kept() -> tuple[StoredCorpus, rdf.Maker]:
    """Return what a process keeps: the database, open, and what it says it with."""
    # Not opened at the start: a pool does not tell why a process fails to start.
    making, extractor, floor, scaled = _Worker.how
    database = Database.read(making.database)
    return (
        database.draft(extractor, floor).corpus(),
        rdf.Maker(scaled, base=making.base, run=making.run),
    )


def _work(ids: tuple[str, ...]) -> bytes:
    corpus, maker = _kept()
    return _of_papers(maker, corpus, ids)
