"""``view``: the pictures besides the network."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from scholargraph.cli.app import app
from scholargraph.cli.view import _OPTIONS
from scholargraph.pictures import PICTURES


def viewed(*words: object) -> Result:
    return CliRunner().invoke(app, ["view", *map(str, words)])


@pytest.mark.parametrize("suffix", ["html", "SVG", "png"])
def test_view_writes_another_picture(graph: Path, tmp_path: Path, suffix: str) -> None:
    files = [tmp_path / f"{name}.{suffix}" for name in "ab"]
    for file in files:
        result = viewed(graph, "--picture", "co-use", "--kind", "method", "-o", file)
        assert result.exit_code == 0, result.stderr
        assert result.stderr.startswith(f"{file}: ")
    assert files[0].read_bytes() == files[1].read_bytes()


FAULTS = [
    ("--picture pie -o x.svg", 1, "none is named 'pie'; known: co-use, matrix"),
    ("--picture co-use -o x.pdf", 1, "none is named 'pdf'; known: html, png, svg"),
    ("--picture co-use -o x", 1, "none is named ''; known: html, png, svg"),
    ("--picture timeline -o x.svg", 1, "timeline: the papers have no dates"),
    ("--picture co-use --kind thing -o x.svg", 1, "kind: none is named 'thing'"),
    ("--picture co-use --around BERT -o x.svg", 2, "not go with the picture"),
    ("--kind method -o x.html", 2, "does not go with the network"),
    ("--picture matrix --kind Method -o x.svg", 2, "--kind: does not go with the pic"),
    ("--picture co-use --dataset nope -o x.svg", 2, "--dataset: does not go with"),
    ("--picture timeline --metric F1 -o x.svg", 2, "--metric: does not go with"),
    ("--picture results --top 3 -o x.svg", 2, "--top: does not go with the picture"),
    ("--picture co-use --depth 2 -o x.svg", 2, "--depth: does not go with the pic"),
    ("--depth 2 -o x.html", 2, "--depth: goes with --around alone"),
    ("-o x.svg", 1, "x.svg: the network is a page: name it .html"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=[fault[0] for fault in FAULTS])
def test_a_wrong_picture_is_told_in_one_line(
    graph: Path, tmp_path: Path, fault: tuple[str, int, str]
) -> None:
    words, code, said = fault
    result = viewed(graph, *words.replace(" x", f" {tmp_path}/x").split())
    assert result.exit_code == code
    assert result.stdout == ""
    assert said in " ".join(result.stderr.split()).replace("│ ", "")
    assert list(tmp_path.iterdir()) == []


def test_every_picture_has_its_options() -> None:
    assert set(_OPTIONS) - {None} == set(PICTURES)


def test_depth_goes_with_around(graph: Path, tmp_path: Path) -> None:
    words = ("--around", "CoNLL-2003", "--depth", "2", "-o", tmp_path / "x.html")
    result = viewed(graph, *words)
    assert result.exit_code == 0, result.stderr
    assert ": 2 papers" in result.stderr
