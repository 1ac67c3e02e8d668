"""The small graph in both engines."""

import io
import json
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Store

from scholargraph.model import Corpus
from scholargraph.pipeline.build import build as pipeline_build
from scholargraph.rdf import triples, write
from scholargraph.store import build, open_read_only

PAPERS = [
    {
        "id": "2501.00001",
        "title": "FRACAL: Fractal Calibration for long-tailed object detection",
        "abstract": "We propose FRACAL, a method. FRACAL reaches 30.0 AP on LVIS.",
        "date": "2025-01-02",
    },
    {
        "id": "2502.00002",
        "title": "Using FRACAL",
        "abstract": "We use FRACAL to detect objects and evaluate on LVIS.",
        "date": "2025-02-03",
    },
]


@pytest.fixture(scope="session")
def store_folder(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graph") / "store"
    build(triples(corpus, run="test"), folder)
    return folder


@pytest.fixture(scope="session")
def store(store_folder: Path) -> Store:
    return open_read_only(store_folder)


@pytest.fixture(scope="session")
def rdflib_graph(corpus: Corpus) -> rdflib.Graph:
    data = io.BytesIO()
    write(triples(corpus, run="test"), data, "ntriples")
    return rdflib.Graph().parse(data=data.getvalue(), format="nt")


@pytest.fixture(scope="session")
def folder_of_papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("folder") / "kg"
    file = folder.with_name("papers.jsonl")
    file.write_text("\n".join(map(json.dumps, PAPERS)) + "\n", "utf-8")
    pipeline_build([str(file)], folder)
    return folder
