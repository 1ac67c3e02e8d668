"""Processes that extract into shards: ended from outside, and stopped by the user."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

Papers = Callable[[str, int, int], Path]
Workers = Callable[[int], list[int]]


@contextmanager
def extraction(
    file: Path, out: Path, workers: Workers
) -> Iterator[subprocess.Popen[str]]:
    """Give a command with two shards to read, each for a while, and its processes."""
    words = ["extract", str(file), "--out", str(out), "--jobs", "2"]
    # Where the tests run in the background, Ctrl-C would be ignored by this process,
    # and so by the command; what is handled here is not.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        [sys.executable, "-m", "scholargraph", *words, "--shard-size", "1500"],
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while process.poll() is None and len(workers(process.pid)) < 2:
            time.sleep(0.02)
        yield process


def at_work(worker: int) -> bool:
    """Return whether a process is past its start, and leaves Ctrl-C to its parent."""
    status = Path(f"/proc/{worker}/status").read_text()
    (ignored,) = re.findall(r"SigIgn:\s*(\w+)", status)
    return bool(int(ignored, 16) & 1 << signal.SIGINT - 1)


def test_a_process_that_is_ended_at_its_start_ends_the_command_in_one_line(
    tmp_path: Path, papers: Papers, workers: Workers
) -> None:
    with extraction(papers("many", 1, 2500), tmp_path / "out", workers) as process:
        started = workers(process.pid)
        os.kill(started[0], signal.SIGKILL)
        _, said = process.communicate()
    assert process.returncode == 1
    assert said == (
        f"{tmp_path}/out: a worker process was ended from outside, perhaps for want of"
        " memory; extract again, with fewer --jobs; what is done is kept\n"
    )
    assert [pid for pid in started if Path(f"/proc/{pid}").exists()] == []


def test_who_stops_a_run_does_not_wait_for_the_shards_in_hand(
    tmp_path: Path, papers: Papers, workers: Workers
) -> None:
    with extraction(papers("many", 1, 2500), tmp_path / "out", workers) as process:
        started = workers(process.pid)
        while process.poll() is None and not all(map(at_work, started)):
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert (process.returncode, said) == (130, "interrupted\n")
    assert list((tmp_path / "out").glob("part-*")) == []
    assert [pid for pid in started if Path(f"/proc/{pid}").exists()] == []
