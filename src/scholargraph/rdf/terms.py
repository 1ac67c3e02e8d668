"""
The RDF terms that the data are made of; the ontology declares the same.

A misspelt term raises ``AttributeError``. This module and ``vocab`` alone write
the ontology's addresses.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode

from scholargraph.vocab import SG, Kind, LinkKind, RelationType, ResultKind, Role

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_DCTERMS: Final = "http://purl.org/dc/terms/"
_PROV: Final = "http://www.w3.org/ns/prov#"

TYPE: Final = NamedNode(_RDF + "type")
LABEL: Final = NamedNode(_RDFS + "label")
SEE_ALSO: Final = NamedNode(_RDFS + "seeAlso")
PREF_LABEL: Final = NamedNode(_SKOS + "prefLabel")
ALT_LABEL: Final = NamedNode(_SKOS + "altLabel")
BROADER: Final = NamedNode(_SKOS + "broader")
EXACT_MATCH: Final = NamedNode(_SKOS + "exactMatch")
CLOSE_MATCH: Final = NamedNode(_SKOS + "closeMatch")
SKOS_CONCEPT: Final = NamedNode(_SKOS + "Concept")
IS_REPLACED_BY: Final = NamedNode(_DCTERMS + "isReplacedBy")
TITLE: Final = NamedNode(_DCTERMS + "title")
ABSTRACT: Final = NamedNode(_DCTERMS + "abstract")
DATE: Final = NamedNode(_DCTERMS + "date")
IDENTIFIER: Final = NamedNode(_DCTERMS + "identifier")
CREATOR: Final = NamedNode(_DC + "creator")
SUBJECT_HEADING: Final = NamedNode(_DC + "subject")
ACTIVITY: Final = NamedNode(_PROV + "Activity")
DERIVED_FROM: Final = NamedNode(_PROV + "wasDerivedFrom")
GENERATED_BY: Final = NamedNode(_PROV + "wasGeneratedBy")
ASSOCIATED_WITH: Final = NamedNode(_PROV + "wasAssociatedWith")

STRING: Final = NamedNode(_XSD + "string")
INTEGER: Final = NamedNode(_XSD + "integer")
DECIMAL: Final = NamedNode(_XSD + "decimal")
BOOLEAN: Final = NamedNode(_XSD + "boolean")
# By the number of hyphens in an ISO 8601 date cut to its known precision.
DATE_TYPES: Final = tuple(NamedNode(_XSD + n) for n in ("gYear", "gYearMonth", "date"))


def _sg(name: str) -> NamedNode:
    return NamedNode(SG + name)


class Sg:
    """The ontology's own classes and properties."""

    Paper: Final = _sg("Paper")
    Concept: Final = _sg("Concept")
    Extracted: Final = _sg("Extracted")
    Mention: Final = _sg("Mention")
    Statement: Final = _sg("Statement")
    Result: Final = _sg("Result")
    WebResource: Final = _sg("WebResource")
    Repository: Final = _sg("Repository")
    Extractor: Final = _sg("Extractor")

    mentions: Final = _sg("mentions")
    hasLink: Final = _sg("hasLink")  # noqa: N815 - spelt as in the ontology
    hasRepository: Final = _sg("hasRepository")  # noqa: N815 - as in the ontology

    statedIn: Final = _sg("statedIn")  # noqa: N815 - as in the ontology
    start: Final = _sg("start")
    end: Final = _sg("end")
    quote: Final = _sg("quote")
    confidence: Final = _sg("confidence")
    denotes: Final = _sg("denotes")
    subject: Final = _sg("subject")
    predicate: Final = _sg("predicate")
    object: Final = _sg("object")
    linkKind: Final = _sg("linkKind")  # noqa: N815 - as in the ontology
    own: Final = _sg("own")

    ofMethod: Final = _sg("ofMethod")  # noqa: N815 - as in the ontology
    onDataset: Final = _sg("onDataset")  # noqa: N815 - as in the ontology
    forTask: Final = _sg("forTask")  # noqa: N815 - as in the ontology
    withMetric: Final = _sg("withMetric")  # noqa: N815 - as in the ontology
    value: Final = _sg("value")
    rawValue: Final = _sg("rawValue")  # noqa: N815 - as in the ontology
    unit: Final = _sg("unit")
    resultKind: Final = _sg("resultKind")  # noqa: N815 - as in the ontology
    scaleDoubt: Final = _sg("scaleDoubt")  # noqa: N815 - as in the ontology

    key: Final = _sg("key")
    sharedName: Final = _sg("sharedName")  # noqa: N815 - as in the ontology
    paperCount: Final = _sg("paperCount")  # noqa: N815 - as in the ontology
    higherIsBetter: Final = _sg("higherIsBetter")  # noqa: N815 - as in the ontology
    usualUnit: Final = _sg("usualUnit")  # noqa: N815 - as in the ontology
    scale: Final = _sg("scale")
    valueRange: Final = _sg("valueRange")  # noqa: N815 - as in the ontology
    ambiguous: Final = _sg("ambiguous")
    authors: Final = _sg("authors")
    venue: Final = _sg("venue")


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


KINDS: Final[Mapping[Kind, NamedNode]] = MappingProxyType(
    {kind: _sg(kind.value) for kind in Kind}
)
ROLES: Final[Mapping[Role, NamedNode]] = MappingProxyType(
    {
        Role.INTRODUCES: _sg("introduces"),
        Role.USES: _sg("uses"),
        Role.COMPARES: _sg("comparesWith"),
        Role.EVALUATES: _sg("evaluatesOn"),
        Role.TRAINS: _sg("trainsOn"),
        Role.ADDRESSES: _sg("addresses"),
        Role.REPORTS: _sg("reports"),
        Role.MENTIONS: Sg.mentions,
    }
)
RELATIONS: Final[Mapping[RelationType, NamedNode]] = MappingProxyType(
    {type_: _sg(_camel(type_.value)) for type_ in RelationType}
)
RESULT_KINDS: Final[Mapping[ResultKind, NamedNode]] = MappingProxyType(
    {kind: _sg(kind.value) for kind in ResultKind}
)
LINK_KINDS: Final[Mapping[LinkKind, NamedNode]] = MappingProxyType(
    {kind: _sg(kind.value) for kind in LinkKind}
)
# Written out with each use of the narrower one, so that no query needs a reasoner.
BROADER_PROPERTY: Final[Mapping[NamedNode, NamedNode]] = MappingProxyType(
    {
        **{term: Sg.mentions for role, term in ROLES.items() if role != Role.MENTIONS},
        Sg.hasRepository: Sg.hasLink,
    }
)
OWN_TERMS: Final[tuple[NamedNode, ...]] = tuple(
    sorted(
        {
            *(term for term in vars(Sg).values() if isinstance(term, NamedNode)),
            *KINDS.values(),
            *ROLES.values(),
            *RELATIONS.values(),
            *RESULT_KINDS.values(),
            *LINK_KINDS.values(),
        },
        key=str,
    )
)
PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "dc": _DC,
        "dcterms": _DCTERMS,
        "prov": _PROV,
        "rdf": _RDF,
        "rdfs": _RDFS,
        "sg": SG,
        "skos": _SKOS,
        "xsd": _XSD,
    }
)
