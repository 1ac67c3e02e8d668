"""
Extraction over a pool of worker processes.

A process a core, each with one thread: two threads in one process are slower than two
processes. Each worker loads the extractor once, and ends when its parent does.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from scholargraph.errors import ScholargraphError
from scholargraph.extract import Extractor, load_extractor
from scholargraph.model import Extraction, Paper

# Papers that go to a worker at a time.
CHUNK: Final = 8
# Chunks that each worker has before it: one in hand and one to come.
AHEAD: Final = 2
# A second process takes seconds to load its extractor; for fewer papers than this
# it would come too late.
FEW: Final = 48
ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Batch:
    """What was read from some papers, and which papers the extractor failed on."""

    pairs: tuple[tuple[Paper, Extraction], ...]
    failures: tuple[str, ...]

    def __len__(self) -> int:
        """Count the papers."""
        return len(self.pairs) + len(self.failures)


def cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@cache
def loaded(model: Path | None) -> Extractor:
    """Return the extractor of a model folder, loaded once a process."""
    return load_extractor(model)


def batches(
    papers: Iterable[Paper], extractor: Extractor, *, model: Path | None, jobs: int
) -> Iterator[Batch]:
    """
    Extract from papers, in order, chunk by chunk.

    ``extractor`` is used itself where a pool would not pay; ``model`` is what the
    workers load theirs from.
    """
    chunks = _chunks(papers)
    first = list(islice(chunks, -(-FEW // CHUNK)))
    if jobs == 1 or len(first) * CHUNK < FEW:
        for chunk in first:
            yield batch_of(extractor, chunk)
        for chunk in chunks:
            yield batch_of(extractor, chunk)
    else:
        yield from _pooled(first, chunks, model, jobs)


def _pooled(
    first: list[tuple[Paper, ...]],
    rest: Iterator[tuple[Paper, ...]],
    model: Path | None,
    jobs: int,
) -> Iterator[Batch]:
    waiting: deque[Future[Batch]] = deque()
    with worker_pool(jobs, "extract", "build again, with fewer --jobs") as pool:
        for chunks in (first, rest):
            for chunk in chunks:
                waiting.append(pool.submit(_work, model, chunk))
                if len(waiting) > AHEAD * jobs:
                    yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _chunks(papers: Iterable[Paper]) -> Iterator[tuple[Paper, ...]]:
    iterator = iter(papers)
    while chunk := tuple(islice(iterator, CHUNK)):
        yield chunk


@contextmanager
def worker_pool(
    jobs: int,
    where: object,
    advice: str,
    *,
    start: Callable[..., None] | None = None,
    given: tuple[Any, ...] = (),
) -> Iterator[ProcessPoolExecutor]:
    """
    Give a pool of processes; where their work ends early, so do they, at once.

    Each begins with ``start(*given)``, by default with ``start_worker``.

    Raises
    ------
    ScholargraphError
        Where a process is ended from outside: about ``where``, with ``advice``.

    """
    # Neither threads nor locks of this process may be copied into a worker: spawn.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(
        jobs, mp_context=context, initializer=start or start_worker, initargs=given
    )
    # What only Python 3.14 has a method for; the pool forgets both as it ends.
    workers = pool._processes  # noqa: SLF001
    results: Any = pool._result_queue  # noqa: SLF001
    try:
        yield pool
    except BaseException as error:
        # One that was started while the pool ended the others is awaited in vain, too:
        # https://github.com/python/cpython/issues/94777
        for worker in list(workers.values()):
            worker.terminate()
        # Of what one had half sent, the pool would await the rest for ever.
        results._writer.close()  # noqa: SLF001
        pool.shutdown(cancel_futures=True)
        if not isinstance(error, BrokenProcessPool):
            raise
        what = "a worker process was ended from outside, perhaps for want of memory"
        raise ScholargraphError(where, f"{what}; {advice}") from error
    pool.shutdown()


def start_worker() -> None:
    """Prepare a worker process."""
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    # Ctrl-C reaches every process of the terminal; only the parent is to act on it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    # A killed parent leaves its workers waiting for ever.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(model: Path | None, papers: tuple[Paper, ...]) -> Batch:
    return batch_of(loaded(model), papers)


def batch_of(extractor: Extractor, papers: tuple[Paper, ...]) -> Batch:
    """Extract from some papers, one by one where they fail together."""
    try:
        extractions = list(extractor.extract(papers))
        return Batch(tuple(zip(papers, extractions, strict=True)), ())
    except Exception:  # noqa: BLE001 (one paper must not end the work on thousands)
        return _one_by_one(extractor, papers)


def _one_by_one(extractor: Extractor, papers: tuple[Paper, ...]) -> Batch:
    pairs, failures = [], []
    for paper in papers:
        try:
            (extraction,) = extractor.extract([paper])
            pairs.append((paper, extraction))
        except Exception as error:  # noqa: BLE001 (it is told with the paper's id)
            failures.append(f"{paper.id}: not extracted: {_said(error)}")
    return Batch(tuple(pairs), tuple(failures))


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]
