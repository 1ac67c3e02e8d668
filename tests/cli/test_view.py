"""``view``: the pictures besides the network."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from scholargraph.cli.app import app


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
