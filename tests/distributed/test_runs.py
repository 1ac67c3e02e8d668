"""A run: what its folder holds, its commands, and the rows that its shards keep."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from scholargraph.cli.app import app
from scholargraph.database import Input
from scholargraph.distributed.place import Place
from scholargraph.distributed.processes import processes
from scholargraph.distributed.run import Outcome, Run
from scholargraph.distributed.task import Task, read_shard
from scholargraph.errors import InputError
from scholargraph.model import Extraction, Paper, Reject, Source
from scholargraph.pipeline.progress import Silent
from scholargraph.shards import Heading, Part, Row, open_shard, write_shard

Papers = Callable[[str, int, int], Path]
Extracted = Callable[..., Outcome]


def test_a_folder_of_something_else_is_refused(
    tmp_path: Path, papers: Papers, extracted: Extracted
) -> None:
    one, two, out = papers("one", 1, 2), papers("two", 3, 4), tmp_path / "out"
    with pytest.raises(InputError, match="holds other files"):
        extracted(tmp_path, one)
    with pytest.raises(InputError, match="is a file, not a folder"):
        extracted(one, one)
    extracted(out, one)
    with pytest.raises(InputError, match="holds extractions of other inputs"):
        extracted(out, two)
    with pytest.raises(InputError, match="shards of 2 rows, not of 3"):
        extracted(out, one, size=3)
    with pytest.raises(InputError, match="can be read only once"):
        extracted(tmp_path / "new", Path("/dev/null"))
    one.write_text(two.read_text("utf-8"), encoding="utf-8")
    with pytest.raises(InputError, match="holds extractions of other inputs"):
        extracted(out, one)
    plan = out / "plan.json"
    plan.write_text(plan.read_text("utf-8").replace("scholargraph 0", "reader 0"))
    with pytest.raises(InputError, match="holds what reader 0"):
        extracted(out, one)
    plan.write_text("{")
    with pytest.raises(InputError, match=r"plan\.json: is damaged"):
        extracted(out, one)


def test_a_run_that_reads_nothing_leaves_nothing(
    tmp_path: Path, extracted: Extracted
) -> None:
    empty, used, out = (tmp_path / name for name in ("empty", "used", "new/out"))
    empty.mkdir()
    used.mkdir()
    (used / ".hidden").touch()
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    for folder in (empty, used, out):
        with pytest.raises(InputError, match="no input could be read"):
            extracted(folder, file)
    assert not any(empty.iterdir())
    assert (used / ".hidden").exists()
    assert not (tmp_path / "new").exists()


def test_a_run_that_is_stopped_while_it_reads_leaves_nothing(
    tmp_path: Path, papers: Papers
) -> None:
    class Stopped(Silent):
        def advance(self, steps: int = 1) -> None:
            super().advance(steps)
            raise KeyboardInterrupt

    names, out = [str(papers("one", 1, 3))], tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        Run(names, out, size=2, progress=Stopped()).extract(processes(1))
    assert not out.exists()


def test_a_link_that_leads_nowhere_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    with pytest.raises(InputError, match="is a link that leads nowhere"):
        Place(tmp_path / "link").held().__enter__()


def test_two_runs_in_one_folder_at_once_are_refused(
    tmp_path: Path, papers: Papers, extracted: Extracted
) -> None:
    file, out = papers("one", 1, 2), tmp_path / "out"
    with Place(out).held(), pytest.raises(InputError, match="at work here"):
        extracted(out, file)


def test_what_a_killed_process_left_is_tidied(
    tmp_path: Path, papers: Papers, extracted: Extracted
) -> None:
    file, out = papers("one", 1, 2), tmp_path / "out"
    extracted(out, file)
    draft = out / ".part-00000.parquet.host.77"
    draft.write_bytes(b"half")
    extracted(out, file)
    assert sorted(path.name for path in out.iterdir()) == [
        ".lock",
        "failed.jsonl",
        "part-00000.parquet",
        "part-00001.parquet",
        "plan.json",
    ]


def test_a_machine_that_does_not_see_the_folder_or_has_another_model_says_so(
    tmp_path: Path, papers: Papers, extracted: Extracted
) -> None:
    out = tmp_path / "out"
    gone = read_shard(Task(str(tmp_path / "gone"), "run", 1, "reader"), 0)
    assert gone.fault is not None
    assert "must be on a file system that all machines share" in gone.fault
    extracted(out, papers("one", 1, 2))
    other = read_shard(Task(str(out), "run", 1, "reader 2"), 0)
    assert other.fault is not None
    assert "and the run is of reader 2" in other.fault


SAID = [
    (["x", "--engine", "spark"], "--engine: needs --out DIR"),
    (["x", "--shard-size", "5"], "--shard-size: needs --out DIR"),
    (["x", "--out", "o", "--engine", "spark"], "needs --master URL"),
    (["x", "--out", "o", "--master", "local"], "goes with --engine spark alone"),
    (["x", "--out", "o", "--html"], "--html: does not go with --out"),
    (["--text", "x", "--out", "o"], "--text: does not go with --out"),
    (
        ["x", "--out", "o", "--engine", "spark", "--master", "l", "--jobs", "2"],
        "does not go with --engine spark",
    ),
]


@pytest.mark.parametrize(("words", "said"), SAID, ids=[" ".join(w) for w, _ in SAID])
def test_options_that_would_be_ignored_are_refused(words: list[str], said: str) -> None:
    result = CliRunner().invoke(app, ["extract", *words])
    assert result.exit_code == 2
    assert said in " ".join(result.output.replace("│", " ").split())


def test_the_commands_say_in_a_few_lines_what_they_did(
    tmp_path: Path, papers: Papers
) -> None:
    file, out = papers("one", 1, 3), tmp_path / "out"
    words = ["extract", file, "--out", out, "--shard-size", 2, "--jobs", 1]
    for read in ("2 shards, 3 papers", "0 shards, 0 papers; 2 shards were there"):
        done = CliRunner().invoke(app, [str(word) for word in words])
        assert (done.exit_code, done.stdout) == (0, "")
        assert done.stderr.splitlines() == [
            f"{out}: 4 rows in 2 shards",
            f"  read        {read}",
            "  failed      1 row, in failed.jsonl",
        ]
    done = CliRunner().invoke(
        app, ["build", str(out), "--from-extractions", "--into", str(tmp_path / "kg")]
    )
    assert done.exit_code == 0
    assert "  extracted   3 papers by the last build" in done.stderr


@pytest.mark.parametrize("module", ["scholargraph.cli", "scholargraph.distributed.run"])
def test_importing_loads_neither_pyspark_nor_pyarrow(module: str) -> None:
    code = f"import sys, {module}; print({{'pyspark', 'pyarrow'}} & {{*sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


TEXTS = st.text(max_size=20)
PAPERS = st.builds(
    Paper,
    id=TEXTS,
    title=TEXTS,
    abstract=TEXTS,
    source=st.builds(Source, TEXTS, st.integers(0, 2**40)).map(lambda item: (item,)),
)
EXTRACTED = st.tuples(PAPERS, st.none() | TEXTS).map(
    lambda pair: (
        Row(pair[0], None, pair[1])
        if pair[1] is not None
        else Row(pair[0], Extraction(pair[0].id, (), (), (), (), "reader"))
    )
)
REJECTED = st.builds(
    Row, st.builds(Reject, st.builds(Source, TEXTS, st.just(1)), TEXTS)
)


@given(rows=st.lists(EXTRACTED | REJECTED, max_size=5))
def test_rows_are_read_as_they_were_written(
    rows: list[Row], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("shard") / "part-00000.parquet"
    part = Part(Input("/a", "a", "0", "1"), 0, len(rows), len(rows), ("said",))
    heading = Heading("run", 0, 1, "reader", (part,))
    write_shard(path, heading, rows)
    shard = open_shard(path)
    assert shard.heading == heading
    assert list(shard.rows()) == rows
    assert list(shard.records()) == [row.record for row in rows]
