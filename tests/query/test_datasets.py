"""The store as an rdflib dataset: the same answers, and no way to change it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Store
from rdflib import RDF, RDFS, Dataset, Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery

from scholargraph import vocab
from scholargraph.errors import QueryError
from scholargraph.knowledge_graph import open_graph
from scholargraph.query.datasets import to_dataset
from scholargraph.store import open_read_only

# rdflib's own methods of a dataset call what it has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
PAPER = URIRef(vocab.SG + "Paper")
FRACAL = URIRef(vocab.BASE + "concept/method/fracal")
NEW = (URIRef("urn:a"), RDF.type, PAPER)
READ = "SELECT ?s { ?s a sg:Paper }"
CHANGES: dict[str, Callable[[Dataset], object]] = {
    "add": lambda dataset: dataset.add(NEW),
    "add to the default graph": lambda dataset: dataset.default_graph.add(NEW),
    "add many": lambda dataset: dataset.addN([(*NEW, dataset.default_graph)]),
    "remove": lambda dataset: dataset.remove(NEW),
    "update": lambda dataset: dataset.update("CLEAR ALL"),
    "make a graph": lambda dataset: dataset.graph(URIRef("urn:g")),
    "remove a graph": lambda dataset: dataset.remove_graph(URIRef("urn:g")),
    "parse": lambda dataset: dataset.parse(data="<a:a> <a:b> <a:c> .", format="nt"),
    "destroy": lambda dataset: dataset.store.destroy("nothing"),
    "open": lambda dataset: dataset.open("nothing"),
}


@pytest.fixture
def dataset(store: Store) -> Dataset:
    return to_dataset(store)


def test_rdflib_reads_what_the_store_has(
    store: Store, dataset: Dataset, rdflib_graph: Graph
) -> None:
    assert len(dataset) == len(rdflib_graph) == len(store)
    papers = set(rdflib_graph.subjects(RDF.type, PAPER))
    assert set(dataset.subjects(RDF.type, PAPER)) == papers
    assert str(dataset.value(FRACAL, RDFS.label)) == "FRACAL"
    assert set(dataset.subjects(RDFS.label, Literal("FRACAL"))) == {FRACAL}
    assert len(dataset.default_graph) == len(store)


def test_rdflib_asks_as_text_or_parsed_before(
    dataset: Dataset, rdflib_graph: Graph
) -> None:
    papers = set(rdflib_graph.subjects(RDF.type, PAPER))
    assert {row[0] for row in dataset.query(READ)} == papers  # type: ignore[index]
    parsed = prepareQuery(READ, initNs={"sg": vocab.SG})
    assert {row[0] for row in dataset.query(parsed)} == papers  # type: ignore[index]
    bound = dataset.query("ASK { ?s ?p ?o }", initBindings={"s": URIRef("urn:a")})
    assert bound.askAnswer is False
    made = dataset.query("CONSTRUCT WHERE { ?s rdfs:label ?o }").graph
    assert made is not None
    assert len(made) == len(set(rdflib_graph.subject_objects(RDFS.label)))


@pytest.mark.parametrize("name", CHANGES)
def test_rdflib_changes_nothing(store: Store, dataset: Dataset, name: str) -> None:
    before = len(store)
    with pytest.raises(QueryError, match="read-only"):
        CHANGES[name](dataset)
    assert len(store) == before


@pytest.mark.parametrize(
    "text", ["SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SELECT {"]
)
def test_rdflib_is_told_why_a_query_is_not_answered(
    dataset: Dataset, text: str
) -> None:
    with pytest.raises(QueryError, match=r"is refused|is not SPARQL 1\.1"):
        dataset.query(text)


COUNT = """\
import sys
from pathlib import Path
from scholargraph.knowledge_graph import open_graph
from scholargraph.query.datasets import to_dataset
from scholargraph.store import open_read_only
dataset = to_dataset(open_read_only(Path(sys.argv[1])))
print(len(dataset), flush=True)
sys.stdin.read()
"""


def test_many_read_at_the_same_time(store: Store, store_folder: Path) -> None:
    here = [to_dataset(open_read_only(store_folder)) for _ in range(8)]
    others = [
        subprocess.Popen(
            [sys.executable, "-c", COUNT, str(store_folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    # All are open now, and stay so until each has been asked.
    said = [other.stdout.readline() for other in others if other.stdout]
    assert said == [f"{len(store)}\n"] * 2
    assert {len(dataset) for dataset in here} == {len(store)}
    assert [other.communicate() and other.returncode for other in others] == [0, 0]


def test_a_graph_gives_its_store_as_a_dataset(folder_of_papers: Path) -> None:
    with open_graph(folder_of_papers) as graph:
        dataset = graph.sparql_store()
    # It is in use still, though the graph is closed.
    assert len(set(dataset.subjects(RDF.type, PAPER))) == 2
