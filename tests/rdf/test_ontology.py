"""The ontology, the vocabulary of the code and the data agree."""

import io
import json
from pathlib import Path

import owlrl  # type: ignore[import-untyped] # has no annotations
import pytest
import rdflib
from pyoxigraph import RdfFormat, Store
from pyshacl import validate
from rdflib import OWL, RDF, RDFS, SKOS, Namespace, URIRef

from scholargraph import rdf
from scholargraph.model import Corpus
from scholargraph.rdf import jsonld, terms
from scholargraph.vocab import RELATION_ENDS, ROLES, SG, Kind, LinkKind, ResultKind

ONTOLOGY = Path(__file__).parents[2] / "ontology"
NS = Namespace(SG)
OWN = [URIRef(term.value) for term in terms.OWN_TERMS]
# Classes that no data are of: it is their parts or single values that occur.
ABSTRACT = {NS.Extracted, NS.ResultKind, NS.LinkKind}


def load(*names: str) -> rdflib.Graph:
    graph = rdflib.Graph()
    for name in names:
        graph.parse(ONTOLOGY / name)
    return graph


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return load("scholargraph.ttl")


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return load("shapes.ttl")


@pytest.fixture(scope="module")
def data(corpus: Corpus) -> rdflib.Graph:
    stream = io.BytesIO()
    rdf.write(rdf.triples(corpus, run="test"), stream, "ntriples")
    return rdflib.Graph().parse(data=stream.getvalue(), format="nt")


@pytest.mark.parametrize("name", ["scholargraph.ttl", "alignments.ttl", "shapes.ttl"])
def test_oxigraph_and_rdflib_read_the_same(name: str) -> None:
    store = Store()
    store.load(path=ONTOLOGY / name, format=RdfFormat.TURTLE)
    assert len(store) == len(load(name))


def test_terms_of_the_code_are_those_of_the_ontology(ontology: rdflib.Graph) -> None:
    declared = {s for s in ontology.subjects(RDF.type) if str(s).startswith(SG)}
    assert declared == {*OWN, NS.ResultKind, NS.LinkKind}


def test_kinds_are_the_classes_below_concept(ontology: rdflib.Graph) -> None:
    found = set(ontology.subjects(RDFS.subClassOf, NS.Concept))
    assert found == {NS[kind.value] for kind in Kind}


def test_roles_stand_below_mentions_with_their_kinds(ontology: rdflib.Graph) -> None:
    found = set(ontology.subjects(RDFS.subPropertyOf, NS.mentions))
    assert found == {URIRef(t.value) for t in terms.ROLES.values()} - {NS.mentions}
    for kind, roles in ROLES.items():
        for role in roles:
            range_ = ontology.value(URIRef(terms.ROLES[role].value), RDFS.range)
            assert range_ in {NS[kind.value], NS.Concept}, role


def test_relations_have_the_ends_of_the_code(ontology: rdflib.Graph) -> None:
    for type_, (heads, tail) in RELATION_ENDS.items():
        property_ = URIRef(terms.RELATIONS[type_].value)
        domain = ontology.value(property_, RDFS.domain)
        members = ontology.value(domain, OWL.unionOf)
        found = set(ontology.items(members)) if members else {domain}
        assert found == {NS[kind.value] for kind in heads}
        assert ontology.value(property_, RDFS.range) == NS[tail.value]


@pytest.mark.parametrize("kinds", [ResultKind, LinkKind], ids=lambda k: k.__name__)
def test_closed_lists_are_those_of_the_code(
    ontology: rdflib.Graph, kinds: type[ResultKind] | type[LinkKind]
) -> None:
    found = set(ontology.subjects(RDF.type, NS[kinds.__name__]))
    assert found == {NS[kind.value] for kind in kinds}


@pytest.mark.parametrize("term", OWN, ids=lambda term: term.removeprefix(SG))
def test_term_has_label_definition_and_example(
    ontology: rdflib.Graph, term: URIRef
) -> None:
    for property_ in (RDFS.label, SKOS.definition, SKOS.example, RDFS.isDefinedBy):
        assert len(list(ontology.objects(term, property_))) == 1, property_


def test_property_has_a_domain(ontology: rdflib.Graph) -> None:
    for type_ in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for property_ in ontology.subjects(RDF.type, type_):
            if str(property_).startswith(SG):
                assert ontology.value(property_, RDFS.domain), property_


def test_each_term_in_the_data_is_declared_and_each_declared_one_used(
    ontology: rdflib.Graph, data: rdflib.Graph
) -> None:
    used = {*data.predicates(), *data.objects(None, RDF.type)}
    values = {o for o in data.objects() if str(o).startswith(SG)}
    built_in = {RDF.type, RDFS.label, RDFS.seeAlso}
    declared = set(ontology.subjects(RDF.type))
    assert used - built_in <= declared
    named = {s for s in declared if str(s).startswith(SG)}
    # The small graph has no link of each kind; the code has no other way to a value.
    individuals = set(ontology.subjects(RDF.type, OWL.NamedIndividual))
    assert named - individuals - ABSTRACT <= used | values


def test_types_of_values_are_those_of_the_ontology(
    ontology: rdflib.Graph, data: rdflib.Graph
) -> None:
    for property_ in ontology.subjects(RDF.type, OWL.DatatypeProperty):
        if str(property_).startswith(SG):
            types = {
                o.datatype or rdflib.XSD.string
                for o in data.objects(None, property_)
                if isinstance(o, rdflib.Literal)
            }
            assert types == {ontology.value(property_, RDFS.range)}, property_


def test_data_with_ontology_and_alignments_are_consistent(data: rdflib.Graph) -> None:
    graph = load("scholargraph.ttl", "alignments.ttl") + data
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    errors = Namespace("http://www.daml.org/2002/03/agents/agent-ont#")
    assert not list(graph.triples((None, errors.error, None)))
    # The check can fail: a method that is a task is a contradiction.
    graph.add((NS.x, RDF.type, NS.Method))
    graph.add((NS.x, RDF.type, NS.Task))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    assert list(graph.triples((None, errors.error, None)))


def vocabularies() -> dict[str, set[str]]:
    found = {}
    for file in sorted((ONTOLOGY / "vocabularies").glob("*.txt")):
        _, address, *names = file.read_text("utf-8").split("\n")
        found[address] = {address + name for name in names if name}
    return found


def test_terms_of_others_exist() -> None:
    known = vocabularies()
    graph = load("scholargraph.ttl", "alignments.ttl")
    for term in {str(t) for triple in graph for t in triple if isinstance(t, URIRef)}:
        address = next((a for a in known if term.startswith(a)), None)
        assert address is None or term in known[address], term
        assert (
            address
            or term.startswith(
                ("https://w3id.org/scholargraph/", "http://www.w3.org/2001/XMLSchema#")
            )
            or "licenses" in term
        ), term


def test_alignments_claim_no_equivalence() -> None:
    graph = load("alignments.ttl")
    assert not list(graph.triples((None, OWL.equivalentClass, None)))
    assert not list(graph.triples((None, OWL.equivalentProperty, None)))


def test_context_is_that_of_the_code() -> None:
    text = (ONTOLOGY / "context.jsonld").read_text("utf-8")
    assert json.loads(text) == {"@context": jsonld.context()}


def test_the_small_graph_conforms(data: rdflib.Graph, shapes: rdflib.Graph) -> None:
    conforms, _, report = validate(data, shacl_graph=shapes)
    assert conforms, report
