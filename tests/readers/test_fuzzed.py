"""A short run of the fuzzing that ``benchmarks/fuzz_readers.py`` does at length."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]  # no stubs exist
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # no stubs exist
import pytest

from scholargraph import readers
from scholargraph.errors import InputError
from scholargraph.model import Paper, Reject
from scholargraph.readers import Reason, parquet

ROOT = Path(__file__).parents[2]
Read = Callable[..., list[Paper | Reject]]


@pytest.mark.slow
def test_inputs_that_are_meant_to_break_readers_do_not() -> None:
    # Others than those of the long run.
    words = ["--inputs", "3000", "--seed", "7"]
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "fuzz_readers.py"), *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split(" | ") for line in done.stdout.splitlines()[2:]]
    assert [row[0].strip("| `") for row in rows] == sorted(readers.READERS)
    assert all(int(row[1].replace(",", "")) > 20 for row in rows)


def test_identifiers_are_cleaned_as_texts_are(read: Read) -> None:
    record = {"corpusid": "\ud83d 12\x00", "title": "T", "externalIds": {}}
    (paper,) = read(json.dumps(record), format_name="semantic-scholar")
    assert isinstance(paper, Paper)
    assert paper.identifiers == (("corpus", "\ufffd 12"),)


def test_a_text_in_ris_may_begin_on_the_next_line(read: Read) -> None:
    (paper,) = read("TY  - JOUR\nTI  - A\nN2  - \n\nWe use it.\nAnd that.\nER  - \n")
    assert isinstance(paper, Paper)
    assert paper.abstract == "We use it. And that."


def test_a_malformed_record_in_ris_is_a_reject(read: Read) -> None:
    bad = "TY  - JOUR\nTI  - a\nER  -PY  - 2024///\nTY ID  -  DO  - 10.1/x\n \n"
    reject, paper = read(f"{bad}TY  - JOUR\nTI  - Good\nER  - \n")
    assert isinstance(reject, Reject)
    assert (reject.source.row, reject.reason) == (1, Reason.BAD_RIS)
    assert isinstance(paper, Paper)


def test_a_date_that_python_cannot_hold_costs_no_paper(tmp_path: Path) -> None:
    file = tmp_path / "table"
    dates = pa.array([10**8, 0, None], pa.date32())
    pq.write_table(pa.table({"title": ["A", "B", "C"], "published": dates}), file)
    for packed in (False, True):
        if packed:
            file.write_bytes(gzip.compress(file.read_bytes()))
        found = list(readers.read(str(file)))
        assert [row.date for row in found if isinstance(row, Paper)] == [
            None,
            "1970-01-01",
            None,
        ]


@pytest.mark.slow
def test_a_packed_table_may_not_fill_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "MOST_UNPACKED", 1 << 30)
    bomb = tmp_path / "bomb.gz"
    more = gzip.compress(bytes(64 << 20), 1)
    bomb.write_bytes(gzip.compress(b"PAR1") + more * 17)
    with pytest.raises(InputError, match="unpacks to more than 1 GiB; unpack it first"):
        list(readers.read(str(bomb)))
