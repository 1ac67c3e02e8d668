"""The description says of a graph what its own queries say."""

import hashlib
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Quad, RdfFormat, Store
from rdflib import DCAT, DCTERMS, PROV, RDF, VOID, Literal, URIRef
from typer.testing import CliRunner

from scholargraph import description, rdf
from scholargraph.cli.app import app
from scholargraph.description import About
from scholargraph.model import Corpus
from scholargraph.pipeline.build import build

VOCABULARIES = Path(__file__).parents[2] / "ontology/vocabularies"
ABOUT = About(
    "six papers",
    licence="https://creativecommons.org/licenses/by/4.0/",
    endpoint="https://example.org/sparql",
    dumps=("https://example.org/kg.nt.gz",),
    sources=("/home/somebody/papers.jsonl",),
    hashes=(hashlib.sha256(b"").hexdigest(),),
)
DATASET = URIRef("https://w3id.org/scholargraph/dataset")


@pytest.fixture(scope="module")
def store(corpus: Corpus) -> Store:
    found = Store()
    found.extend(
        Quad(t.subject, t.predicate, t.object) for t in rdf.triples(corpus, run="test")
    )
    return found


@pytest.fixture(scope="module")
def described(store: Store) -> rdflib.Graph:
    text = description.to_turtle(description.describe(store, ABOUT), ABOUT)
    return rdflib.Graph().parse(data=text, format="turtle")


def asked(store: Store, query: str) -> int:
    (row,) = store.query(query)  # type: ignore[misc] # rows
    return int(row[0].value)


def number(graph: rdflib.Graph, subject: object, predicate: URIRef) -> int:
    value = graph.value(subject, predicate)  # type: ignore[call-overload] # any node
    assert isinstance(value, Literal)
    return int(value)


def test_totals_are_those_of_sparql(store: Store, described: rdflib.Graph) -> None:
    for name, query in {
        "triples": "SELECT (COUNT(*) AS ?n) {?s ?p ?o}",
        "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) {?s ?p ?o}",
        "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) {?s ?p ?o}",
        "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) {?s ?p ?o}",
        "classes": "SELECT (COUNT(DISTINCT ?o) AS ?n) {?s a ?o}",
    }.items():
        assert number(described, DATASET, VOID[name]) == asked(store, query), name


def test_each_class_and_property_has_its_numbers(
    store: Store, described: rdflib.Graph
) -> None:
    classes = list(described.objects(DATASET, VOID.classPartition))
    assert len(classes) == number(described, DATASET, VOID.classes)
    for part in classes:
        class_ = described.value(part, VOID["class"])
        assert class_ is not None
        expected = asked(store, f"SELECT (COUNT(*) AS ?n) {{?s a {class_.n3()}}}")
        assert number(described, part, VOID.entities) == expected
    properties = list(described.objects(DATASET, VOID.propertyPartition))
    assert len(properties) == number(described, DATASET, VOID.properties)
    total = sum(number(described, part, VOID.triples) for part in properties)
    assert total == number(described, DATASET, VOID.triples)
    for part in properties:
        name = described.value(part, VOID.property)
        assert name is not None
        text = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{?s {name.n3()} ?o}}"
        assert number(described, part, VOID.distinctSubjects) == asked(store, text)


def test_licence_access_and_sources_are_there(described: rdflib.Graph) -> None:
    assert (DATASET, RDF.type, DCAT.Dataset) in described
    assert (DATASET, DCTERMS.license, URIRef(ABOUT.licence or "")) in described
    assert (DATASET, VOID.sparqlEndpoint, URIRef(ABOUT.endpoint or "")) in described
    assert (None, DCAT.downloadURL, URIRef(ABOUT.dumps[0])) in described
    source = described.value(DATASET, PROV.wasDerivedFrom)
    # The name of the file, not where it lay on somebody's disk.
    assert described.value(source, DCTERMS.title) == Literal("papers.jsonl")
    assert str(described.value(source, DCTERMS.identifier)).startswith("sha256:e3b0")
    assert "authors" in str(described.value(DATASET, DCTERMS.rights))
    period = described.value(DATASET, DCTERMS.temporal)
    assert described.value(period, DCAT.startDate)
    assert str(described.value(period, DCAT.startDate)) <= str(
        described.value(period, DCAT.endDate)
    )


def test_its_terms_exist(described: rdflib.Graph) -> None:
    known = set()
    for name in ("void", "dcat", "dcterms", "prov", "rdf"):
        text = (VOCABULARIES / f"{name}.txt").read_text("utf-8")
        _, address, *names = text.split("\n")
        known |= {address + n for n in names}
    used = {*described.predicates(), *described.objects(None, RDF.type)}
    assert {str(term) for term in used} <= known
    assert not [n for n in described.all_nodes() if isinstance(n, rdflib.BNode)]


def test_the_command_describes_a_folder_the_same_each_time(tmp_path: Path) -> None:
    file = tmp_path / "papers.jsonl"
    file.write_text('{"id": "a", "title": "BERT", "abstract": "We use BERT."}\n')
    build([str(file)], tmp_path / "kg")
    words = ["describe", str(tmp_path / "kg"), "--license", "https://example.org/l"]
    first, second = (CliRunner().invoke(app, words).stdout for _ in range(2))
    assert first == second
    graph = rdflib.Graph().parse(data=first, format="turtle")
    assert (DATASET, DCTERMS.title, Literal("kg")) in graph
    store = Store.read_only(str(tmp_path / "kg/store"))
    assert number(graph, DATASET, VOID.triples) == len(store)
    nothing = Store()
    text = description.to_turtle(description.describe(nothing, ABOUT), ABOUT)
    nothing.load(text, format=RdfFormat.TURTLE)
