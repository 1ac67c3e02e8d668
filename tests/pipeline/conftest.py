"""Small inputs, and what a folder publishes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from scholargraph.knowledge_graph import open_graph

METHODS = ("BERT", "ResNet-50", "LoRA", "Mask R-CNN", "Adam")
DATASETS = ("CoNLL-2003", "ImageNet", "LVIS", "SQuAD")


def _lines(first: int, last: int) -> str:
    records = [
        {
            "id": f"paper-{number}",
            "title": f"Study {number} of {METHODS[number % 5]} at scale",
            "abstract": (
                f"We fine-tune {METHODS[number % 5]} on {DATASETS[number % 4]} and"
                f" reach an F1 score of {50 + number % 40}.{number % 10}%."
                f" Code: https://github.com/lab/study-{number}."
            ),
        }
        for number in range(first, last + 1)
    ]
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.fixture
def papers(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of papers, numbered from ``first`` to ``last``."""

    def write(name: str, first: int, last: int) -> Path:
        file = tmp_path / f"{name}.jsonl"
        file.write_text(_lines(first, last), encoding="utf-8")
        return file

    return write


@pytest.fixture
def ntriples() -> Callable[[Path], bytes]:
    """Return what a folder publishes, as N-Triples."""

    def export(folder: Path) -> bytes:
        with open_graph(folder) as graph:
            lines = [f"{triple} .\n" for triple in graph.triples()]
            assert len(graph.store) == len(set(lines))
        return "".join(lines).encode()

    return export
