"""A pool whose work ends early ends its processes, and says why."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, wait
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from scholargraph.errors import FolderError, ScholargraphError
from scholargraph.floor import USUAL
from scholargraph.pipeline.tripling import Making, _pooled, _start
from scholargraph.pipeline.workers import worker_pool
from scholargraph.vocab import BASE

pytestmark = pytest.mark.slow

LONG = 3600  # seconds that nobody waits


class StopError(Exception):
    """What ends the work of a test."""


@contextmanager
def stopped(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool whose work ends with an error."""
    with suppress(StopError), worker_pool(jobs, "test", "again") as pool:
        yield pool
        raise StopError


def end_one(pool: ProcessPoolExecutor) -> None:
    """Kill a process of a pool, and wait for others."""
    pool.submit(os.kill, pool.submit(os.getpid).result(), signal.SIGKILL)
    pool.submit(time.sleep, LONG).result()


def test_processes_at_work_are_ended_and_what_waits_is_cancelled() -> None:
    with stopped(2) as pool:
        first = pool.submit(os.getpid)
        futures = [pool.submit(time.sleep, LONG) for _ in range(9)]
        wait([first])
    assert multiprocessing.active_children() == []
    assert futures[-1].cancelled() or futures[-1].exception() is not None


def test_processes_of_others_are_left_alone() -> None:
    with worker_pool(1, "test", "again") as other:
        kept = other.submit(os.getpid).result()
        with stopped(1) as pool:
            pool.submit(time.sleep, LONG)
        assert other.submit(os.getpid).result() == kept


@pytest.mark.parametrize("turn", range(5))
def test_a_result_that_was_half_sent_is_not_awaited(turn: int) -> None:
    with stopped(2) as pool:
        futures = [pool.submit(bytes, 40_000_000) for _ in range(9)]
        wait(futures[: 1 + turn % 2])
    assert multiprocessing.active_children() == []


def test_a_process_that_is_ended_from_outside_is_one_line() -> None:
    said = "test: a worker process was ended from outside, .*; again$"
    with (
        pytest.raises(ScholargraphError, match=said),
        worker_pool(2, "test", "again") as pool,
    ):
        end_one(pool)
    assert multiprocessing.active_children() == []


def test_a_database_that_is_gone_is_not_told_as_want_of_memory(tmp_path: Path) -> None:
    making = Making(tmp_path / "gone.db", BASE, "run", {})
    how = (making, "reader 1", USUAL, ())
    with (
        pytest.raises(FolderError, match=r"gone\.db: is missing"),
        worker_pool(2, "test", "again", start=_start, given=how) as pool,
    ):
        list(_pooled(["paper-1"], pool, 2))
