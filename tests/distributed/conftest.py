"""A few papers, shards of them, and what folders and shards hold."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from scholargraph.distributed.processes import processes
from scholargraph.distributed.run import Outcome, Run
from scholargraph.knowledge_graph import open_graph

ABSTRACT = "We fine-tune BERT on {} and reach {} F1. Code: https://github.com/lab/{}."


@pytest.fixture
def papers(tmp_path: Path) -> Callable[[str, int, int], Path]:
    """Write a file of papers, numbered from ``first`` to ``last``, and a bad row."""

    def write(name: str, first: int, last: int) -> Path:
        records = [
            {
                "id": f"paper-{n}",
                "title": f"Study {n}",
                "abstract": ABSTRACT.format(("SQuAD", "CoNLL-2003")[n % 2], 60 + n, n),
            }
            for n in range(first, last + 1)
        ]
        lines = [json.dumps(record) + "\n" for record in records]
        file = tmp_path / f"{name}.jsonl"
        file.write_text("".join([*lines, "[1]\n"]), encoding="utf-8")
        return file

    return write


@pytest.fixture
def extracted() -> Callable[..., Outcome]:
    """Extract from files into shards of two rows, in this process."""

    def run(out: Path, *files: Path, size: int | None = 2) -> Outcome:
        return Run([str(file) for file in files], out, size=size).extract(processes(1))

    return run


@pytest.fixture
def ntriples() -> Callable[[Path], bytes]:
    """Return what a folder publishes, as sorted N-Triples."""

    def export(folder: Path) -> bytes:
        with open_graph(folder) as graph:
            return "".join(
                sorted(f"{triple} .\n" for triple in graph.triples())
            ).encode()

    return export
