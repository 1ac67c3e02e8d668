"""A build may be killed at any moment: nothing that was good is lost."""

import json
import os
import random
import shutil
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
from scholargraph.pipeline.folder import Folder
from scholargraph.pipeline.manifest import load_manifest

pytestmark = pytest.mark.slow

DRIVER = Path(__file__).with_name("killed_build.py")
PLACES = 12


def driven(runs: list[tuple[Path, int]], *inputs: Path) -> list[int | None]:
    task = {
        "runs": [(str(folder), at) for folder, at in runs],
        "inputs": [str(file) for file in inputs],
    }
    done = subprocess.run(
        [sys.executable, str(DRIVER)],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    steps: list[int | None] = json.loads(done.stdout)
    return steps


@pytest.fixture
def two_states(
    tmp_path: Path, papers: Callable[..., Path], ntriples: Callable[[Path], bytes]
) -> tuple[Path, Path, set[bytes]]:
    """Return a folder, a file to add, and the graph before and after."""
    old = tmp_path / "old"
    build([str(papers("a", 1, 2))], old)
    shutil.copytree(old, tmp_path / "new", symlinks=True)
    file: Path = papers("b", 3, 4)
    build([str(file)], tmp_path / "new")
    return old, file, {ntriples(old), ntriples(tmp_path / "new")}


def test_a_build_killed_at_any_step_is_ended_by_the_next(
    tmp_path: Path,
    two_states: tuple[Path, Path, set[bytes]],
    ntriples: Callable[[Path], bytes],
) -> None:
    old, file, states = two_states
    (steps,) = driven([(shutil.copytree(old, tmp_path / "0", symlinks=True), 0)], file)
    assert steps is not None
    places = sorted({1 + n * (steps - 1) // (PLACES - 1) for n in range(PLACES)})
    runs = [
        (Path(shutil.copytree(old, tmp_path / str(at), symlinks=True)), at)
        for at in places
    ]
    assert driven(runs, file) == [None] * len(runs)
    for folder, at in runs:
        # Readers see a whole graph, the old or the new one, before anything is mended.
        assert ntriples(folder) in states, f"killed at step {at}"
    driven([(folder, 0) for folder, _ in runs], file)
    for folder, at in runs:
        assert ntriples(folder) == ntriples(tmp_path / "new"), f"killed at step {at}"
        assert load_manifest(Folder(folder)).generation == Folder(folder).current()
        assert not (folder / ".scratch").exists()


def started(file: Path, into: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "scholargraph", "build", str(file)]
    return subprocess.Popen(
        [*command, "--into", str(into), "--jobs", "2"],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def extracted(folder: Path) -> int:
    """Return how many papers were extracted from so far."""
    try:
        with closing(sqlite3.connect(folder / "extractions.db", timeout=30)) as base:
            (number,) = base.execute("SELECT count(*) FROM extractions").fetchone()
            return int(number)
    except sqlite3.OperationalError:  # not made yet
        return 0


def await_end(session: int) -> None:
    """Return when no process of the session is left; fail if that takes too long."""
    for _ in range(600):
        try:
            os.killpg(session, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("worker processes were left behind")


def test_a_killed_pool_leaves_no_process_and_loses_only_what_was_in_hand(
    tmp_path: Path, papers: Callable[..., Path], ntriples: Callable[[Path], bytes]
) -> None:
    # Enough for a pool: fewer are read by the parent itself.
    file, folder = papers("many", 1, 56), tmp_path / "kg"
    wanted = random.Random(2).randint(1, 24)
    with started(file, folder) as process:
        while process.poll() is None and extracted(folder) < wanted:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    await_end(process.pid)
    kept = extracted(folder)
    assert kept >= wanted
    manifest = build([str(file)], folder)
    assert manifest.counts["extracted"] == 56 - kept
    build([str(file)], tmp_path / "undisturbed")
    assert ntriples(folder) == ntriples(tmp_path / "undisturbed")
