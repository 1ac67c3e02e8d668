from collections.abc import Sequence
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph.resolve.hierarchy import broader
from scholargraph.resolve.longer_names import Named
from scholargraph.resolve.rows import IN_MEMORY
from scholargraph.vocab import Kind

CASES = Path(__file__).parent / "cases"


def rows() -> list[tuple[str, list[str], set[str]]]:
    found = []
    for line in (CASES / "broader.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            kind, labels, edges = (cell.strip() for cell in line.split("|"))
            wanted = {edge.strip() for edge in edges.split(";") if edge.strip()}
            found.append((kind, [one.strip() for one in labels.split(";")], wanted))
    return found


def under_each_other(
    concepts: Sequence[Named], further: Sequence[tuple[str, str]] = ()
) -> list[tuple[str, str]]:
    found = broader(concepts, further, IN_MEMORY)
    return [(concepts[lower].id, upper) for lower, upper in found]


@pytest.mark.parametrize(("kind", "labels", "wanted"), rows())
def test_heads_and_versions_put_concepts_under_each_other(
    kind: str, labels: list[str], wanted: set[str]
) -> None:
    concepts = [Named(label, Kind(kind), label, 2) for label in labels]
    edges = {f"{low} < {up}" for low, up in under_each_other(concepts)}
    assert edges == wanted


WORDS = st.sampled_from(
    [
        "deep",
        "sparse",
        "graph",
        "image",
        "video",
        "text",
        "model",
        "network",
        "loss",
        "2",
    ]
)
LABELS = st.lists(st.lists(WORDS, min_size=1, max_size=5).map(" ".join), unique=True)


@given(LABELS, st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9))))
def test_the_hierarchy_has_no_cycle_and_no_implied_edge(
    labels: list[str], further: list[tuple[int, int]]
) -> None:
    concepts = [Named(label, Kind.METHOD, label, 2) for label in labels]
    pairs = [(labels[a], labels[b]) for a, b in further if max(a, b) < len(labels)]
    graph = nx.DiGraph(under_each_other(concepts, pairs))
    assert nx.is_directed_acyclic_graph(graph)  # type: ignore[no-untyped-call]
    reduced = nx.transitive_reduction(graph)  # type: ignore[no-untyped-call]
    assert reduced.edges == graph.edges
