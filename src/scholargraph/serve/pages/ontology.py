"""The ontology: its file in each format, and its terms for the page."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from scholargraph.serve.faults import Fault
from scholargraph.serve.turtle import rewrite
from scholargraph.vocab import ONTOLOGY, SG

_FILE: Final = "scholargraph.ttl"
_HEADINGS: Final = ("Class", "Property", "Individual")


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the ontology, as its page shows it."""

    name: str
    sort: str
    label: str
    comment: str
    broader: tuple[str, ...]


def describe_ontology(format_name: str) -> bytes:
    """Return the ontology in an RDF format."""
    text = _text()
    if format_name == "turtle":
        return text.encode()
    return rewrite(text, format_name, base_iri=ONTOLOGY)


@cache
def ontology_terms() -> tuple[Term, ...]:
    """Return the ontology's own terms: classes, properties, individuals."""
    said: dict[str, dict[str, list[NamedNode | Literal]]] = {}
    for quad in parse(_text(), RdfFormat.TURTLE, base_iri=ONTOLOGY):
        subject, value = quad.subject, quad.object
        own = isinstance(subject, NamedNode) and subject.value.startswith(SG)
        if own and isinstance(value, NamedNode | Literal):
            name = subject.value.removeprefix(SG)
            last = _last(quad.predicate.value)
            said.setdefault(name, {}).setdefault(last, []).append(value)
    found = [_term(name, values) for name, values in said.items()]
    return tuple(sorted(found, key=lambda t: (_HEADINGS.index(t.sort), t.name)))


def _term(name: str, said: dict[str, list[NamedNode | Literal]]) -> Term:
    types = {_last(value.value) for value in said.get("type", ())}
    if "Class" in types:
        sort = "Class"
    else:
        is_property = any(type_.endswith("Property") for type_ in types)
        sort = "Property" if is_property else "Individual"
    broader = [*said.get("subClassOf", ()), *said.get("subPropertyOf", ())]
    return Term(
        name,
        sort,
        _first(said, "label") or name,
        _first(said, "comment", "definition"),
        tuple(sorted({value.value for value in broader})),
    )


def _first(said: dict[str, list[NamedNode | Literal]], *names: str) -> str:
    return next((v.value for name in names for v in said.get(name, ())), "")


def _last(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]


@cache
def _text() -> str:
    for folder in (files("scholargraph"), Path(__file__).parents[4]):
        file = folder / "ontology" / _FILE
        if file.is_file():
            return file.read_text(encoding="utf-8")
    raise Fault(404, "the ontology is not installed with this program")
