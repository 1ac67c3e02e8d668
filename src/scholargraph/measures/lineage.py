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
    labels = frames.concepts().set_index("concept")["label"]
    network = nx.DiGraph()
    edges = edges[edges["method"] != edges["of"]]
    ordered = edges.sort_values(["method", "of", "paper", "stated"])
    for (method, of), rows in ordered.groupby(["method", "of"], sort=True):
        for node in (method, of):
            network.add_node(node, label=labels.get(node, node))
        network.add_edge(
            method,
            of,
            papers=sorted(set(rows["paper"])),
            stated=bool(rows["stated"].any()),
            confidence=float(rows["confidence"].max()),
        )
    return network
