"""
Triples put together to what people count as one statement.

A statement, a mention and a result are nodes with evidence; what is known of a paper or
a concept is one property with its values.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from scholargraph.rdf import terms
from scholargraph.rdf.terms import Sg

Details = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """
    What is stated, apart from how surely and in which words.

    ``sort`` is ``paper``, ``concept``, ``mention``, ``statement``, ``result`` or
    ``graph``; subject, property and object are addresses, or text. ``number`` tells
    items apart that are alike.
    """

    sort: str
    subject: str
    predicate: str
    object: str = ""
    number: int = 1


_SORTS: Final[Mapping[str, str]] = {
    Sg.Mention.value: "mention",
    Sg.Statement.value: "statement",
    Sg.Result.value: "result",
}
# Said of the whole graph, not once an item.
_LEFT_OUT: Final = frozenset({terms.TYPE, Sg.statedIn, terms.GENERATED_BY})
_OF_RESULTS: Final = (
    Sg.ofMethod,
    Sg.onDataset,
    Sg.forTask,
    Sg.withMetric,
    Sg.resultKind,
)
_Node = Mapping[NamedNode, list[str]]


def of_paper(triples: Iterable[Triple], paper: NamedNode) -> dict[Item, Details]:
    """Return what one paper states, and what is known of it, from its triples."""
    nodes: dict[NamedNode, dict[NamedNode, list[str]]] = {}
    sorts: dict[NamedNode, str] = {}
    for triple in triples:
        subject, value = triple.subject, triple.object
        assert isinstance(subject, NamedNode)
        node = nodes.setdefault(subject, defaultdict(list))
        assert isinstance(value, NamedNode | Literal)
        if triple.predicate == terms.TYPE and value.value in _SORTS:
            sorts[subject] = _SORTS[value.value]
        node[triple.predicate].append(value.value)
    found: dict[Item, Details] = {}
    for node_address, sort in sorts.items():
        _add(found, sort, nodes[node_address])
    found.update(_properties("paper", paper.value, nodes.get(paper, {})))
    return found


def of_concept(triples: Iterable[Triple], concept: NamedNode) -> dict[Item, Details]:
    """Return what is known of a concept, from its triples."""
    node: dict[NamedNode, list[str]] = defaultdict(list)
    for triple in triples:
        assert isinstance(triple.object, NamedNode | Literal)
        node[triple.predicate].append(triple.object.value)
    return dict(_properties("concept", concept.value, node))


def _add(found: dict[Item, Details], sort: str, node: _Node) -> None:
    subject, predicate, object_, own = _ends(sort, node)
    number = 1
    while (item := Item(sort, subject, predicate, object_, number)) in found:
        number += 1
    found[item] = {
        _name(name): tuple(sorted(values))
        for name, values in node.items()
        if name not in _LEFT_OUT and name not in own
    }


def _ends(sort: str, node: _Node) -> tuple[str, str, str, frozenset[NamedNode]]:
    """Return subject, property and object of an item, and what these are made of."""
    if sort == "statement":
        ends = (Sg.subject, Sg.predicate, Sg.object)
        subject, predicate, object_ = (_first(node, end) for end in ends)
        return subject, predicate, object_, frozenset(ends)
    paper = _first(node, Sg.statedIn)
    if sort == "mention":
        place = f"{_first(node, Sg.start)}-{_first(node, Sg.end)}"
        return paper, Sg.denotes.value, place, frozenset({Sg.start, Sg.end})
    parts = [_first(node, end) for end in _OF_RESULTS]
    number = _first(node, Sg.rawValue) + _first(node, Sg.unit)
    own = frozenset({*_OF_RESULTS, Sg.rawValue, Sg.unit})
    return paper, Sg.value.value, " ".join([number, *filter(None, parts)]), own


def _first(node: _Node, name: NamedNode) -> str:
    return next(iter(node.get(name, ())), "")


_BESIDE: Final = frozenset(
    {
        *terms.ROLES.values(),
        *terms.RELATIONS.values(),
        Sg.hasLink,
        Sg.hasRepository,
    }
)


def _properties(sort: str, subject: str, node: _Node) -> Iterable[tuple[Item, Details]]:
    for name, values in node.items():
        if name not in _BESIDE:  # they are there as statements
            yield Item(sort, subject, name.value), {"value": tuple(sorted(values))}


def _name(term: NamedNode) -> str:
    return term.value.replace("#", "/").rpartition("/")[2]
