"""The vocabularies of others: their terms alone, and the questions they answer."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store

from scholargraph import exports
from scholargraph.model import Corpus
from scholargraph.rdf.profiles import PROFILES

Exported = Callable[..., list[Path]]

HERE = Path(__file__).parent
VOCABULARIES = HERE.parents[1] / "ontology" / "vocabularies"
QUERIES = sorted((HERE / "lpwc").glob("*.rq"))
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {
    "lpwc": "https://linkedpaperswithcode.com/property/",
    "lpwcc": "https://linkedpaperswithcode.com/class/",
    "dcterms": "http://purl.org/dc/terms/",
    "fabio": "http://purl.org/spar/fabio/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}
NP = "http://www.nanopub.org/nschema#"


def loaded(files: list[Path], format_: RdfFormat = RdfFormat.N_TRIPLES) -> Store:
    store = Store()
    for file in files:
        store.load(file.read_bytes(), format=format_)
    return store


@pytest.fixture(params=["corpus", "annotated"])
def lpwc(request: pytest.FixtureRequest, exported: Exported) -> Store:
    corpus = request.getfixturevalue(request.param)
    return loaded(exported(corpus, "ntriples", profile="lpwc"))


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.stem)
def test_a_query_of_linked_papers_with_code_is_answered(
    query: Path, corpus: Corpus, exported: Exported
) -> None:
    store = loaded(exported(corpus, "ntriples", profile="lpwc"))
    found = store.query(query.read_text("utf-8"))
    assert isinstance(found, QuerySolutions)
    rows = [[getattr(term, "value", "-") for term in row] for row in found]
    expected = query.with_suffix(".txt").read_text("utf-8").splitlines()
    assert [" | ".join(row) for row in rows] == expected


def lpwc_terms() -> dict[str, str]:
    lines = (HERE / "cases" / "lpwc_terms.txt").read_text("utf-8").splitlines()
    found = {}
    for line in lines:
        if not line.startswith("#"):
            name, values = line.split()
            prefix, _, local = name.partition(":")
            found[PREFIXES[prefix] + local] = values
    return found


def test_its_terms_are_used_as_its_ontology_says(lpwc: Store) -> None:
    known = lpwc_terms()
    types = {q.subject: q.object for q in lpwc.quads_for_pattern(None, TYPE, None)}
    for quad in lpwc:
        if quad.predicate == TYPE:
            continue
        values = known[quad.predicate.value]
        if isinstance(quad.object, Literal):
            assert quad.object.datatype.value == XSD + values, quad
        else:
            assert types[quad.object] == NamedNode(PREFIXES["lpwcc"] + values), quad


def test_no_gain_and_no_baseline_is_taken_for_what_a_paper_reaches_or_uses(
    corpus: Corpus, exported: Exported
) -> None:
    store = loaded(exported(corpus, "ntriples", profile="lpwc"))
    values = NamedNode(PREFIXES["lpwc"] + "metricValue")
    found = {q.object.value for q in store.quads_for_pattern(None, values, None)}  # type: ignore[union-attr] # literals
    assert "2.1" not in found, "a gain"
    uses = NamedNode(PREFIXES["lpwc"] + "hasMethod")
    methods = {
        (q.subject.value.rpartition("-")[2], q.object.value.rpartition("/")[2])  # type: ignore[union-attr] # nodes
        for q in store.quads_for_pattern(None, uses, None)
    }
    assert ("2401.00001", "faster-r-cnn") in methods
    assert ("2401.00001", "rfs") not in methods, "a baseline"


def names_of(vocabulary: str) -> set[str]:
    _, address, *names = (
        (VOCABULARIES / f"{vocabulary}.txt").read_text("utf-8").split("\n")
    )
    return {address + name for name in names if name}


@pytest.mark.parametrize(
    ("profile", "vocabulary"), [("mls", "mls"), ("schema", "schema")]
)
def test_no_term_is_made_up(
    profile: str, vocabulary: str, *, corpus: Corpus, exported: Exported
) -> None:
    store = loaded(exported(corpus, "ntriples", profile=profile))
    used = {q.predicate.value for q in store}
    used |= {q.object.value for q in store.quads_for_pattern(None, TYPE, None)}  # type: ignore[union-attr] # nodes
    address = next(iter(PROFILES[profile].terms.values()))
    theirs = {term for term in used if term.startswith(address)}
    assert theirs <= names_of(vocabulary)
    others = {"rdf", "rdfs", "skos", "prov"}
    assert used - theirs <= set().union(*map(names_of, others))


def test_a_score_is_the_output_of_a_run_of_an_algorithm_on_a_dataset(
    corpus: Corpus, exported: Exported
) -> None:
    store = loaded(exported(corpus, "ntriples", profile="mls"))
    text = """PREFIX mls: <http://www.w3.org/ns/mls#>
      PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      SELECT ?study ?algorithm ?dataset ?task ?measure ?value {
        ?s a mls:Study ; rdfs:label ?study ; mls:hasPart ?run .
        ?run a mls:Run ; mls:realizes/rdfs:label ?algorithm ;
          mls:hasInput/rdfs:label ?dataset ; mls:hasOutput ?score .
        ?score a mls:ModelEvaluation ; mls:specifiedBy/rdfs:label ?measure ;
          mls:hasValue ?value .
        OPTIONAL { ?run mls:achieves/rdfs:label ?task }
      } ORDER BY ?study ?value"""
    found = store.query(text)
    assert isinstance(found, QuerySolutions)
    rows = {tuple(getattr(term, "value", None) for term in row) for row in found}
    title = "Fractal Calibration for long-tailed object detection"
    task = "long-tailed object detection"
    assert (title, "FRACAL", "LVIS-val", task, "box AP", "40.5") in rows
    weather = ("StormNet", "LVIS-val", "weather forecasting", "accuracy", "0.93")
    assert ("StormNet: weather forecasting on a laptop", *weather) in rows, (
        "the one task that the paper says its method is used for"
    )


def test_an_article_is_one_tree_for_web_pages(
    corpus: Corpus, exported: Exported
) -> None:
    (file,) = exported(corpus, "jsonld", profile="schema")
    graph = json.loads(file.read_bytes())["@graph"]
    articles = [item for item in graph if item["@type"] == "ScholarlyArticle"]
    first = articles[1]
    assert len(articles) == 6
    assert first["name"] == "Fractal Calibration for long-tailed object detection"
    assert [author["name"] for author in first["author"]] == [
        "Ada Lovelace",
        "Grace Hopper",
    ]
    assert first["datePublished"] == "2024-01-10"
    assert [task["name"] for task in first["about"]] == ["long-tailed object detection"]
    sorts = {item["@type"] for item in first["mentions"]}
    assert sorts == {"Dataset", "DefinedTerm", "Observation", "SoftwareSourceCode"}


def nanopubs(
    store: Store,
) -> Iterator[tuple[NamedNode, dict[str, NamedNode], dict[str, list[Quad]]]]:
    """Yield each nanopublication with the names and the quads of its graphs."""
    graphs: dict[Any, list[Quad]] = defaultdict(list)
    for quad in store:
        graphs[quad.graph_name].append(quad)
    kind = NamedNode(NP + "Nanopublication")
    for quad in list(store.quads_for_pattern(None, TYPE, kind)):
        parts: dict[str, Any] = {"head": quad.graph_name}
        for name in ("Assertion", "Provenance", "PublicationInfo"):
            has = NamedNode(f"{NP}has{name}")
            (link,) = store.quads_for_pattern(quad.subject, has, None)
            assert link.graph_name == quad.graph_name, "the head holds the links"
            parts[name] = link.object
        yield (
            NamedNode(quad.subject.value),  # type: ignore[union-attr] # a named node
            parts,
            {name: graphs.pop(graph) for name, graph in parts.items()},
        )
    assert not graphs, "no quad is outside"


def test_nanopublications_are_well_formed(
    annotated: Corpus, exported: Exported
) -> None:
    store = loaded(exported(annotated, "nanopub"), RdfFormat.TRIG)
    found = list(nanopubs(store))
    for this, names, quads in found:
        assert len(set(names.values())) == 4
        assert len(quads["head"]) == 4
        assert quads["Assertion"]
        about = {quad.subject for quad in quads["Provenance"]}
        assert names["Assertion"] in about, "provenance is of the assertion"
        assert this in {quad.subject for quad in quads["PublicationInfo"]}
    stated = sum(
        len(set(r.concept_ids.values()))
        + len(r.extraction.relations)
        + len(r.extraction.links)
        + len(r.extraction.results)
        for r in annotated.papers()
    )
    assert len(found) == stated


def test_a_nanopublication_has_the_words_it_was_read_from(
    corpus: Corpus, exported: Exported
) -> None:
    store = loaded(exported(corpus, "nanopub"), RdfFormat.TRIG)
    sg = "https://w3id.org/scholargraph/ontology#"
    texts = {r.paper.title: r.paper.text for r in corpus.papers()}
    for _, _, quads in nanopubs(store):
        values = {q.predicate.value: q.object.value for q in quads["Provenance"]}  # type: ignore[union-attr] # no blank nodes
        text = texts[values["http://purl.org/dc/terms/title"]]
        start, end = int(values[sg + "start"]), int(values[sg + "end"])
        assert text[start:end] == values[sg + "quote"]
        assert 0 <= float(values[sg + "confidence"]) <= 1


@pytest.mark.parametrize("least", [0.0, 0.9, 0.97, 1.0])
def test_nanopublications_are_of_statements_above_a_confidence(
    corpus: Corpus, least: float, exported: Exported
) -> None:
    chosen = exports.select(corpus, exports.Selection(min_confidence=least))
    store = loaded(exported(chosen, "nanopub"), RdfFormat.TRIG)
    term = NamedNode("https://w3id.org/scholargraph/ontology#confidence")
    found = [float(q.object.value) for q in store.quads_for_pattern(None, term, None)]  # type: ignore[union-attr] # literals
    assert all(value >= least for value in found)
    whole = [e.confidence for r in corpus.papers() for e in r.extraction.entities]
    assert len([v for v in whole if v >= least]) <= len(found)
    assert found, "links are certain, so that something is left at 1"
