"""
Where the nodes of a graph stand: forces between them, then room for each.

Seeded, so that the same graph gets the same places; knows nothing of papers.
"""

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import igraph  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Place = tuple[float, float]

GAP = 34  # pixels that a node has for itself at scale 1
INSIDE, BETWEEN = 3.0, 0.25  # pull of edges within and between communities
STEPS = 600  # after which the picture hardly moves
FEW_STEPS = 150  # that do where there are many pictures to draw
EVEN = 0.65  # how far the crowded middle is evened out: 0 not at all, 1 whole
ROUGH = 1000  # nodes above which forces are only reckoned between neighbours
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def weights(graph: Any) -> list[float]:
    """Return weights by which hubs pull less, or all would end in one ball."""
    degrees = graph.degree()
    return [1 / math.sqrt(degrees[a] * degrees[b]) for a, b in graph.get_edgelist()]


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Let igraph draw the same numbers each time; afterwards, again those of others."""
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - a picture
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)  # what igraph itself starts with


def draw(
    graph: Any, communities: list[list[int]], *, gap: float, steps: int = STEPS
) -> Points:
    """Return a place for each node, nodes of one community near each other."""
    return _spread(_drawn(graph, communities, steps), gap)


def _drawn(graph: Any, communities: list[list[int]], steps: int) -> Points:
    """Place the largest component by its forces, the others in a ring around it."""
    member = {node: i for i, part in enumerate(communities) for node in part}
    graph.es["weight"] = [
        weight * (INSIDE if member[a] == member[b] else BETWEEN)
        for weight, (a, b) in zip(weights(graph), graph.get_edgelist(), strict=True)
    ]
    points = np.zeros((graph.vcount(), 2))
    parts = sorted(graph.connected_components(), key=lambda part: (-len(part), part))
    radius, turn = 0.0, 0.0
    for index, part in enumerate(parts):
        drawn = _forces(graph.induced_subgraph(part), steps)
        reach = _reach(drawn)
        if index == 0:
            radius = reach
            points[part] = drawn
            continue
        ring = radius + 2 + reach
        points[part] = drawn + _at(ring, turn)
        turn += (2 * reach + 2) / ring
        if turn > 2 * math.pi:
            radius, turn = ring + 2, 0.0
    return points


def _at(radius: float, turn: float) -> Points:
    return np.array([radius * math.cos(turn), radius * math.sin(turn)])


def _reach(points: Points) -> float:
    return float(np.sqrt((points**2).sum(axis=1)).max(initial=0.0))


def _forces(graph: Any, steps: int) -> Points:
    count = graph.vcount()
    # A sunflower: even, and no two nodes in one place.
    turns = np.arange(count) * GOLDEN_ANGLE
    radii = np.sqrt(np.arange(count))
    seed = np.column_stack([radii * np.cos(turns), radii * np.sin(turns)])
    pull = graph.es["weight"] if graph.ecount() else []
    mean = math.fsum(pull) / max(1, len(pull))
    with seeded(count):
        drawn = graph.layout_fruchterman_reingold(
            weights=[each / mean for each in pull] or None,
            niter=steps,
            seed=seed.tolist(),
            grid="grid" if count > ROUGH or steps < STEPS else "nogrid",
        )
    points = np.array(drawn.coords, dtype=float).reshape(count, 2)
    return np.asarray(points - points.mean(axis=0))


def _spread(points: Points, gap: float) -> Points:
    """Scale to the gap between nearest nodes, and push apart what is too close."""
    if len(points) < 2:  # noqa: PLR2004 - one node has no neighbour
        return points
    points = _evened(points) * (gap * math.sqrt(len(points)) / 2)
    for _ in range(40):
        points = points + _push(points, gap * 0.9)
    return np.asarray(points - (points.max(axis=0) + points.min(axis=0)) / 2)


def _evened(points: Points) -> Points:
    """Return the points within the unit circle, their directions kept."""
    radii = np.maximum(np.linalg.norm(points, axis=1), 1e-9)
    rank = np.empty(len(points))
    rank[np.argsort(radii, kind="stable")] = np.arange(1, len(points) + 1)
    even = np.sqrt(rank / len(points))
    wanted = EVEN * even + (1 - EVEN) * radii / radii.max()
    return np.asarray(points * (wanted / radii)[:, None])


def _push(points: Points, gap: float) -> Points:
    """Return the step by which each point gets away from those nearer than the gap."""
    order = np.argsort(points[:, 0], kind="stable")
    along = points[order]
    step = np.zeros_like(points)
    for shift in range(1, len(points)):
        away = along[shift:] - along[:-shift]
        if away[:, 0].min() >= gap:
            break  # those still further along the first axis are further away
        distance = np.maximum(np.linalg.norm(away, axis=1), 1e-6)
        move = away * (np.clip(gap - distance, 0, None) / distance / 4)[:, None]
        step[order[shift:]] += move
        step[order[:-shift]] -= move
    return step


def place_rest(
    placed: dict[int, Place], count: int, near: dict[int, list[int]]
) -> None:
    """Add the nodes not drawn first, each around the placed nodes it belongs to."""
    around: Counter[int] = Counter()
    waiting = [node for node in range(count) if node not in placed]
    while waiting:
        anchors = {
            node: [anchor for anchor in near.get(node, ()) if anchor in placed]
            for node in waiting
        }
        ready = [node for node in waiting if anchors[node]]
        if ready:
            placed |= {node: _beside(anchors[node], placed, around) for node in ready}
        else:  # no path leads there from what is drawn: papers on the outside
            papers = [node for node in waiting if near.get(node, [node])[0] <= node]
            placed |= _outside(papers, placed)
        waiting = [node for node in waiting if node not in placed]


def _outside(nodes: Sequence[int], placed: dict[int, Place]) -> dict[int, Place]:
    inner = max((math.hypot(x, y) for x, y in placed.values()), default=0.0) + 3 * GAP
    area = (3 * GAP) ** 2  # that each has for itself
    found = {}
    for index, node in enumerate(nodes):
        radius = math.sqrt(inner**2 + index * area)
        turn = index * GOLDEN_ANGLE
        found[node] = radius * math.cos(turn), radius * math.sin(turn)
    return found


def _beside(
    anchors: Sequence[int],
    placed: dict[int, Place],
    around: Counter[int],
) -> Place:
    anchor = anchors[0]
    turn = around[anchor] * GOLDEN_ANGLE
    radius = GAP * (0.9 + 0.35 * math.sqrt(around[anchor]))
    around[anchor] += 1
    x = math.fsum(placed[n][0] for n in anchors) / len(anchors)
    y = math.fsum(placed[n][1] for n in anchors) / len(anchors)
    return x + radius * math.cos(turn), y + radius * math.sin(turn)
