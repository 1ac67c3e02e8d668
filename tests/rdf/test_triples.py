"""The triples of a corpus: evidence, order, and what hostile text becomes."""

import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, parse
from rdflib import Graph

from scholargraph import rdf
from scholargraph.model import (
    Concept,
    Corpus,
    Entity,
    Extraction,
    Link,
    Mention,
    Paper,
    Relation,
    ResolvedPaper,
    Result,
    Span,
)
from scholargraph.rdf import terms
from scholargraph.vocab import ROLES, Kind, LinkKind, RelationType, ResultKind, Role

UNPROVEN = """
SELECT ?node WHERE {
  ?node a ?class . FILTER(?class IN (sg:Mention, sg:Statement, sg:Result))
  OPTIONAL {
    ?node sg:statedIn ?paper ; sg:start ?start ; sg:end ?end ; sg:quote ?quote ;
      sg:confidence ?confidence ;
      prov:wasGeneratedBy/prov:wasAssociatedWith ?extractor .
    ?paper dcterms:title ?title ; dcterms:abstract ?abstract .
    ?extractor a sg:Extractor .
    FILTER(SUBSTR(CONCAT(?title, "\\n", ?abstract), ?start + 1, ?end - ?start) = ?quote)
    FILTER(STRLEN(?quote) > 0 && ?confidence >= 0 && ?confidence <= 1)
    BIND(true AS ?proven)
  }
  FILTER(!BOUND(?proven))
}
"""


OXIGRAPH = {
    "ntriples": RdfFormat.N_TRIPLES,
    "turtle": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}


@dataclass(frozen=True)
class Small:
    concepts: Sequence[Concept]
    resolved: Sequence[ResolvedPaper]

    def papers(self) -> Iterator[ResolvedPaper]:
        return iter(self.resolved)


def store_of(corpus: Corpus) -> Store:
    store = Store()
    store.load(bytes_of(corpus, "ntriples"), format=RdfFormat.N_TRIPLES)
    return store


def bytes_of(corpus: Corpus, format_name: str) -> bytes:
    stream = io.BytesIO()
    rdf.write(rdf.triples(corpus, run="test"), stream, format_name)
    return stream.getvalue()


def unproven(store: Store) -> list[str]:
    found = store.query(UNPROVEN, prefixes=rdf.prefixes())
    return [str(row["node"]) for row in found]  # type: ignore[union-attr] # rows


def test_no_statement_lacks_evidence_and_offsets_slice_to_the_quote(
    corpus: Corpus,
) -> None:
    store = store_of(corpus)
    assert not unproven(store)
    first = next(store.quads_for_pattern(None, terms.Sg.quote, None))
    store.remove(first)
    assert unproven(store) == [str(first.subject)], "the query finds what lacks"


def test_each_plain_property_has_its_statement_and_each_statement_its_property(
    corpus: Corpus,
) -> None:
    found = set(rdf.triples(corpus, run="test"))
    parts: dict[NamedNode, dict[NamedNode, NamedNode]] = {}
    for triple in found:
        if triple.predicate in {terms.Sg.subject, terms.Sg.predicate, terms.Sg.object}:
            node = parts.setdefault(triple.subject, {})  # type: ignore[arg-type] # no blank nodes
            node[triple.predicate] = triple.object  # type: ignore[assignment] # nodes alone
    stated = {
        Triple(n[terms.Sg.subject], n[terms.Sg.predicate], n[terms.Sg.object])
        for n in parts.values()
    }
    plain = {*terms.ROLES.values(), *terms.RELATIONS.values(), terms.Sg.hasRepository}
    assert stated <= found
    assert {t for t in found if t.predicate in plain - {terms.Sg.mentions}} <= stated
    implied = {
        Triple(t.subject, terms.BROADER_PROPERTY[t.predicate], t.object)
        for t in stated
        if t.predicate in terms.BROADER_PROPERTY
    }
    wide = {terms.Sg.mentions, terms.Sg.hasLink}
    assert {t for t in found if t.predicate in wide} <= stated | implied
    assert implied <= found


def test_no_triple_comes_twice(corpus: Corpus) -> None:
    found = list(rdf.triples(corpus, run="test"))
    assert len(found) == len(set(found))


def shuffled(resolved: ResolvedPaper, seed: int) -> ResolvedPaper:
    order = random.Random(seed)
    extraction = resolved.extraction
    return replace(
        resolved,
        extraction=replace(
            extraction,
            entities=tuple(order.sample(extraction.entities, len(extraction.entities))),
            relations=tuple(
                order.sample(extraction.relations, len(extraction.relations))
            ),
            results=tuple(order.sample(extraction.results, len(extraction.results))),
            links=tuple(order.sample(extraction.links, len(extraction.links))),
        ),
    )


@pytest.mark.parametrize("format_name", rdf.FORMATS)
@pytest.mark.parametrize("seed", [1, 2])
def test_order_of_what_was_read_does_not_show(
    corpus: Corpus, format_name: str, seed: int
) -> None:
    other = Small(corpus.concepts, [shuffled(p, seed) for p in corpus.papers()])
    assert bytes_of(other, format_name) == bytes_of(corpus, format_name)


def test_addresses_stand_under_the_base(corpus: Corpus) -> None:
    found = list(rdf.triples(corpus, base="https://example.org/kg/", run="test"))
    subjects = {str(triple.subject).strip("<>") for triple in found}
    ours = {s for s in subjects if s.startswith("https://example.org/kg/")}
    assert subjects - ours == {
        "https://github.com/example/fracal",
        "https://example.org/lvis%20mini",
    }
    assert "https://example.org/kg/paper/arxiv-2401.00001" in ours


def test_shapes_of_numbers_units_and_doubts(corpus: Corpus) -> None:
    store = store_of(corpus)
    text = """SELECT ?raw ?value ?unit ?doubt { ?r sg:rawValue ?raw ; sg:unit ?unit
      OPTIONAL { ?r sg:value ?value ; sg:scaleDoubt ?doubt } } ORDER BY ?raw"""
    rows = [
        tuple(None if term is None else term.value for term in row)
        for row in store.query(text, prefixes=rdf.prefixes())  # type: ignore[union-attr] # rows
    ]
    assert ("0.93", "0.93", "", "true") in rows
    assert ("91", "91", "%", "false") in rows
    assert ("40.5", "40.5", "%", "false") in rows
    assert ("4,8", None, "%", None) in rows  # a comma is no decimal point


# rdflib's own JSON-LD parser makes one.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("format_name", rdf.FORMATS)
def test_rdflib_and_oxigraph_read_back_what_was_written(
    corpus: Corpus, format_name: str
) -> None:
    data = bytes_of(corpus, format_name)
    expected = {str(triple) for triple in rdf.triples(corpus, run="test")}
    ours = {str(q.triple) for q in parse(data, format=OXIGRAPH[format_name])}
    assert ours == expected
    names = {"ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
    theirs = Graph().parse(data=data, format=names.get(format_name, format_name))
    again = theirs.serialize(format="nt", encoding="utf-8")
    read = {str(q.triple) for q in parse(again, format=RdfFormat.N_TRIPLES)}
    assert read == expected


# Text with all that breaks files: halves of surrogate pairs, controls, markup.
HOSTILE = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("\"'\\<>{}|^`\n\r\t\x00\x1f\ud800\udfff\ufffe\u202e%# "),
    ),
    max_size=40,
)
SOME = HOSTILE.filter(bool)


@st.composite
def corpora(draw: st.DrawFn) -> Small:
    text = draw(SOME) + draw(SOME)
    paper = Paper(
        draw(SOME),
        text,
        draw(HOSTILE),
        date=draw(st.one_of(st.none(), SOME, st.just("2024-05"))),
        authors=tuple(draw(st.lists(SOME, max_size=2))),
        identifiers=((draw(SOME), draw(SOME)), ("doi", draw(SOME))),
        venue=draw(st.one_of(st.none(), SOME)),
        address=draw(st.one_of(st.none(), SOME)),
    )
    kind = draw(st.sampled_from(Kind))
    role = draw(st.sampled_from(ROLES[kind]))
    sure = draw(st.floats())
    mention = Mention(0, 1, text[:1], kind, sure)
    entities = (
        Entity("a", kind, role, (mention,), sure),
        Entity("b", Kind.METHOD, Role.USES, (mention,), sure),
    )
    url = draw(
        st.one_of(
            SOME, SOME.map("https://x.org/".__add__), SOME.map("https://".__add__)
        )
    )
    extraction = Extraction(
        paper.id,
        entities,
        (Relation("b", RelationType.PART_OF, "a", Span(-1, 999), sure),),
        (
            Result(
                "b",
                None,
                None,
                "a",
                draw(HOSTILE),
                draw(HOSTILE),
                draw(st.sampled_from(ResultKind)),
                Span(0, 0),
                sure,
            ),
        ),
        (Link(url, draw(st.sampled_from(LinkKind)), draw(st.booleans()), Span(0, 1)),),
        draw(SOME),
    )
    concepts = (
        Concept(draw(SOME), kind, draw(SOME), (draw(SOME),)),
        Concept(draw(SOME), Kind.METHOD, draw(SOME)),
    )
    ids = {"a": concepts[0].id, "b": concepts[1].id}
    return Small(concepts, [ResolvedPaper(paper, extraction, ids)])


@settings(deadline=None)
@given(corpora())
def test_text_is_byte_for_byte_what_oxigraph_writes(corpus: Small) -> None:
    maker = rdf.Maker(corpus.concepts, run="test")
    of_concepts = "".join(maker.concept_lines(corpus.concepts))
    of_papers = "".join(map(maker.paper_lines, corpus.papers()))
    text = (of_concepts + of_papers).encode()
    assert text == bytes_of(corpus, "ntriples")
    assert {quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES)} == set(
        rdf.triples(corpus, run="test")
    )


def test_what_papers_share_is_said_again_once_forgotten() -> None:
    text = "Nets for cats and dogs"
    names = (("Nets", Kind.METHOD, Role.USES), ("cats", Kind.TASK, Role.ADDRESSES))
    found = Extraction(
        "a",
        tuple(
            Entity(name, kind, role, (Mention(at, at + 4, name, kind, 1.0),), 1.0)
            for (name, kind, role), at in zip(names, (0, 9), strict=True)
        ),
        (Relation("Nets", RelationType.USED_FOR, "cats", Span(0, 13), 1.0),),
        (),
        (),
        "reader",
    )
    concepts = (
        Concept("method/nets", Kind.METHOD, "nets"),
        Concept("task/cats", Kind.TASK, "cats"),
    )
    ids = {"Nets": "method/nets", "cats": "task/cats"}
    one, other = (
        ResolvedPaper(Paper(id_, text, ""), replace(found, paper_id=id_), ids)
        for id_ in ("a", "b")
    )
    direct = f"/method/nets> {terms.RELATIONS[RelationType.USED_FOR]} <"
    maker = rdf.Maker(concepts)
    assert direct in maker.paper_lines(one)
    assert direct not in maker.paper_lines(other)
    maker.forget()
    assert direct in maker.paper_lines(other)


@settings(deadline=None)
@given(corpora())
def test_hostile_text_gives_valid_rdf_with_evidence(corpus: Small) -> None:
    found = set(rdf.triples(corpus, run="test"))
    for name, format_ in OXIGRAPH.items():
        read = {quad.triple for quad in parse(bytes_of(corpus, name), format=format_)}
        assert read == found, name
    assert not unproven(store_of(corpus))
    assert all(isinstance(t.object, NamedNode | Literal) for t in found)
