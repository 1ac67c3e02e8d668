"""
The map of a corpus too large to be drawn, and each community as it is when opened.

Nodes are numbered anew, community by community, so that what belongs together stands
together in the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import igraph  # type: ignore[import-untyped]

from scholargraph.html.columns import named
from scholargraph.html.communities import Community, communities, links
from scholargraph.html.content import Content, is_role
from scholargraph.html.details import Json
from scholargraph.html.forces import FEW_STEPS, GAP, Points, draw

Pair = tuple[int, int]

MAP_GAP = 60  # a map has few and large nodes, all with names
APART = "apart from the others"


@dataclass(frozen=True, slots=True)
class Atlas:
    """
    A corpus by communities.

    ``communities`` are ranges of the numbers of ``content``. ``places`` are those on
    the map, ``inner`` those of the nodes that are drawn when a community is opened:
    its papers, then the concepts of several papers that they name, by number.
    """

    content: Content
    communities: list[Community]
    lines: list[Json]
    places: list[Pair]
    inner: list[list[Pair]]

    def name(self, community: Community) -> str:
        """Return the labels of the concepts that lead a community."""
        labels = [self.content.nodes[each]["label"] for each in community.leading]
        return " · ".join([APART, *labels[:1]] if community.is_rest else labels)


def to_atlas(content: Content) -> Atlas:
    """Return the map of a page's content."""
    found = communities(content)
    ordered, found = _renumbered(content, found)
    lines = links(ordered, found)
    graph = igraph.Graph(
        n=len(found), edges=[(line["from"], line["to"]) for line in lines]
    )
    places = _rounded(draw(graph, [list(range(len(found)))], gap=MAP_GAP))
    return Atlas(ordered, found, lines, places, _inner(ordered, found))


def _renumbered(
    content: Content, found: Sequence[Community]
) -> tuple[Content, list[Community]]:
    """Return the content with its nodes in the order of their communities."""
    order = [node for each in found for node in each.concepts]
    order += [node for each in found for node in each.papers]
    number = {old: new for new, old in enumerate(order)}

    def all_of(nodes: Sequence[int]) -> tuple[int, ...]:
        return tuple(number[node] for node in nodes)

    nodes = [content.nodes[old] | {"id": new} for new, old in enumerate(order)]
    papers = order[content.concepts :]
    details = [content.details[old - content.concepts] for old in papers]
    edges = [_moved_edge(edge, number) for edge in content.edges]
    edges.sort(key=lambda edge: (not is_role(edge), edge["from"], edge["to"]))
    moved = Content(
        nodes, edges, [_moved_detail(d, number) for d in details], content.concepts
    )
    return moved, [
        replace(
            each,
            papers=all_of(each.papers),
            concepts=all_of(each.concepts),
            leading=all_of(each.leading),
        )
        for each in found
    ]


def _moved_edge(edge: Json, number: dict[int, int]) -> Json:
    moved = edge | {"from": number[edge["from"]], "to": number[edge["to"]]}
    if not is_role(edge):
        moved["papers"] = sorted(number[paper] for paper in edge["papers"])
    return moved


def _moved_detail(detail: Json, number: dict[int, int]) -> Json:
    return detail | {
        "mentions": [(a, b, number[concept]) for a, b, concept in detail["mentions"]],
        "relations": [
            [number[head], type_, number[tail], *rest]
            for head, type_, tail, *rest in detail["relations"]
        ],
        "results": [
            {
                name: number[value] if isinstance(value, int) else value
                for name, value in result.items()
            }
            for result in detail["results"]
        ],
    }


def _inner(content: Content, found: Sequence[Community]) -> list[list[Pair]]:
    roles = named(content.edges)
    places = []
    for each in found:
        pairs = [
            (paper, edge["to"])
            for paper in each.papers
            for edge in roles.get(paper, ())
            if content.nodes[edge["to"]]["papers"] > 1
        ]
        order = [*each.papers, *sorted({concept for _, concept in pairs})]
        number = {node: index for index, node in enumerate(order)}
        graph = igraph.Graph(
            n=len(order), edges=[(number[a], number[b]) for a, b in pairs]
        )
        parts = [list(range(len(order)))]
        places.append(_rounded(draw(graph, parts, gap=GAP, steps=FEW_STEPS)))
    return places


def _rounded(points: Points) -> list[Pair]:
    return [(round(float(x)), round(float(y))) for x, y in points]
