"""
The graph as schema.org sees it: scholarly articles, what they are about and mention.

An article is one tree, as a web page embeds it; the triples are made from the same
trees, so that the two cannot differ. A metric's value is an observation.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Triple

from scholargraph.ids import slug
from scholargraph.model import Concept, Paper, ResolvedPaper, Result
from scholargraph.rdf import literals, nodes, terms
from scholargraph.rdf.iris import LocalNames, web_address
from scholargraph.rdf.jsonld import Json
from scholargraph.rdf.profiles.translator import Translator
from scholargraph.rdf.statements import Reading, leads_to, link_statements
from scholargraph.rdf.triples import order
from scholargraph.text import readable
from scholargraph.vocab import Kind, LinkKind, Role

_SCHEMA: Final = "https://schema.org/"
NAMES: Final[Mapping[str, str]] = MappingProxyType({"schema": _SCHEMA})
SORTS: Final = ("author", "identifier", "observation", "venue")
_XSD_DECIMAL: Final = terms.DECIMAL.value
# Inline, since nothing is to be fetched to read a file.
CONTEXT: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "@vocab": _SCHEMA,
        "codeRepository": {"@type": "@id"},
        "sameAs": {"@type": "@id"},
        "url": {"@type": "@id"},
    }
)
_ADDRESSES: Final = frozenset({"codeRepository", "sameAs", "url"})


class Maker(Translator):
    """Makes trees and triples; see ``profiles.Facts``."""

    @cached_property
    def _short(self) -> dict[str, Json]:
        return {c.id: self._named(c) for c in self._known}

    def concepts(self, concepts: Iterable[Concept]) -> Iterator[Triple]:
        """Yield the triples of concepts."""
        for tree in self.concept_trees(concepts):
            yield from _triples(tree)

    def _all(self, reading: Reading) -> Iterator[Triple]:
        # Concepts have triples of their own, by ``concepts``.
        concepts = f"<{self._base}concept/"
        for triple in _triples(self._article(reading)):
            if not str(triple.subject).startswith(concepts):
                yield triple

    def concept_trees(self, concepts: Iterable[Concept]) -> Iterator[Json]:
        """Yield the tree of each concept."""
        for concept in concepts:
            tree = self._named(concept)
            _, *aliases = map(literals.writable, nodes.names(concept))
            if aliases:
                tree["alternateName"] = aliases
            same = [
                self._addresses.authority(match.target).value
                for match in sorted(concept.matches)
                if match.exact
            ]
            if same:
                tree["sameAs"] = sorted(set(same))
            home = web_address(concept.home) if concept.home else None
            if home is not None:
                tree["url"] = home.value
            yield tree

    def article(self, resolved: ResolvedPaper) -> Json:
        """Return the tree of a paper."""
        return self._article(Reading(resolved, self._addresses))

    def _article(self, reading: Reading) -> Json:
        resolved = reading.resolved
        names = LocalNames(self._base, resolved.paper.id)
        about = [
            self._concept(id_)
            for id_, entity in reading.concepts.items()
            if entity.role == Role.ADDRESSES
        ]
        mentions = [
            self._concept(id_)
            for id_, entity in reading.concepts.items()
            if entity.role != Role.ADDRESSES
        ]
        mentions += _linked(reading)
        results = sorted(resolved.extraction.results, key=order)
        mentions += [self._observation(r, reading, names) for r in results]
        tree = {
            "@id": reading.paper.value,
            "@type": "ScholarlyArticle",
            **self._about(resolved.paper, names),
            "about": about,
            "mentions": mentions,
        }
        return {name: value for name, value in tree.items() if value}

    def _about(self, paper: Paper, names: LocalNames) -> Json:
        date = literals.iso_date(paper.date) if paper.date else None
        venue = literals.writable(paper.venue or "")
        return {
            "name": literals.writable(readable(paper.title) or paper.id),
            "abstract": literals.writable(paper.abstract),
            "datePublished": date.value if date is not None else None,
            "author": [
                {
                    "@id": names.other("author", name).value,
                    "@type": "Person",
                    "name": literals.writable(name),
                }
                for name in dict.fromkeys(paper.authors)
            ],
            "identifier": [
                {
                    "@id": names.other("identifier", scheme, value).value,
                    "@type": "PropertyValue",
                    "propertyID": literals.writable(scheme),
                    "value": literals.writable(value),
                }
                for scheme, value in paper.identifiers
            ],
            "isPartOf": {
                "@id": f"{self._base}venue/{slug(venue)}",
                "@type": "CreativeWork",
                "name": venue,
            }
            if venue
            else None,
            "keywords": [literals.writable(c) for c in sorted(set(paper.categories))],
            "sameAs": [page.value for page in nodes.pages(paper)],
        }

    def _named(self, concept: Concept) -> Json:
        dataset = concept.kind == Kind.DATASET
        return {
            "@id": self._addresses.concept(concept.id).value,
            "@type": "Dataset" if dataset else "DefinedTerm",
            "name": literals.writable(nodes.names(concept)[0]),
        }

    def _concept(self, id_: str) -> Json:
        return self._short.get(id_) or {"@id": self._addresses.concept(id_).value}

    def _observation(self, result: Result, reading: Reading, names: LocalNames) -> Json:
        fields = result.method, result.dataset, result.task, result.metric
        ids = [reading.resolved.concept_ids.get(name or "") for name in fields]
        *about, metric = ids
        number = literals.number(result.value)
        parts = (*(id_ or "" for id_ in ids), result.value, result.unit, result.kind)
        tree = {
            "@id": names.other("observation", *parts).value,
            "@type": "Observation",
            "measuredProperty": self._concept(metric) if metric else None,
            "value": literals.writable(result.value)
            if number is None
            else {"@value": number.value, "@type": _XSD_DECIMAL},
            "unitText": literals.writable(result.unit),
            "valueReference": [self._concept(id_) for id_ in about if id_],
        }
        return {name: value for name, value in tree.items() if value}


def _linked(reading: Reading) -> list[Json]:
    found: dict[str, Json] = {}
    for item in link_statements(reading):
        url = item.object.value
        if leads_to(item, LinkKind.CODE):
            code = {"@id": url, "@type": "SoftwareSourceCode", "codeRepository": url}
            found[url] = code
        else:
            type_ = "Dataset" if leads_to(item, LinkKind.DATA) else "CreativeWork"
            found.setdefault(url, {"@id": url, "@type": type_, "url": url})
    return [found[url] for url in sorted(found)]


def _triples(tree: Json) -> Iterator[Triple]:
    """Yield the triples of a tree, what hangs from it after its own."""
    subject = NamedNode(tree["@id"])
    below: list[Json] = []
    for name, value in tree.items():
        if name == "@id":
            continue
        for item in value if isinstance(value, list) else [value]:
            if name == "@type":
                yield Triple(subject, terms.TYPE, NamedNode(_SCHEMA + item))
                continue
            yield Triple(subject, NamedNode(_SCHEMA + name), _object(name, item))
            if isinstance(item, dict) and "@id" in item:
                below.append(item)
    for item in below:
        yield from _triples(item)


def _object(name: str, value: Any) -> NamedNode | Literal:
    if isinstance(value, dict):
        if "@id" in value:
            return NamedNode(value["@id"])
        return Literal(value["@value"], datatype=NamedNode(value["@type"]))
    return NamedNode(value) if name in _ADDRESSES else Literal(value)
