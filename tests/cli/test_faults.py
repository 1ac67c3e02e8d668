"""What goes wrong is told in one line, with an exit status that says so."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from scholargraph.cli.app import app

Ran = Callable[..., "subprocess.CompletedProcess[str]"]


def done(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


FAULTS: list[tuple[list[str], int, str]] = [
    (["frobnicate"], 2, "No such command"),
    (["build"], 2, "Missing argument"),
    (["build", "x", "--into", "{tmp}/kg", "--jobs", "0"], 2, "--jobs"),
    (["query", "{kg}", "ASK {}", "--set", "x"], 2, "is not NAME=VALUE"),
    (["extract"], 2, "name one input, or give --text"),
    (["extract", "x", "--text", "y"], 2, "name one input, or give --text"),
    (["extract", "--text", " "], 1, "--text: is empty"),
    (["extract", "{tmp}/no"], 1, "{tmp}/no: "),
    (["extract", "{tmp}/no", "--format", "xyz"], 1, "none is named 'xyz'; known: "),
    (["build", "x", "--into", "{tmp}/kg", "--format", "y"], 1, "named 'y'; known: "),
    (["build", "x", "--into", "{tmp}/kg", "--base", "y"], 1, "--base: 'y' is no http"),
    (["build", "{tmp}/no", "--into", "{tmp}/kg"], 1, "no input could be read"),
    (["build", "{tmp}/no", "--into", "/dev/null"], 1, "is a file, not a folder"),
    (["info", "{tmp}/no"], 1, "{tmp}/no: is no graph folder"),
    (["query", "{tmp}/no", "ASK {}"], 1, "{tmp}/no: does not exist"),
    (["query", "{tmp}", "ASK {}"], 1, "{tmp}: is no graph folder"),
    (["query", "{kg}", "frobnicate"], 1, "none is named 'frobnicate'; known: "),
    (["query", "{kg}", "SELECT {"], 1, "is not SPARQL"),
    (["export", "{kg}", "--to", "word"], 1, "none is named 'word'; known: "),
    (["export", "{kg}", "--to", "turtle", "-o", "{tmp}/no/x"], 1, "{tmp}/no/x: "),
    (["export", "{kg}", "--to", "turtle", "-o", "{tmp}"], 1, "{tmp}: Is a directory"),
    (["export", "{kg}", "--to", "turtle", "-o", "{tmp}/x.bz2"], 1, "x.bz2: is named"),
    (["export", "{kg}", "--to", "turtle", "-o", "{tmp}/x.GZ"], 1, "x.GZ: is named .GZ"),
    (["export", "{kg}", "--to", "neo4j", "-o", "{rows}"], 1, "neo4j writes a folder"),
    (
        ["export", "{kg}", "--to", "turtle", "--min-confidence", "2"],
        2,
        "less than or equal to 1",
    ),
    (["view", "{kg}", "-o", "{tmp}"], 1, "{tmp}: Is a directory"),
    (["view", "{kg}", "--picture", "co-use", "-o", "{tmp}"], 1, "Is a directory"),
    (["view", "{kg}", "-o", "{tmp}/no/x.html"], 1, "{tmp}/no/x.html: "),
    (["view", "{kg}", "-o", "{tmp}/x", "--around", "unheard-of"], 1, "unheard-of"),
    (["evaluate", "{tmp}/no"], 1, "{tmp}/no: "),
    (["evaluate", "--concepts", "{tmp}/no"], 1, "read: No such file or directory"),
    (["evaluate", "--concepts", "{tmp}/no", "--json"], 2, "not go with --concepts"),
    (["evaluate", "{tmp}/no", "--folds", "5"], 2, "--folds: does not go with GOLD"),
    (["build", "x", "--into", "/proc/no"], 1, "/proc/no: No such file or directory"),
    (["extract", "{kg}/overrides.toml"], 1, "format; for one abstract use --text"),
    (["describe", "{kg}", "--license", "b a d"], 1, "--license: 'b a d' is no http"),
    (["describe", "{kg}", "--license", "http://b a"], 1, "'http://b a' is no http"),
    (["describe", "{kg}", "--endpoint", "http://["], 1, "--endpoint: 'http://[' is no"),
    (["describe", "{kg}", "--dump", "x.nt"], 1, "--dump: 'x.nt' is no http"),
    (["concepts", "{kg}", "--why", "zzz"], 1, "concept: none is named 'zzz'"),
    (["concepts", "{kg}", "--why", "x", "--doubtful"], 2, "not go with --doubtful"),
    (["concepts", "{kg}", "y", "--why", "x"], 2, "does not go with TEXT"),
]


@pytest.mark.parametrize(
    ("words", "code", "said"), FAULTS, ids=[" ".join(words) for words, *_ in FAULTS]
)
def test_a_fault_is_one_line(
    words: list[str],
    *,
    code: int,
    said: str,
    graph: Path,
    records: Path,
    tmp_path: Path,
) -> None:
    def filled(text: str) -> str:
        text = text.replace("{kg}", str(graph)).replace("{tmp}", str(tmp_path))
        return text.replace("{rows}", str(records))

    result = done(*map(filled, words))
    assert result.exit_code == code
    assert result.stdout == ""
    last = result.stderr.splitlines()[-1]
    assert last.count("No such file") <= 1
    assert "[Errno" not in last
    assert filled(said) in last
    assert "Traceback" not in result.stderr
    if code == 1:
        told = [line for line in result.stderr.splitlines() if "warning" not in line]
        assert told == [last]


def test_a_full_disk_under_standard_output_is_told(graph: Path, ran: Ran) -> None:
    with Path("/dev/full").open("w") as full:
        result = ran(
            "export",
            graph,
            "--to",
            "turtle",
            capture_output=False,
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert result.returncode == 1
    assert result.stderr == "output: No space left on device\n"


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["view", "--help"]])
def test_a_full_disk_under_the_help_is_told(words: list[str], ran: Ran) -> None:
    with Path("/dev/full").open("w") as full:
        result = ran(*words, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert result.returncode == 1
    assert result.stderr == "output: No space left on device\n"
