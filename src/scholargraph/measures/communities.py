"""Communities of a network: parts that hold together more than with the rest."""

import random
from collections.abc import Sequence
from typing import Final

import igraph  # type: ignore[import-untyped]
import networkx as nx
import numpy as np
import pandas as pd

_NAMES: Final = 3


def communities(
    network: nx.Graph, *, resolution: float = 1.0, seed: int = 0
) -> pd.DataFrame:
    """
    Return the community of each node, and each community's name.

    The Leiden algorithm (Traag, Waltman, van Eck 2019) maximises modularity,
    Q = 1/2m sum_ij (A_ij - gamma k_i k_j / 2m) [c_i = c_j], with edge weights
    (papers) and gamma = ``resolution``; more makes smaller communities. Columns:
    ``concept``, ``label``, ``kind``, ``papers``, ``community`` (0 is the largest),
    ``name`` (the labels of its most typical concepts: weight within the community
    times the share of the concept's weight that lies there), ``within`` (that share).

    The same ``seed`` gives the same answer. Communities are a reading, not a fact:
    compare seeds and resolutions before you rest a claim on a border. Missed concepts
    thin the network evenly; generic names read as concepts join what is apart.
    """
    nodes = list(network)
    graph = to_igraph(network)
    generator = random.Random(seed)  # noqa: S311 (no secret)
    igraph.set_random_number_generator(generator)
    try:
        found = graph.community_leiden(
            objective_function="modularity",
            weights="weight",
            resolution=resolution,
            n_iterations=-1,
        )
    finally:
        igraph.set_random_number_generator(random)  # what igraph itself starts with
    member = _by_size(found.membership)
    within = _within(graph, member)
    table = pd.DataFrame(
        {
            "concept": nodes,
            "label": [str(network.nodes[node].get("label", node)) for node in nodes],
            "kind": [network.nodes[node].get("kind", "") for node in nodes],
            "papers": [network.nodes[node].get("papers", 0) for node in nodes],
            "community": member,
            "within": within,
        }
    )
    weight = np.asarray(graph.strength(weights="weight"), dtype=float) * within**2
    return _named(table, weight)


def modularity(network: nx.Graph, membership: Sequence[int]) -> float:
    """
    Return the modularity of a partition, in the order of the network's nodes.

    It lies between -0.5 and 1; 0 is what chance gives (Newman 2004; the formula is
    that of ``communities`` with gamma = 1). Concepts that were taken for one lower it,
    missed ones leave it about the same.
    """
    graph = to_igraph(network)
    return float(graph.modularity(list(membership), weights="weight"))


def to_igraph(network: nx.Graph) -> igraph.Graph:
    """Return the network for igraph: nodes by number, edges with their weights."""
    number = {node: index for index, node in enumerate(network)}
    edges = [(number[a], number[b]) for a, b in network.edges()]
    weights = [weight for _, _, weight in network.edges(data="weight", default=1)]
    graph = igraph.Graph(len(number), edges)
    graph.es["weight"] = weights
    return graph


def _by_size(membership: Sequence[int]) -> list[int]:
    """Return the communities numbered by size, ties by first member."""
    first: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for place, community in enumerate(membership):
        first.setdefault(community, place)
        sizes[community] = sizes.get(community, 0) + 1
    order = sorted(sizes, key=lambda c: (-sizes[c], first[c]))
    number = {community: index for index, community in enumerate(order)}
    return [number[community] for community in membership]


def _within(graph: igraph.Graph, member: Sequence[int]) -> "np.ndarray":
    total = np.zeros(graph.vcount())
    inside = np.zeros(graph.vcount())
    ends = np.asarray(graph.get_edgelist(), dtype=int).reshape(-1, 2)
    weight = np.asarray(graph.es["weight"], dtype=float)
    community = np.asarray(member, dtype=int)
    same = community[ends[:, 0]] == community[ends[:, 1]]
    for side in (0, 1):
        np.add.at(total, ends[:, side], weight)
        np.add.at(inside, ends[same, side], weight[same])
    return np.divide(inside, total, out=np.ones_like(total), where=total > 0)


def _named(table: pd.DataFrame, weight: "np.ndarray") -> pd.DataFrame:
    ranked = table.assign(weight=weight).sort_values(
        ["community", "weight", "concept"], ascending=[True, False, True]
    )
    best = ranked.groupby("community").head(_NAMES)
    names = best.groupby("community")["label"].agg(" · ".join)
    table.insert(5, "name", table["community"].map(names))
    return table.sort_values(
        ["community", "papers", "concept"], ascending=[True, False, True]
    ).reset_index(drop=True)
