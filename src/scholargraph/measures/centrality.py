"""Which nodes of a network matter: by their neighbours, and as bridges."""

import networkx as nx
import pandas as pd

from scholargraph.measures.communities import to_igraph


def centrality(
    network: nx.Graph, *, damping: float = 0.85, cutoff: int | None = None
) -> pd.DataFrame:
    """
    Return PageRank and betweenness of each node, the highest PageRank first.

    ``pagerank`` (Brin and Page 1998) is the share of time that a random walk along
    the edges, by weight, with restarts at 1 - ``damping``, spends at the node; it
    sums to 1. ``betweenness`` (Freeman 1977) is the share of pairs of other nodes
    whose shortest paths, counted in steps, lead through it, 0 to 1; with ``cutoff``
    only paths of so many steps count, which is what large networks need. ``degree``
    is the number of neighbours.

    igraph computes; NetworkX gives the same figures, some hundred times slower. A
    frequent generic name that the extractor takes for a concept ranks high in both:
    read the first rows before you quote them. Betweenness reacts strongly to single
    wrong edges; count only edges that two or more papers make.
    """
    nodes = list(network)
    graph = to_igraph(network)
    others = max(len(nodes) - 1, 1) * max(len(nodes) - 2, 1) / 2
    between = graph.betweenness(directed=False, cutoff=cutoff)
    table = pd.DataFrame(
        {
            "concept": nodes,
            "label": [network.nodes[node].get("label", node) for node in nodes],
            "kind": [network.nodes[node].get("kind", "") for node in nodes],
            "degree": graph.degree(),
            "pagerank": graph.pagerank(damping=damping, weights="weight"),
            "betweenness": [value / others for value in between],
        }
    )
    return table.sort_values(
        ["pagerank", "concept"], ascending=[False, True]
    ).reset_index(drop=True)
