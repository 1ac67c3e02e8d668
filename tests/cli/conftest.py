"""A graph of three papers, the program run as a process, and golden files."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scholargraph.pipeline.build import build

GOLDEN = Path(__file__).parent.parent / "golden"
RECORDS = (
    {
        "id": "one",
        "title": "ResNet-50 revisited",
        "abstract": "We train ResNet-50 on ImageNet and reach 80.1% accuracy. "
        "Code: https://github.com/lab/resnet.",
    },
    {
        "id": "two",
        "title": "BERT for names",
        "abstract": "We fine-tune BERT on CoNLL-2003 for named entity recognition.",
    },
    {
        "id": "three",
        "title": "\u001b[31mRed alert",
        "abstract": "We use BERT and ResNet-50.",
    },
)


@pytest.fixture(scope="session")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of three papers and a row that is none."""
    file = tmp_path_factory.mktemp("input") / "papers.jsonl"
    lines = [json.dumps(record) + "\n" for record in RECORDS]
    file.write_text("".join(lines) + "[1]\n", encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def graph(records: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a graph folder of the three papers; it is only read."""
    folder = tmp_path_factory.mktemp("graph") / "kg"
    build([str(records)], folder)
    return folder


@pytest.fixture
def ran() -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Run the program with some words; return how it ended and what it said."""

    def run(*words: object, **options: object) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(  # type: ignore[call-overload, no-any-return] # noqa: PLW1510 (it is among the options)
            [sys.executable, "-m", "scholargraph", *map(str, words)],
            **{"capture_output": True, "text": True, "check": False, **options},
        )

    return run


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare a text with a golden file; with UPDATE_GOLDEN set, write the file."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if os.environ.get("UPDATE_GOLDEN"):
            GOLDEN.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8")

    return compare
