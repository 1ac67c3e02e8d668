"""Which nodes are drawn first, what belongs together, and where everything stands."""

from dataclasses import dataclass
from typing import Any

import igraph  # type: ignore[import-untyped]

from scholargraph.html.communities import leiden
from scholargraph.html.content import Content, is_role, neighbours
from scholargraph.html.details import Json
from scholargraph.html.forces import GAP, draw, place_rest

Pair = tuple[int, int]

SMALL = 250  # nodes up to which nothing is hidden
WHOLE = 2000  # nodes up to which a picture with papers can be read
ROUNDS = 10  # so small a graph leaves time for some more
REGIONS = 14
REGION_NODES = 9  # fewer nodes make no region worth a name


@dataclass(frozen=True, slots=True)
class Layout:
    """
    The first view and a place for every node.

    ``first`` are the nodes drawn at the start; concepts of fewer than ``minimum``
    papers are not among them.
    """

    first: frozenset[int]
    minimum: int
    places: list[Pair]
    regions: list[Json]


def arrange(content: Content) -> Layout | None:
    """Return the layout of a page's content; ``None`` where it is too much to draw."""
    first, minimum = _first(content)
    if first is None:
        return None
    near = neighbours(content.edges)
    pairs = [
        (edge["from"], edge["to"])
        for edge in content.edges
        if edge["from"] in first and edge["to"] in first and is_role(edge)
    ]
    order = sorted(first)
    number = {node: index for index, node in enumerate(order)}
    local = [(number[a], number[b]) for a, b in pairs]
    graph = igraph.Graph(n=len(order), edges=local)
    parts = _communities(graph)
    points = draw(graph, parts, gap=GAP)
    placed = {
        node: (float(points[i, 0]), float(points[i, 1])) for i, node in enumerate(order)
    }
    place_rest(placed, len(content.nodes), near)
    places = [(round(placed[n][0]), round(placed[n][1])) for n in sorted(placed)]
    regions = _regions(graph, parts, order, content)
    return Layout(first, minimum, places, regions)


def _papers_of(content: Content) -> list[int]:
    return [node["papers"] for node in content.nodes[: content.concepts]]


def _first(content: Content) -> tuple[frozenset[int] | None, int]:
    """Return the nodes to draw first; None where papers and all would be too many."""
    everything = range(len(content.nodes))
    if len(everything) <= SMALL:
        return frozenset(everything), 1
    shared = {c for c, count in enumerate(_papers_of(content)) if count > 1}
    papers = {
        edge["from"] for edge in content.edges if edge["to"] in shared and is_role(edge)
    }
    if len(shared) + len(papers) > WHOLE:
        return None, 2
    return frozenset(shared | papers), 2


def _communities(graph: Any) -> list[list[int]]:
    """Return the communities, largest first; one alone where there are few nodes."""
    if graph.vcount() <= SMALL // 2:
        return [list(range(graph.vcount()))]
    parts = leiden(graph, rounds=ROUNDS)
    return sorted(parts, key=lambda part: (-len(part), part))


def _regions(
    graph: Any,
    parts: list[list[int]],
    order: list[int],
    content: Content,
) -> list[Json]:
    """Return the communities worth a name: their nodes, and a name for each."""
    if len(parts) < 2:  # noqa: PLR2004 - one region is the whole
        return []
    degrees = graph.degree()
    regions = []
    for part in parts[:REGIONS]:
        members = [order[i] for i in part]
        leading = sorted(
            (i for i in part if order[i] < content.concepts),
            key=lambda i: (-degrees[i], i),
        )[:3]
        if len(members) < REGION_NODES or not leading:
            continue
        regions.append(
            {
                "nodes": members,
                "name": _name(content, [order[i] for i in leading]),
            }
        )
    return regions


def _name(content: Content, leading: list[int]) -> str:
    return " · ".join(content.nodes[node]["label"] for node in leading)
