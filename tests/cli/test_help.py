"""The help of every command is the golden one, and comes at once."""

import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from typer.testing import CliRunner

from scholargraph.cli.app import COMMANDS, app

NAMES = sorted(command.__name__ for command in COMMANDS)
SLOW = {"spacy", "onnxruntime", "rdflib", "pandas", "pyoxigraph", "networkx", "torch"}


@pytest.mark.parametrize("name", ["", *NAMES])
def test_help_is_the_golden_one(name: str, golden: Callable[[str, str], None]) -> None:
    result = CliRunner().invoke(
        app, [*name.split(), "--help"], prog_name="scholargraph", terminal_width=80
    )
    assert result.exit_code == 0
    golden(f"help-{name or 'scholargraph'}.txt", result.output)


def test_the_help_lists_every_command_with_a_whole_sentence() -> None:
    result = CliRunner().invoke(app, ["--help"], terminal_width=80)
    listed = result.output.partition("Commands:\n")[2].splitlines()
    assert sorted(line.split()[0] for line in listed) == NAMES
    assert [line for line in listed if not line.endswith(".") or "..." in line] == []


@pytest.mark.parametrize(
    "command", ["import scholargraph", "import scholargraph.cli"], ids=str.split
)
def test_importing_loads_no_slow_library(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", command],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(re.findall(r"\| +([\w.]+)$", done.stderr, re.MULTILINE))
    assert "scholargraph" in loaded
    assert not {name.partition(".")[0] for name in loaded} & SLOW


def test_help_loads_no_slow_library() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "scholargraph", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(re.findall(r"\| +([\w.]+)$", done.stderr, re.MULTILINE))
    assert "typer" in loaded
    assert not {name.partition(".")[0] for name in loaded} & SLOW
