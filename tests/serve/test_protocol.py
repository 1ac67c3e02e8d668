"""The SPARQL 1.1 Protocol, as clients see it."""

import csv
import io
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, TURTLE, XML, SPARQLWrapper

from scholargraph import vocab

CASES = Path(__file__).parent / "cases" / "protocol.txt"
Server = Any  # the one of conftest.py, which no test can import
TYPES = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
GRAPH_TYPES = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
PAPERS = "SELECT ?s ?title { ?s a sg:Paper ; rdfs:label ?title } ORDER BY ?s"
NASTY = '<script>alert("1")</script> & "quoted" </script>'
NASTY_IRI = URIRef(vocab.BASE + "concept/method/nasty")
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a sg:Paper }"
PAPER_COUNT = 24
FEW = PAPERS + " LIMIT 3"


def cases() -> list[list[str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [[part.strip() for part in x.split("|")] for x in lines if x[:1] != "#"]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case[0])
def test_a_request_gets_what_the_protocol_says(
    server: Server, case: list[str], graphs: tuple[str, ...]
) -> None:
    _, method, address, type_, body, expected = case
    sent = body.format(*graphs)
    wide = sent.startswith("(utf-16) ")
    data = sent.removeprefix("(utf-16) ").encode("utf-16" if wide else "utf-8")
    path = "/sparql/" + address.format(*map(encoded, graphs))
    headers = {"Content_Type": type_} if type_ else {}
    answer = server.ask(method, path, data if method != "GET" else None, **headers)
    if expected.isdecimal():
        assert answer.status == int(expected)
        assert answer.type == "text/plain"
        assert answer.text.count("\n") == 1
    elif expected in {"true", "false"}:
        assert answer.status == 200, answer.text
        assert answer.type == "application/sparql-results+json"
        assert answer.json()["boolean"] is (expected == "true")
    else:
        assert answer.status == 200, answer.text
        known = TYPES if expected == "rows" else GRAPH_TYPES
        assert answer.type in known


def encoded(iri: str) -> str:
    return quote(iri, safe="")


@pytest.mark.parametrize("type_", TYPES)
def test_rows_come_in_each_format(server: Server, type_: str) -> None:
    answer = server.query(FEW, type_)
    assert answer.type == type_
    assert answer.headers["vary"] == "Accept"
    if type_ == "text/csv":
        names, *rows = csv.reader(io.StringIO(answer.text))
    else:
        found: Any = parse_query_results(answer.body, TYPES[type_])
        names = [variable.value for variable in found.variables]
        rows = [[term.value for term in row] for row in found]
    assert names == ["s", "title"]
    assert rows == server.query(FEW).rows()


@pytest.mark.parametrize("type_", GRAPH_TYPES)
@pytest.mark.parametrize("form", ["CONSTRUCT WHERE", "DESCRIBE ?s"])
def test_graphs_come_in_each_format(server: Server, type_: str, form: str) -> None:
    where = "{ ?s a sg:Method ; sg:key 'method/nasty' ; ?p ?o }"
    answer = server.query(f"{form} {where}", type_)
    assert answer.type == type_
    triples = {
        (q.subject, q.predicate, q.object)
        for q in parse(answer.body, GRAPH_TYPES[type_])
    }
    assert len(triples) >= 8


@pytest.mark.parametrize(
    ("accept", "type_"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("text/xml", "application/sparql-results+xml"),
        ("text/*;q=0.5, application/*;q=0.1", "text/csv"),
        (
            "text/csv;q=0.1, text/tab-separated-values;q=0.2",
            "text/tab-separated-values",
        ),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        (
            "text/turtle, application/sparql-results+xml",
            "application/sparql-results+xml",
        ),
        ("TEXT/CSV ; Q=1", "text/csv"),
        (";;,,/;q=x,text/csv", "text/csv"),
    ],
)
def test_the_best_accepted_type_is_taken(
    server: Server, accept: str, type_: str
) -> None:
    assert server.query(FEW, accept).type == type_


def test_a_yes_or_no_comes_as_text_too(server: Server) -> None:
    for type_ in ("text/csv", "text/tab-separated-values"):
        assert server.query("ASK {}", type_).text.strip() == "true"


@pytest.mark.parametrize(
    ("text", "accept"),
    [
        (FEW, "image/png"),
        (FEW, "text/turtle"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv"),
        ("ASK {}", "application/sparql-results+json;q=0"),
    ],
)
def test_what_no_accepted_type_can_hold_is_not_sent(
    server: Server, text: str, accept: str
) -> None:
    assert server.query(text, accept).status == 406


@pytest.mark.parametrize("type_", [*GRAPH_TYPES])
def test_the_endpoint_describes_itself(server: Server, type_: str) -> None:
    answer = server.get("/sparql", type_)
    assert answer.type == type_
    found = list(parse(answer.body, GRAPH_TYPES[type_]))
    classes = {q.object.value.rpartition("#")[2] for q in found if "type" in str(q[1])}
    assert {"Service", "Dataset", "Graph"} <= classes
    assert any(q.subject.value == f"{server.address}/sparql" for q in found)


def test_a_person_gets_the_editor_and_the_query_in_it(server: Server) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert "<textarea" in server.get("/sparql", browser).text
    page = server.get("/sparql?" + urlencode({"query": "ASK { <a:b> a 'c' }"}), browser)
    assert "ASK { &lt;a:b&gt; a &#39;c&#39; }" in page.text


def test_head_is_get_without_a_body(server: Server) -> None:
    path = "/sparql?" + urlencode({"query": FEW})
    head, get = server.ask("HEAD", path), server.ask("GET", path)
    assert head.status == 200
    assert head.body == b""
    assert head.headers["content-length"] == str(len(get.body))
    assert head.type == get.type


def test_any_page_may_ask(server: Server) -> None:
    options = server.ask(
        "OPTIONS",
        "/sparql",
        Origin="https://example.org",
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="content-type",
    )
    assert options.status == 204
    assert "POST" in options.headers["access-control-allow-methods"]
    assert "Content-Type" in options.headers["access-control-allow-headers"]
    for answer in (options, server.query(FEW), server.query("nonsense")):
        assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("format_name", [JSON, XML, CSV])
def test_sparqlwrapper_gets_right_answers(server: Server, format_name: str) -> None:
    client = SPARQLWrapper(server.address + "/sparql", returnFormat=format_name)
    client.setQuery("PREFIX sg: <https://w3id.org/scholargraph/ontology#>\n" + COUNT)
    found: Any = client.queryAndConvert()
    match format_name:
        case "json":
            value = found["results"]["bindings"][0]["n"]["value"]
        case "xml":
            value = found.getElementsByTagName("literal")[0].firstChild.data
        case _:
            value = found.decode().split()[1]
    assert int(value) == PAPER_COUNT


def test_sparqlwrapper_gets_graphs(server: Server) -> None:
    client = SPARQLWrapper(server.address + "/sparql", returnFormat=TURTLE)
    client.setMethod("POST")
    client.setQuery("DESCRIBE <https://w3id.org/scholargraph/concept/method/nasty>")
    found: Any = client.queryAndConvert()
    assert b"skos:Concept" in found


def test_rdflib_gets_right_answers(server: Server) -> None:
    for method in ("GET", "POST", "POST_FORM"):
        store = SPARQLStore(server.address + "/sparql", method=method)
        graph = Graph(store)
        papers = set(graph.subjects(RDF.type, URIRef(vocab.SG + "Paper")))
        assert len(papers) == PAPER_COUNT
        assert NASTY in {str(o) for o in graph.objects(NASTY_IRI, RDFS.label)}
