"""igraph, which computes, and NetworkX, which everybody can read, agree."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scholargraph import measures
from scholargraph.frames import Frames


@st.composite
def networks(draw: st.DrawFn) -> nx.Graph:
    size = draw(st.integers(3, 12))
    ends = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))
    edges = draw(st.lists(st.tuples(ends, st.integers(1, 9)), min_size=1, max_size=30))
    network = nx.Graph()
    network.add_nodes_from(f"c{node}" for node in range(size))
    for (a, b), weight in edges:
        if a != b:
            network.add_edge(f"c{a}", f"c{b}", weight=weight)
    return network


@settings(max_examples=50, deadline=None)
@given(networks())
def test_betweenness_is_that_of_networkx(network: nx.Graph) -> None:
    table = measures.centrality(network).set_index("concept")
    for node, value in nx.betweenness_centrality(network).items():
        assert table.loc[node, "betweenness"] == pytest.approx(value)


@settings(max_examples=50, deadline=None)
@given(networks())
def test_pagerank_is_the_walk_of_networkx(network: nx.Graph) -> None:
    table = measures.centrality(network).set_index("concept")
    walk = np.asarray(nx.google_matrix(network, alpha=0.85))
    rank = np.full(len(network), 1 / len(network))
    for _ in range(300):
        rank = rank @ walk
    assert table.loc[list(network), "pagerank"].to_numpy() == pytest.approx(
        rank, abs=1e-6
    )


@settings(max_examples=50, deadline=None)
@given(networks().filter(lambda network: network.number_of_edges() > 0))
def test_modularity_is_that_of_networkx(network: nx.Graph) -> None:
    table = measures.communities(network).set_index("concept")["community"]
    member = [int(table[node]) for node in network]
    parts = [
        {node for node in network if table[node] == number} for number in set(member)
    ]
    assert measures.modularity(network, member) == pytest.approx(
        nx.community.modularity(network, parts)
    )


def test_communities_are_those_of_the_same_seed() -> None:
    network = nx.barbell_graph(6, 2)
    first, again = (measures.communities(network, seed=3) for _ in range(2))
    assert first.equals(again)
    assert set(first["community"][first["concept"].isin(range(6))]) in ({0}, {1})


@pytest.mark.parametrize(("cliques", "size"), [(3, 5), (5, 6), (8, 4)])
def test_cliques_are_the_communities_of_igraph_and_networkx(
    cliques: int, size: int
) -> None:
    network: nx.Graph = nx.connected_caveman_graph(cliques, size)  # type: ignore[no-untyped-call]
    table = measures.communities(network)
    ours = {frozenset(rows) for _, rows in table.groupby("community")["concept"]}
    theirs = nx.community.louvain_communities(network, seed=1)
    assert ours == set(map(frozenset, theirs))


def test_an_edge_counts_the_papers_that_use_both(frames: Frames) -> None:
    network = measures.co_use(frames)
    roles = frames.roles()
    rows = roles[roles["role"] != "mentions"].groupby("concept")["paper"]
    used: dict[str, set[str]] = {str(concept): set(papers) for concept, papers in rows}
    for a, b, data in network.edges(data=True):
        both = used[a] & used[b]
        assert data["papers"] == data["weight"] == len(both) > 0
        assert data["jaccard"] == pytest.approx(len(both) / len(used[a] | used[b]))
        assert -1 <= data["npmi"] <= 1 + 1e-12
    assert set(network) == set(used)


def test_edges_of_few_papers_are_left_out(frames: Frames) -> None:
    network = measures.co_use(frames, minimum=2)
    assert all(papers >= 2 for _, _, papers in network.edges(data="papers"))


def test_lineage_leads_from_the_new_to_what_it_uses(frames: Frames) -> None:
    network = measures.lineage(frames)
    roles = frames.roles()
    new = set(roles[roles["role"] == "introduces"]["concept"])
    assert network.number_of_edges() > 0
    assert all(method in new for method, _ in network.edges())


def test_an_edge_of_a_lineage_names_its_papers_once_and_in_order(
    frames: Frames,
) -> None:
    network = measures.lineage(frames)
    for _, _, data in network.edges(data=True):
        assert data["papers"] == sorted(set(data["papers"]))
        assert 0 <= data["confidence"] <= 1
    assert all(label for _, label in network.nodes(data="label"))


def test_what_a_concept_is_like_excludes_itself(frames: Frames) -> None:
    concept = max(measures.co_use(frames).degree, key=lambda pair: pair[1])[0]
    table = measures.similar_concepts(frames, concept)
    assert concept not in set(table["concept"])
    assert table["similarity"].between(0, 1 + 1e-9).all()


def test_predicted_pairs_are_not_yet_joined() -> None:
    network = nx.Graph([("a", "c"), ("b", "c"), ("a", "d"), ("b", "d"), ("d", "e")])
    table = measures.predict_links(network)
    pairs = list(zip(table["a"], table["b"], strict=True))
    assert pairs[:2] == [("c", "d"), ("a", "b")]
    assert table.loc[0, "score"] == pytest.approx(2 / np.log(2))
    assert table.loc[1, "score"] == pytest.approx(1 / np.log(2) + 1 / np.log(3))
    assert not any(b in network.adj[a] for a, b in pairs)
