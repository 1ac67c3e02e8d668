"""No clock is asked for anything that counts: it may jump as it likes."""

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scholargraph.pipeline.build import build
from scholargraph.pipeline.checking import check

Papers = Callable[[str, int, int], Path]
NTriples = Callable[[Path], bytes]
YEARS = 50 * 365 * 86_400


def test_a_clock_that_jumps_changes_nothing(
    tmp_path: Path,
    papers: Papers,
    ntriples: NTriples,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, two = papers("one", 1, 2), papers("two", 3, 4)
    build([str(one), str(two)], tmp_path / "steady")
    rng, now = random.Random(4), time.time()
    monkeypatch.setattr(time, "time", lambda: now + rng.uniform(-YEARS, YEARS))
    monkeypatch.setattr(time, "time_ns", lambda: int(time.time() * 1e9))
    build([str(one)], tmp_path / "kg")
    manifest = build([str(two)], tmp_path / "kg")
    assert min(manifest.seconds.values()) >= 0
    assert check(tmp_path / "kg") == ()
    assert ntriples(tmp_path / "kg") == ntriples(tmp_path / "steady")


@pytest.mark.parametrize("when", [0, 4_102_444_800], ids=["1970", "2100"])
def test_files_of_another_time_are_read_by_what_they_hold(
    tmp_path: Path, papers: Papers, ntriples: NTriples, when: int
) -> None:
    file = papers("a", 1, 3)
    os.utime(file, (when, when))
    build([str(file)], tmp_path / "kg")
    for path in (tmp_path / "kg").rglob("*"):
        os.utime(path, (when, when), follow_symlinks=False)
    file.write_text(file.read_text().replace("paper-3", "paper-4"))
    os.utime(file, (when, when))
    assert build([str(file)], tmp_path / "kg").changed
    build([str(file)], tmp_path / "new")
    assert ntriples(tmp_path / "kg") == ntriples(tmp_path / "new")
