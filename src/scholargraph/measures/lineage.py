"""What new methods are built from."""

import networkx as nx
import pandas as pd

from scholargraph.frames import Frames
from scholargraph.vocab import Kind, RelationType, Role


def lineage(frames: Frames, *, confidence: float = 0.0) -> nx.DiGraph:
    """
    Return the network of methods, with an edge from each to what it is built from.

    A paper that introduces method M and states ``part_of(P, M)`` gives the edge
    M -> P; so does one that introduces M and uses P, as weaker evidence. Edges have
    ``papers`` (sorted ids), ``stated`` (whether a relation says so) and
    ``confidence``, that of the surest evidence. Nodes have ``label``. Follow edges to
    ancestors, against them to descendants (``nx.descendants``, ``nx.ancestors``).

    The network need not be free of circles: two papers can build on each other's
    names, and a wrong ``introduces`` turns an edge round.
    """
    roles = frames.roles()
    methods = roles[
        (roles["kind"] == Kind.METHOD.value) & (roles["confidence"] >= confidence)
    ]
    new = methods[methods["role"] == Role.INTRODUCES.value]
    used = methods[methods["role"] == Role.USES.value]
    by_use = new.merge(used, on="paper", suffixes=("", "_of"))
    by_use = pd.DataFrame(
        {
            "paper": by_use["paper"],
            "method": by_use["concept"],
            "of": by_use["concept_of"],
            "confidence": by_use["confidence"] * by_use["confidence_of"],
            "stated": False,
        }
    )
    edges = pd.concat([_stated(frames, new, confidence), by_use], ignore_index=True)
    return _network(frames, edges)


def _stated(frames: Frames, new: pd.DataFrame, confidence: float) -> pd.DataFrame:
    rows = frames.relations()
    kept = (rows["type"] == RelationType.PART_OF.value) & (
        rows["confidence"] >= confidence
    )
    rows = rows[kept].dropna(subset=["head", "tail"])
    both = rows.merge(
        new[["paper", "concept"]],
        left_on=["paper", "tail"],
        right_on=["paper", "concept"],
    )
    return pd.DataFrame(
        {
            "paper": both["paper"],
            "method": both["tail"],
            "of": both["head"],
            "confidence": both["confidence"],
            "stated": True,
        }
    )


def _network(frames: Frames, edges: pd.DataFrame) -> nx.DiGraph:
    concepts = frames.concepts()
    labels = dict(zip(concepts["concept"], concepts["label"], strict=True))
    edges = edges[edges["method"] != edges["of"]]
    network = nx.DiGraph()
    columns = ["method", "of", "paper", "stated", "confidence"]
    # Sorted, so that nodes and edges are in the same order every time.
    ordered = edges[columns].sort_values(columns[:4])
    for method, of, paper, stated, confidence in ordered.itertuples(index=False):
        if (method, of) not in network.edges:
            network.add_edge(method, of, papers=[], stated=False, confidence=0.0)
        edge = network.edges[method, of]
        if paper not in edge["papers"][-1:]:
            edge["papers"].append(paper)
        edge["stated"] |= bool(stated)
        edge["confidence"] = max(edge["confidence"], float(confidence))
    for node, data in network.nodes(data=True):
        data["label"] = labels.get(node, node)
    return network
