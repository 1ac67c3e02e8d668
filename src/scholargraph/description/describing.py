"""
The description of a store: numbers by SPARQL, the rest from who publishes it.

There are no blank nodes: a partition's address is that of the graph, a mark and the
name of its class or property.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Triple

from scholargraph.description.terms import dcat, dcterms, prov, void
from scholargraph.ids import slug
from scholargraph.rdf import literals, prefixes, terms
from scholargraph.rdf.iris import web_address
from scholargraph.rdf.terms import Sg
from scholargraph.vocab import BASE, ONTOLOGY

_TOTALS = {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    "classes": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s a ?o }",
    # What the graph itself names: the things that stand under its base.
    "entities": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c "
    'FILTER(STRSTARTS(STR(?s), "BASE")) }',
}
_CLASSES = "SELECT ?name (COUNT(?s) AS ?n) { ?s a ?name } GROUP BY ?name ORDER BY ?name"
_PROPERTIES = (
    "SELECT ?name (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects) "
    "(COUNT(DISTINCT ?o) AS ?objects) { ?s ?name ?o } GROUP BY ?name ORDER BY ?name"
)


@dataclass(frozen=True, slots=True)
class About:
    """
    What is to be said of a graph that it does not hold itself.

    ``sources`` are the names of the inputs, ``hashes`` the SHA-256 hashes of their
    bytes.
    """

    title: str
    base: str = BASE
    licence: str | None = None
    endpoint: str | None = None
    dumps: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()

    @property
    def dataset(self) -> NamedNode:
        """The address of the graph as a dataset."""
        return NamedNode(f"{self.base}dataset")


_RIGHTS = (
    "Titles and abstracts are the words of the papers' authors. The statements were "
    "read from them by a program; each has the words it was read from."
)
_DESCRIPTION = (
    "{papers} papers and what they state: methods, datasets, metrics, tasks, results "
    "and links, each statement with the words it was read from."
)


def describe(store: Store, about: About) -> Iterator[Triple]:
    """Yield the description of a store's default graph."""
    yield from _dataset(store, about)
    yield from _partitions(store, about)
    yield from _period(store, about)
    yield from _sources(about)


def _dataset(store: Store, about: About) -> Iterator[Triple]:
    dataset = about.dataset
    papers = _number(store, f"SELECT (COUNT(*) AS ?n) {{ ?s a {Sg.Paper} }}")
    yield Triple(dataset, terms.TYPE, void("Dataset"))
    yield Triple(dataset, terms.TYPE, dcat("Dataset"))
    yield Triple(dataset, terms.TITLE, literals.plain(about.title))
    text = _DESCRIPTION.format(papers=f"{papers:,}")
    yield Triple(dataset, dcterms("description"), literals.plain(text))
    yield Triple(dataset, dcterms("rights"), literals.plain(_RIGHTS))
    yield Triple(dataset, void("uriSpace"), literals.plain(about.base))
    yield Triple(dataset, dcterms("conformsTo"), NamedNode(ONTOLOGY))
    for name, query in _TOTALS.items():
        count = _number(store, query.replace("BASE", about.base))
        yield Triple(dataset, void(name), literals.integer(count))
    for name in ("sg", "skos", "dcterms", "prov"):
        yield Triple(dataset, void("vocabulary"), NamedNode(prefixes()[name]))
    for run in _nodes(store, f"SELECT ?n {{ ?n a {terms.ACTIVITY} }} ORDER BY ?n"):
        yield Triple(dataset, terms.GENERATED_BY, run)
    first = f"SELECT ?n {{ ?n a {Sg.Paper} }} ORDER BY ?n LIMIT 1"
    for paper in _nodes(store, first):
        yield Triple(dataset, void("exampleResource"), paper)
    yield from _access(about)


def _access(about: About) -> Iterator[Triple]:
    """Yield under which licence and where the graph is to be had."""
    given = [
        (dcterms("license"), about.licence),
        (void("sparqlEndpoint"), about.endpoint),
        *((void("dataDump"), dump) for dump in about.dumps),
    ]
    for predicate, url in given:
        address = web_address(url) if url else None
        if address is not None:
            yield Triple(about.dataset, predicate, address)
    for number, dump in enumerate(about.dumps, start=1):
        address = web_address(dump)
        if address is not None:
            node = NamedNode(f"{about.dataset.value}#distribution-{number}")
            yield Triple(about.dataset, dcat("distribution"), node)
            yield Triple(node, terms.TYPE, dcat("Distribution"))
            yield Triple(node, dcat("downloadURL"), address)


def _partitions(store: Store, about: About) -> Iterator[Triple]:
    for row in _rows(store, _CLASSES):
        class_ = cast("NamedNode", row["name"])
        node = _part(about, "class", class_)
        yield Triple(about.dataset, void("classPartition"), node)
        yield Triple(node, void("class"), class_)
        yield Triple(node, void("entities"), cast("Literal", row["n"]))
    for row in _rows(store, _PROPERTIES):
        property_ = cast("NamedNode", row["name"])
        node = _part(about, "property", property_)
        yield Triple(about.dataset, void("propertyPartition"), node)
        yield Triple(node, void("property"), property_)
        yield Triple(node, void("triples"), cast("Literal", row["n"]))
        yield Triple(node, void("distinctSubjects"), cast("Literal", row["subjects"]))
        yield Triple(node, void("distinctObjects"), cast("Literal", row["objects"]))


def _period(store: Store, about: About) -> Iterator[Triple]:
    """Yield from when to when the papers are, by their own dates."""
    query = f"SELECT (STR(?date) AS ?day) {{ ?paper {terms.DATE} ?date }} ORDER BY ?day"
    days = [cast("Literal", row["day"]).value for row in _rows(store, query)]
    ends = [literals.iso_date(day) for day in (days[:1] + days[-1:])]
    if ends and all(ends):
        node = NamedNode(f"{about.dataset.value}#period")
        yield Triple(about.dataset, dcterms("temporal"), node)
        yield Triple(node, terms.TYPE, dcterms("PeriodOfTime"))
        for name, end in zip(("startDate", "endDate"), ends, strict=True):
            yield Triple(node, dcat(name), cast("Literal", end))


def _sources(about: About) -> Iterator[Triple]:
    """Yield the files that the papers came from, by name and hash, not by place."""
    for name, hash_ in sorted(zip(about.sources, about.hashes, strict=True)):
        node = NamedNode(f"{about.dataset.value}#source-{hash_[:16]}")
        yield Triple(about.dataset, dcterms("source"), node)
        yield Triple(about.dataset, prov("wasDerivedFrom"), node)
        yield Triple(node, terms.TYPE, prov("Entity"))
        yield Triple(node, terms.TITLE, literals.plain(name.rpartition("/")[2]))
        yield Triple(node, terms.IDENTIFIER, literals.plain(f"sha256:{hash_}"))


def _part(about: About, sort: str, term: NamedNode) -> NamedNode:
    for prefix, address in sorted(prefixes().items(), key=lambda p: -len(p[1])):
        if term.value.startswith(address):
            name = f"{prefix}-{term.value.removeprefix(address)}"
            return NamedNode(f"{about.dataset.value}#{sort}-{name}")
    return NamedNode(f"{about.dataset.value}#{sort}-{slug(term.value)}")


def _rows(store: Store, query: str) -> QuerySolutions:
    return cast("QuerySolutions", store.query(query))


def _nodes(store: Store, query: str) -> Iterator[NamedNode]:
    for row in _rows(store, query):
        yield cast("NamedNode", row["n"])


def _number(store: Store, query: str) -> int:
    return int(cast("Literal", next(_rows(store, query))["n"]).value)
