"""Each format on a sample that has its peculiarities and its faults."""

import gzip
import io
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa  # type: ignore[import-untyped]  # no stubs exist
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # no stubs exist
import pytest

from scholargraph import readers
from scholargraph.errors import InputError, UnknownNameError
from scholargraph.model import Paper, Reject
from scholargraph.readers import Reason

HERE = Path(__file__).parent
FORMATS = {
    "array.json": "json",
    "arxiv.jsonl": "arxiv",
    "feed.xml": "atom",
    "library.bib": "bibtex",
    "library.ris": "ris",
    "lines.jsonl": "json",
    "openalex.jsonl": "openalex",
    "page_dense.txt": "daily-papers",
    "page_spaced_cut.txt": "daily-papers",
    "semantic_scholar.jsonl": "semantic-scholar",
    "table.csv": "csv",
    "table.tsv": "tsv",
}


def described(row: Paper | Reject) -> str:
    """Say in one line of JSON what a reader gave."""
    if isinstance(row, Reject):
        return json.dumps({"row": row.source.row, "reject": row.reason})
    said: dict[str, object] = {"row": row.source[0].row}
    for field in ("id", "title", "abstract", "date", "venue", "address"):
        if value := getattr(row, field):
            said[field] = value
    for field in ("authors", "categories"):
        if values := getattr(row, field):
            said[field] = list(values)
    if row.identifiers:
        said["identifiers"] = dict(row.identifiers)
    return json.dumps(said, ensure_ascii=False)


@pytest.mark.parametrize("name", FORMATS)
def test_a_sample_gives_what_is_expected(name: str, samples: Path) -> None:
    found = [described(row) for row in readers.read(str(samples / name))]
    expected = HERE / "expected" / f"{name}.jsonl"
    if os.environ.get("WRITE_EXPECTED"):
        expected.write_text("\n".join(found) + "\n", encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", FORMATS)
def test_the_format_is_told_from_the_content(
    name: str, samples: Path, tmp_path: Path
) -> None:
    nameless = tmp_path / "nameless"
    nameless.write_bytes((samples / name).read_bytes())
    assert readers.detect(str(nameless)) == FORMATS[name]


def test_every_format_has_a_sample() -> None:
    assert {*FORMATS.values(), "parquet"} == set(readers.READERS)


@pytest.mark.parametrize("name", FORMATS)
def test_a_packed_sample_gives_the_same(
    name: str, samples: Path, tmp_path: Path
) -> None:
    packed = tmp_path / "packed"
    packed.write_bytes(gzip.compress((samples / name).read_bytes()))
    plain = map(described, readers.read(str(samples / name)))
    assert list(map(described, readers.read(str(packed)))) == list(plain)


@pytest.mark.parametrize("name", FORMATS)
def test_standard_input_gives_the_same(
    name: str, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = io.BytesIO((samples / name).read_bytes())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=content))
    plain = map(described, readers.read(str(samples / name)))
    found = list(readers.read("-"))
    assert list(map(described, found)) == list(plain)
    assert {
        place.file
        for row in found
        for place in (row.source if isinstance(row, Paper) else [row.source])
    } == {"stdin"}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_sample_in_another_encoding_gives_the_same(
    name: str, encoding: str, samples: Path, tmp_path: Path
) -> None:
    text = (samples / name).read_bytes().decode()
    other = tmp_path / name
    other.write_bytes(text.encode(encoding))
    plain = map(described, readers.read(str(samples / name)))
    assert list(map(described, readers.read(str(other)))) == list(plain)


def parquet(path: Path, table: dict[str, list[object]]) -> str:
    pq.write_table(pa.table(table), path)
    return str(path)


def test_parquet_columns_are_found_by_name(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "table",
        {
            "arxiv_id": ["2506.11417v2", None],
            "Title": ["A <i>title</i>", None],
            "Abstract": ["Text.", "No title."],
            "authors": [["Doe, Jane"], []],
            "published": ["2025-06-13", None],
            "embedding": [[0.5], [0.25]],
        },
    )
    assert readers.detect(path) == "parquet"
    paper, reject = readers.read(path)
    assert isinstance(paper, Paper)
    assert (paper.id, paper.title) == ("arxiv:2506.11417", "A title")
    assert (paper.authors, paper.date) == (("Jane Doe",), "2025-06-13")
    assert isinstance(reject, Reject)
    assert reject.reason == Reason.NO_TITLE


def test_parquet_is_read_from_a_packed_file_too(tmp_path: Path) -> None:
    path = parquet(tmp_path / "table", {"title": ["A"], "abstract": ["B"]})
    packed = tmp_path / "table.gz"
    packed.write_bytes(gzip.compress(Path(path).read_bytes()))
    (paper,) = readers.read(str(packed))
    assert isinstance(paper, Paper)
    assert paper.text == "A\nB"


def test_a_damaged_parquet_file_is_named(tmp_path: Path) -> None:
    path = Path(parquet(tmp_path / "table", {"title": ["A"], "abstract": ["B"]}))
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(InputError, match="is a damaged Parquet file"):
        list(readers.read(str(path)))


def test_a_parquet_file_of_something_else_is_named(tmp_path: Path) -> None:
    path = parquet(tmp_path / "table", {"a": [1]})
    with pytest.raises(InputError, match="no column is named 'title'"):
        list(readers.read(path))


def test_the_user_may_overrule_the_format(samples: Path) -> None:
    path = str(samples / "openalex.jsonl")
    plain = list(readers.read(path, format_name="json"))
    assert isinstance(plain[0], Paper)
    assert "<i>" in plain[0].title


def test_an_unknown_format_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="'xml'; known: arxiv, atom, bibtex"):
        list(readers.read("-", format_name="xml"))
