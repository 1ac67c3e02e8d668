"""The small graph in both engines."""

import io

import pytest
import rdflib
from pyoxigraph import Store

from scholargraph.model import Corpus
from scholargraph.rdf import triples, write
from scholargraph.store import build, open_read_only


@pytest.fixture(scope="session")
def store(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("graph") / "store"
    build(triples(corpus, run="test"), folder)
    return open_read_only(folder)


@pytest.fixture(scope="session")
def rdflib_graph(corpus: Corpus) -> rdflib.Graph:
    data = io.BytesIO()
    write(triples(corpus, run="test"), data, "ntriples")
    return rdflib.Graph().parse(data=data.getvalue(), format="nt")
