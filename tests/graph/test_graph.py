import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scholargraph import graph as module
from scholargraph.model import (
    Concept,
    Entity,
    Extraction,
    Mention,
    Paper,
    ResolvedPaper,
)
from scholargraph.record_format import extraction_from_json
from scholargraph.vocab import Kind, Role

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Small:
    """A corpus of one paper or a few."""

    concepts: Sequence[Concept]
    resolved: Sequence[ResolvedPaper]

    def papers(self) -> Iterator[ResolvedPaper]:
        yield from self.resolved


def small() -> Small:
    record = json.loads((HERE / "paper.json").read_text("utf-8"))
    paper = Paper(
        record["id"],
        record["title"],
        record["abstract"],
        date="2024-10",
        authors=("Ann", "Bo"),
    )
    extraction = extraction_from_json(paper.id, paper.text, record)
    concepts = [
        Concept("dataset/lvis", Kind.DATASET, "LVIS", ("LVIS v1.0",), paper_count=1),
        Concept("method/fracal", Kind.METHOD, "FRACAL", paper_count=1),
        Concept(
            "metric/average-precision",
            Kind.METRIC,
            "average precision",
            ("AP",),
            paper_count=1,
        ),
        Concept(
            "task/long-tailed-object-detection",
            Kind.TASK,
            "long-tailed object detection",
            broader=("task/object-detection",),
            paper_count=1,
        ),
        Concept("task/object-detection", Kind.TASK, "object detection", paper_count=1),
    ]
    ids = {
        "FRACAL": "method/fracal",
        "Fractal Calibration": "method/fracal",
        "LVIS": "dataset/lvis",
        "AP": "metric/average-precision",
        "long-tailed object detection": "task/long-tailed-object-detection",
        "object detection": "task/object-detection",
    }
    return Small(concepts, [ResolvedPaper(paper, extraction, ids)])


def lines(graph: nx.MultiDiGraph) -> list[str]:
    """Return the nodes and edges, one a line, in the graph's order."""
    nodes = [f"{node} {json.dumps(data)}" for node, data in graph.nodes(data=True)]
    edges = [
        f"{head} -> {tail} {json.dumps(data)}"
        for head, tail, data in graph.edges(data=True)
    ]
    return [*nodes, *edges]


def test_the_graph_of_a_small_corpus_is_the_golden_one() -> None:
    wanted = (HERE / "golden.txt").read_text("utf-8").splitlines()
    assert lines(module.build(small())) == wanted


def test_every_stated_edge_carries_the_words_it_was_read_from() -> None:
    corpus = small()
    text = corpus.resolved[0].paper.text
    for *_, data in module.build(corpus).edges(data=True):
        if data["type"] != "broader":
            assert text[data["start"] : data["end"]] == data["quote"] != ""
            assert 0 <= data["confidence"] <= 1


def test_the_strongest_role_of_two_entities_of_one_concept_counts() -> None:
    graph = module.build(small())
    edges = graph.get_edge_data("paper/arxiv-2410.11774", "concept/method/fracal")
    assert [data["type"] for data in edges.values()] == ["introduces"]


def test_no_concept_is_related_to_itself() -> None:
    graph = module.build(small())
    assert [edge for edge in graph.edges() if edge[0] == edge[1]] == []


def test_the_graph_can_be_written_as_graphml() -> None:
    graph = module.build(small())
    file = io.BytesIO()
    nx.write_graphml(graph, file)
    again = nx.read_graphml(io.BytesIO(file.getvalue()), force_multigraph=True)
    assert set(again.nodes) == set(graph.nodes)
    assert again.number_of_edges() == graph.number_of_edges()


def test_entities_without_a_concept_are_left_out() -> None:
    mention = Mention(0, 6, "method", Kind.METHOD, 1.0)
    paper = Paper("p", "method", "")
    entity = Entity("method", Kind.METHOD, Role.USES, (mention,), 1.0)
    extraction = Extraction("p", (entity,), (), (), (), "test")
    graph = module.build(Small([], [ResolvedPaper(paper, extraction)]))
    assert list(graph.nodes) == ["paper/p"]
    assert graph.number_of_edges() == 0


PIECES = (
    *("a", "8", "/", ":", "[", "]", "?", "#", "@", "\x0c"),
    *("www.", ".git", "::1", "http://", "github.com"),
)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://github.com/a/b", "https://github.com/a/b"),
        ("http://www.github.com/a/b/", "https://github.com/a/b"),
        ("github.com/a/b.git", "https://github.com/a/b"),
        ("https://github.com/a/b/tree/main/src#readme", "https://github.com/a/b"),
        ("https://github.com/a", "https://github.com/a"),
        ("http://example.org:80/x?y=1", "https://example.org/x?y=1"),
        ("http://example.org:8080/x", "https://example.org:8080/x"),
        ("visym.github.io/cap/", "https://visym.github.io/cap"),
        ("http://[broken", "http://[broken"),
    ],
)
def test_a_repository_has_one_address(url: str, wanted: str) -> None:
    assert module.canonical_url(url) == wanted


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    )
)
@example("0\x0c#")
def test_the_address_of_an_address_is_itself(url: str) -> None:
    once = module.canonical_url(url)
    assert module.canonical_url(once) == once
