"""A worker that the system ends for want of memory costs the papers in hand."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from scholargraph.pipeline.build import build
from scholargraph.pipeline.checking import check

Papers = Callable[[str, int, int], Path]
Workers = Callable[[int], list[int]]
NTriples = Callable[[Path], bytes]


def extracted(folder: Path) -> int:
    """Return how many papers were extracted from so far."""
    with closing(sqlite3.connect(folder / "extractions.db", timeout=30)) as base:
        (number,) = base.execute("SELECT count(*) FROM extractions").fetchone()
        return int(number)


@pytest.mark.parametrize("least", [0, 1], ids=["at its start", "at work"])
def test_a_build_whose_worker_is_ended_says_so_and_the_next_goes_on(
    tmp_path: Path,
    papers: Papers,
    ntriples: NTriples,
    workers: Workers,
    *,
    least: int,
) -> None:
    # Enough for a pool: fewer are read by the parent itself.
    file, folder = papers("many", 1, 56), tmp_path / "kg"
    command = [sys.executable, "-m", "scholargraph", "build", str(file)]
    with subprocess.Popen(
        [*command, "--into", str(folder), "--jobs", "2"],
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while process.poll() is None and not (found := workers(process.pid)):
            time.sleep(0.02)
        while process.poll() is None and extracted(folder) < least:
            time.sleep(0.02)
        # As the system does to the largest process when there is no memory left.
        os.kill(found[0], signal.SIGKILL)
        assert process.stderr is not None
        said = process.stderr.read()
    assert process.returncode == 1
    assert said == (
        "extract: a worker process was ended from outside, perhaps for want of memory;"
        " build again, with fewer --jobs\n"
    )
    kept = extracted(folder)
    assert kept >= least
    assert build([str(file)], folder).counts["extracted"] == 56 - kept
    build([str(file)], tmp_path / "undisturbed")
    assert check(folder) == ()
    assert ntriples(folder) == ntriples(tmp_path / "undisturbed")


@pytest.mark.parametrize("size", [300 << 20, 600 << 20], ids=["300 MB", "600 MB"])
def test_a_build_without_memory_costs_nothing_that_was_published(
    tmp_path: Path, papers: Papers, ntriples: NTriples, size: int
) -> None:
    one, two, folder = papers("a", 1, 2), papers("b", 3, 4), tmp_path / "kg"
    build([str(one)], folder)
    before = ntriples(folder)
    command = [sys.executable, "-m", "scholargraph", "build", str(two)]
    # Its libraries end the process at one size, and raise an error at another.
    done = subprocess.run(
        [*command, "--into", str(folder)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert ntriples(folder) == before
    build([str(two)], folder)
    build([str(one), str(two)], tmp_path / "roomy")
    assert check(folder) == ()
    assert ntriples(folder) == ntriples(tmp_path / "roomy")
