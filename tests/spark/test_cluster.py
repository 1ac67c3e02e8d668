"""A real cluster reads as one machine does, also when half of it is lost."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from scholargraph.cli.app import app
from scholargraph.pipeline.build import build
from scholargraph.pipeline.folder import Folder
from scholargraph.pipeline.work import Options

pytestmark = [pytest.mark.spark, pytest.mark.slow]

Cluster = Any  # the one of conftest.py, which no test can import
EXAMPLE = Path(__file__).parents[2] / "examples" / "daily_papers.txt"
SIZE = 8
PATIENCE = 300.0


@pytest.fixture
def inputs(tmp_path: Path) -> list[str]:
    """Return a page of papers and a file with two of them again and a bad row."""
    again = tmp_path / "again.jsonl"
    lines = EXAMPLE.read_text("utf-8").splitlines()
    records = [{"title": lines[n], "abstract": lines[n + 1]} for n in (0, 2)]
    text = "".join(json.dumps(record) + "\n" for record in records)
    again.write_text(text + '{"title": 5}\n', encoding="utf-8")
    return [str(EXAMPLE), str(again)]


@contextmanager
def extraction(
    inputs: list[str], out: Path, *words: str, environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "scholargraph", "extract", *inputs]
    with subprocess.Popen(
        [*command, "--out", str(out), "--shard-size", str(SIZE), *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=environment,
    ) as process:
        yield process


def shards(out: Path) -> dict[str, int]:
    """Return when each shard was made that is there."""
    return {path.name: path.stat().st_mtime_ns for path in out.glob("part-*.parquet")}


def await_shards(process: subprocess.Popen[str], out: Path, number: int) -> None:
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        if len(shards(out)) >= number:
            return
        time.sleep(0.02)
    assert process.stderr is not None
    pytest.fail(f"no {number} shards: {process.stderr.read()}")


def nquads(folder: Path) -> bytes:
    """Return the sorted lines of an export."""
    file = folder.with_suffix(".nq")
    words = ["export", str(folder), "--to", "nquads", "-o", str(file)]
    assert CliRunner().invoke(app, words).exit_code == 0
    return b"".join(sorted(file.read_bytes().splitlines(keepends=True)))


def test_a_run_that_lost_its_driver_and_a_worker_gives_the_graph_of_a_local_build(
    cluster: Cluster, inputs: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with extraction(inputs, out, "--jobs", "1") as process:
        await_shards(process, out, 2)
        os.killpg(process.pid, signal.SIGKILL)
    kept = shards(out)
    words = ("--engine", "spark", "--master", cluster.master)
    with extraction(inputs, out, *words, environment=cluster.environment) as process:
        await_shards(process, out, len(kept) + 2)
        cluster.kill("one")
        _, said = process.communicate()
    assert process.returncode == 0, said
    assert said.splitlines()[-1] == "  failed      1 row, in failed.jsonl"
    assert f"; {len(kept)} shards were there" in said
    made = shards(out)
    assert len(made) > len(kept) + 2
    assert kept.items() <= made.items()
    build([str(out)], tmp_path / "kg", options=Options(from_extractions=True))
    build(inputs, tmp_path / "local")
    assert nquads(tmp_path / "kg") == nquads(tmp_path / "local")
    counts = [
        json.loads(Folder(tmp_path / name).manifest.read_text("utf-8"))["counts"]
        for name in ("kg", "local")
    ]
    assert counts[0] == counts[1]
