"""
Shapes as records, read from SHACL files.

Read is that part of SHACL (https://www.w3.org/TR/shacl/) which our own shapes use; what
else a file says is refused, so that no shape is passed over in silence.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from scholargraph.errors import ScholargraphError
from scholargraph.shapes import conditions

FILES: Final = ("shapes.ttl", "evidence.ttl")
_TARGETS: Final = (SH.targetClass, SH.targetSubjectsOf)
# What a shape may say beside its conditions on values.
_FRAME: Final = frozenset(
    {
        RDF.type,
        *_TARGETS,
        SH.path,
        SH.message,
        SH.property,
        SH.sparql,
        SH.minCount,
        SH.maxCount,
    }
)


class ShapesError(ScholargraphError):
    """A file of shapes that says something which is not compiled."""


@dataclass(frozen=True, slots=True)
class Target:
    """The nodes that a shape is about: of a class, or with a property."""

    by_class: bool
    iri: str


@dataclass(frozen=True, slots=True)
class Constraint:
    """
    What holds of each node of some targets, or of its values of a property.

    ``condition`` is a SPARQL expression of ``?node`` and ``?value`` which is true of
    every value that is right; ``query`` is a SPARQL query that finds what is wrong, as
    SHACL-SPARQL has it. Without a ``path`` the value is the node itself.
    """

    shape: str
    message: str
    targets: tuple[Target, ...]
    path: str | None = None
    least: int | None = None
    most: int | None = None
    condition: str | None = None
    query: str | None = None


@cache
def shipped_shapes() -> tuple[Constraint, ...]:
    """Return what the shapes of the ontology ask for."""
    folder = files("scholargraph") / "ontology"
    graph = Graph()
    for name in FILES:
        graph.parse(data=(folder / name).read_text(encoding="utf-8"), format="turtle")
    return read_shapes(graph)


def read_shapes(graph: Graph) -> tuple[Constraint, ...]:
    """
    Return what the shapes of a graph ask for, by shape and message.

    Raises
    ------
    ShapesError
        Where the graph has something that is not compiled.

    """
    found: list[Constraint] = []
    for shape in sorted(set(graph.subjects(RDF.type, SH.NodeShape)), key=str):
        found.extend(_of_shape(graph, shape))
    return tuple(sorted(found, key=_order))


def _order(constraint: Constraint) -> tuple[str, str, str, str]:
    path, targets = constraint.path or "", str(constraint.targets)
    return constraint.shape, constraint.message, path, targets


def _of_shape(graph: Graph, shape: Node) -> Iterator[Constraint]:
    targets = tuple(
        Target(property_ == SH.targetClass, str(iri))
        for property_ in _TARGETS
        for iri in sorted(graph.objects(shape, property_), key=str)
    )
    own = _constraint(graph, shape, shape, targets)
    if own.condition:
        yield own
    for part in graph.objects(shape, SH.property):
        yield _constraint(graph, part, shape, targets)
    for part in graph.objects(shape, SH.sparql):
        query = _prefixes(graph, part) + _text(graph, part, SH.select)
        message = _text(graph, part, SH.message)
        yield Constraint(str(shape), message, targets, query=query)


def _constraint(
    graph: Graph, part: Node, shape: Node, targets: tuple[Target, ...]
) -> Constraint:
    path = graph.value(part, SH.path)
    if path is not None and not isinstance(path, URIRef):
        raise ShapesError(shape, "has a path that is no single property")
    checks = _conditions(graph, part, shape)
    counts = {
        name: int(str(value))
        for name, predicate in (("least", SH.minCount), ("most", SH.maxCount))
        if (value := graph.value(part, predicate)) is not None
    }
    bare = not checks and not counts
    return Constraint(
        str(part if isinstance(part, URIRef) else shape),
        "" if bare else _text(graph, part, SH.message),
        targets,
        str(path) if path is not None else None,
        counts.get("least"),
        counts.get("most"),
        checks or None,
    )


def _condition(graph: Graph, predicate: Node, value: Node, shape: Node) -> str:
    compiler = conditions.COMPILERS.get(predicate)
    if compiler is None:
        raise ShapesError(shape, f"says {predicate}, which is not compiled")
    listed = predicate in conditions.OF_LISTS
    members = list(graph.items(value)) if listed else [value]
    if predicate in conditions.OF_SHAPES:
        return compiler([_conditions(graph, member, shape) for member in members])
    return compiler([member.n3() for member in members])


def _conditions(graph: Graph, part: Node, shape: Node) -> str:
    """Return all that a shape asks of a value; nothing where it is about counts."""
    return " && ".join(
        _condition(graph, predicate, value, shape)
        for predicate, value in sorted(graph.predicate_objects(part))
        if predicate not in _FRAME
    )


def _text(graph: Graph, subject: Node, predicate: URIRef) -> str:
    value = graph.value(subject, predicate)
    if value is None:
        raise ShapesError(subject, f"has no {predicate}")
    return str(value)


def _prefixes(graph: Graph, part: Node) -> str:
    names = _declared(graph, part)
    return "".join(f"PREFIX {name}: <{names[name]}>\n" for name in sorted(names))


def _declared(graph: Graph, part: Node) -> Mapping[str, str]:
    return MappingProxyType(
        {
            _text(graph, entry, SH.prefix): _text(graph, entry, SH.namespace)
            for ontology in graph.objects(part, SH.prefixes)
            for entry in graph.objects(ontology, SH.declare)
        }
    )
