"""
The communities of a corpus too large to be drawn: papers that share concepts.

Each paper and each concept has one community, its home; what else is drawn where a
community is opened follows from the papers' roles. Seeded, so that the same corpus
gets the same communities.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import igraph  # type: ignore[import-untyped]

from scholargraph.html.content import Content, is_role
from scholargraph.html.details import Json
from scholargraph.html.forces import seeded, weights

Pair = tuple[int, int]

MOST = 299  # communities on the map, and one more for what is apart
LEAST = 10  # papers that make a community worth a name
# Nodes at home in a community up to which it can be read when it is opened; what its
# papers name from other communities comes on top.
READABLE = 800
# Each finer than the one before: the first that makes all communities readable is used.
RESOLUTIONS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 9.0, 13.0, 20.0)
ROUNDS = 4  # after which the Leiden algorithm moves hardly any node
LINKS_EACH = 3  # a map shows each community's closest companions alone
NAMES = 3


@dataclass(frozen=True, slots=True)
class Community:
    """
    Papers and concepts at home in it, by number, and the concepts that lead it.

    ``is_rest`` marks the last one: papers that share nothing with many others.
    """

    papers: tuple[int, ...]
    concepts: tuple[int, ...]
    leading: tuple[int, ...]
    is_rest: bool = False


def communities(content: Content) -> list[Community]:
    """Return the communities, the largest first, what is apart from all last."""
    roles = [(e["from"], e["to"]) for e in content.edges if is_role(e)]
    parts = _parts(content, roles)
    home = {node: place for place, part in enumerate(parts) for node in part}
    rest = len(parts)
    for paper in range(content.concepts, len(content.nodes)):
        home.setdefault(paper, rest)
    for paper, concept in roles:
        home.setdefault(concept, home[paper])
    found: list[tuple[list[int], list[int]]] = [([], []) for _ in range(rest + 1)]
    for node in range(len(content.nodes)):
        papers, concepts = found[home.get(node, rest)]
        (concepts if node < content.concepts else papers).append(node)
    leading = _leading(content, roles, home)
    made = [
        Community(tuple(p), tuple(c), tuple(leading.get(i, ())), i == rest)
        for i, (p, c) in enumerate(found)
    ]
    return [each for each in made if each.papers or each.concepts]


def _parts(content: Content, roles: Sequence[Pair]) -> list[list[int]]:
    """Return the nodes of the communities that are large enough, largest first."""
    shared = [pair for pair in roles if content.nodes[pair[1]]["papers"] > 1]
    order = sorted({node for pair in shared for node in pair})
    number = {node: index for index, node in enumerate(order)}
    graph = igraph.Graph(
        n=len(order), edges=[(number[a], number[b]) for a, b in shared]
    )
    kept: list[list[int]] = []
    for resolution in RESOLUTIONS:
        found = leiden(graph, resolution=resolution)
        parts = [[order[i] for i in part] for part in found]
        sizes = {id(part): _papers(content, part) for part in parts}
        finer = [part for part in parts if sizes[id(part)] >= LEAST]
        if len(finer) > MOST:
            break
        kept = sorted(finer, key=lambda part: (-sizes[id(part)], part))
        if max(map(len, kept), default=0) <= READABLE:
            break
    return kept


def leiden(graph: Any, *, resolution: float = 1.0, rounds: int = ROUNDS) -> Any:
    """Return the communities of a graph; a finer ``resolution`` makes more of them."""
    with seeded(1):
        return graph.community_leiden(
            objective_function="modularity",
            weights=weights(graph),
            resolution=resolution,
            n_iterations=rounds,
        )


def _papers(content: Content, part: Sequence[int]) -> int:
    return sum(node >= content.concepts for node in part)


def _leading(
    content: Content, roles: Sequence[Pair], home: dict[int, int]
) -> dict[int, list[int]]:
    """Return the concepts that say most of each community: common there, rare else."""
    within: dict[int, Counter[int]] = defaultdict(Counter)
    for paper, concept in roles:
        within[home[paper]][concept] += 1

    def ranked(counts: Counter[int]) -> Iterator[int]:
        weight = {c: n * n / content.nodes[c]["papers"] for c, n in counts.items()}
        return iter(sorted(weight, key=lambda c: (-weight[c], c)))

    return {
        place: [
            concept for concept, _ in zip(ranked(counts), range(NAMES), strict=False)
        ]
        for place, counts in within.items()
    }


def links(content: Content, found: Sequence[Community]) -> list[Json]:
    """
    Return lines between communities whose papers name each other's concepts.

    Of each community only the closest others are kept; ``times`` counts the papers.
    """
    home = {node: i for i, each in enumerate(found) for node in each.concepts}
    home |= {node: i for i, each in enumerate(found) for node in each.papers}
    times: Counter[Pair] = Counter()
    pull: dict[Pair, float] = defaultdict(float)
    for edge in content.edges:
        if not is_role(edge):
            continue
        a, b = sorted((home[edge["from"]], home[edge["to"]]))
        if a != b:
            times[a, b] += 1
            # What everybody names, such as accuracy, ties nobody to anybody.
            pull[a, b] += 1 / content.nodes[edge["to"]]["papers"]
    sizes = [max(1, len(each.papers)) for each in found]
    closest: dict[int, list[tuple[float, Pair]]] = defaultdict(list)
    for (a, b), sum_ in pull.items():
        close = sum_ / math.sqrt(sizes[a] * sizes[b])
        closest[a].append((-close, (a, b)))
        closest[b].append((-close, (a, b)))
    kept = {pair for each in closest.values() for _, pair in sorted(each)[:LINKS_EACH]}
    return [
        {"from": a, "to": b, "role": "near", "times": times[a, b]}
        for a, b in sorted(kept)
    ]
