"""
The ontology, its alignments and the data are OWL 2 DL.

What is checked are the rules that a graph can break
(https://www.w3.org/TR/owl2-syntax/#Ontologies): declarations, one kind a property, no
reserved term out of its place, and datatypes that reasoners know.
"""

import io
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Literal, Namespace, URIRef
from rdflib.term import Node

from scholargraph import rdf
from scholargraph.model import Corpus
from scholargraph.vocab import SG

ONTOLOGY = Path(__file__).parents[2] / "ontology"
NS = Namespace(SG)
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
# https://www.w3.org/TR/owl2-syntax/#Datatype_Maps, as far as we could need it. Dates
# are not in it.
DATATYPES = {
    *(
        XSD[n]
        for n in ("string", "integer", "decimal", "boolean", "dateTime", "anyURI")
    ),
    *(XSD[n] for n in ("nonNegativeInteger", "double", "float")),
    RDF.langString,
}
BUILT_IN = {RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy, OWL.versionInfo}
# The parts of RDF and OWL that say axioms.
SYNTAX = {
    RDF.type,
    RDF.first,
    RDF.rest,
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    RDFS.domain,
    RDFS.range,
    OWL.equivalentClass,
    OWL.oneOf,
    OWL.unionOf,
    OWL.members,
    OWL.distinctMembers,
    OWL.imports,
    OWL.versionIRI,
}
RESERVED = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/2002/07/owl#",
    "http://www.w3.org/2001/XMLSchema#",
)


@pytest.fixture(scope="module")
def everything(corpus: Corpus) -> rdflib.Graph:
    stream = io.BytesIO()
    rdf.write(rdf.triples(corpus, run="test"), stream, "ntriples")
    graph = rdflib.Graph().parse(data=stream.getvalue(), format="nt")
    for name in ("scholargraph.ttl", "alignments.ttl"):
        graph.parse(ONTOLOGY / name)
    return graph


def kinds(graph: rdflib.Graph, term: Node) -> set[Node]:
    return set(graph.objects(term, RDF.type)) & set(PROPERTIES)


def test_every_property_is_declared_and_of_one_kind(everything: rdflib.Graph) -> None:
    used = set(everything.predicates()) - SYNTAX - BUILT_IN
    used.update(everything.subjects(RDFS.subPropertyOf))
    used.update(everything.objects(None, RDFS.subPropertyOf))
    assert {
        p: kinds(everything, p) for p in used if len(kinds(everything, p)) != 1
    } == {}


def test_every_class_is_declared(everything: rdflib.Graph) -> None:
    used = set(everything.objects(None, RDFS.subClassOf))
    used.update(everything.subjects(RDFS.subClassOf))
    used.update(everything.objects(None, RDFS.domain))
    for property_ in everything.subjects(RDF.type, OWL.ObjectProperty):
        used.update(everything.objects(property_, RDFS.range))
    used.update(o for o in everything.objects(None, RDF.type) if not reserved(o))
    assert {c for c in used if (c, RDF.type, OWL.Class) not in everything} == set()


def test_values_are_of_the_kind_of_their_property(everything: rdflib.Graph) -> None:
    for subject, predicate, value in everything:
        if OWL.ObjectProperty in kinds(everything, predicate):
            assert not isinstance(value, Literal), (subject, predicate)
        if OWL.DatatypeProperty in kinds(everything, predicate):
            assert isinstance(value, Literal), (subject, predicate)


def test_datatypes_are_those_that_reasoners_know(everything: rdflib.Graph) -> None:
    for property_ in everything.subjects(RDF.type, OWL.DatatypeProperty):
        assert set(everything.objects(property_, RDFS.range)) <= DATATYPES
        for value in everything.objects(None, property_):
            assert isinstance(value, Literal)
            assert (value.datatype or XSD.string) in DATATYPES, (property_, value)


def reserved(term: Node) -> bool:
    return isinstance(term, URIRef) and str(term).startswith(RESERVED)


def test_no_reserved_term_stands_out_of_its_place(everything: rdflib.Graph) -> None:
    assert {s for s in everything.subjects() if reserved(s)} == set()
    for _, predicate, value in everything:
        if predicate == RDFS.seeAlso or not reserved(value):
            continue
        # Types of declarations, datatypes of ranges, and the ends of lists.
        assert predicate in {RDF.type, RDFS.range, RDF.rest}, (predicate, value)


def test_functional_properties_have_one_value_at_most(everything: rdflib.Graph) -> None:
    for property_ in everything.subjects(RDF.type, OWL.FunctionalProperty):
        subjects = list(everything.subjects(property_))
        assert len(subjects) == len(set(subjects)), property_


def test_every_foreign_vocabulary_of_the_design_is_aligned() -> None:
    graph = rdflib.Graph().parse(ONTOLOGY / "alignments.ttl")
    near = {str(o) for o in graph.objects(None, SKOS.closeMatch)}
    for address in (
        "https://linkedpaperswithcode.com/class/",
        "https://linkedpaperswithcode.com/property/",
        "http://www.w3.org/ns/mls#",
        "http://w3id.org/mlso/",
        "https://w3id.org/fair4ml#",
        "http://orkg.org/orkg/class/",
        "http://scholkg.kmi.open.ac.uk/cskg/ontology#",
        "http://mlcommons.org/croissant/",
    ):
        assert any(term.startswith(address) for term in near), address


def test_the_changes_begin_with_the_ontologys_version() -> None:
    graph = rdflib.Graph().parse(ONTOLOGY / "scholargraph.ttl")
    version = str(graph.value(URIRef(SG.rstrip("#")), OWL.versionInfo))
    lines = (ONTOLOGY / "CHANGELOG.md").read_text("utf-8").splitlines()
    assert next(line for line in lines if line.startswith("## ")) == f"## {version}"
    assert str(graph.value(URIRef(SG.rstrip("#")), OWL.versionIRI)).endswith(version)
