"""
The nodes and edges of the network, as a stream.

They are those of ``graph.build``, which is given some papers at a time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import Final, TypeVar

from scholargraph import graph
from scholargraph.graph import Attributes, Edge
from scholargraph.model import Concept, Corpus, ResolvedPaper

Node = tuple[str, Attributes]
Item = TypeVar("Item")

_BATCH: Final = 200

# The attributes and their types: text, integer or number.
NODE_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "type": "text",
        "label": "text",
        "kind": "text",
        "aliases": "text",
        "paper_count": "integer",
        "paper": "text",
        "title": "text",
        "authors": "text",
        "date": "text",
        "venue": "text",
        "address": "text",
        "value": "text",
        "unit": "text",
        "start": "integer",
        "end": "integer",
        "quote": "text",
        "confidence": "number",
    }
)
EDGE_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "type": "text",
        "paper": "text",
        "start": "integer",
        "end": "integer",
        "quote": "text",
        "confidence": "number",
        "mentions": "integer",
        "link_kind": "text",
    }
)


@dataclass(frozen=True, slots=True)
class Some:
    """Some concepts and papers, as a corpus."""

    concepts: Sequence[Concept]
    resolved: Sequence[ResolvedPaper]

    def papers(self) -> Iterator[ResolvedPaper]:
        """Yield the papers."""
        return iter(self.resolved)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some nodes and edges; the edges may be of nodes in other batches."""

    nodes: list[Node]
    edges: list[Edge]


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """
    Yield the items in lists of a size, the last may be shorter.

    >>> list(batches("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


class Network:
    """
    Makes nodes and edges; each node once.

    Concepts that papers name are nodes by ``concepts``, not by ``papers``.
    """

    def __init__(self, concepts: Sequence[Concept]) -> None:
        """Take all concepts that papers may name."""
        # Their wider ones are edges by ``concepts``, too.
        self._known = {c.id: replace(c, broader=()) for c in concepts}
        self._repositories: set[str] = set()

    def concepts(self, concepts: Sequence[Concept]) -> Iterator[Batch]:
        """Yield the nodes of concepts, and edges to what they are narrower than."""
        for some in batches(concepts, _BATCH):
            built = graph.build(Some(some, ()))
            # A wider concept that is in another batch has no attributes here.
            nodes = [(n, a) for n, a in built.nodes(data=True) if a]
            yield Batch(nodes, list(built.edges(data=True)))

    def papers(self, corpus: Corpus) -> Iterator[Batch]:
        """Yield the nodes of papers, results and repositories, and their edges."""
        for some in batches(corpus.papers(), _BATCH):
            named = {id_ for resolved in some for id_ in resolved.concept_ids.values()}
            concepts = [self._known[id_] for id_ in sorted(named & self._known.keys())]
            built = graph.build(Some(concepts, some))
            nodes = [(n, a) for n, a in built.nodes(data=True) if self._is_new(n, a)]
            yield Batch(nodes, list(built.edges(data=True)))

    def _is_new(self, node: str, attributes: Attributes) -> bool:
        if attributes["type"] == "repository":
            if node in self._repositories:
                return False
            self._repositories.add(node)
        return attributes["type"] != "concept"


def whole(corpus: Corpus) -> Iterator[Batch]:
    """Yield the whole network of a corpus."""
    network = Network(corpus.concepts)
    yield from network.concepts(corpus.concepts)
    yield from network.papers(corpus)
