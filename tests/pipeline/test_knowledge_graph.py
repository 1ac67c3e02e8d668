"""A graph folder in Python."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

import scholargraph
from scholargraph.errors import FolderError, QueryError
from scholargraph.frames import COLUMNS, Frames
from scholargraph.knowledge_graph import KnowledgeGraph, open_graph
from scholargraph.pipeline.build import build


@pytest.fixture
def graph(tmp_path: Path, papers: Callable[..., Path]) -> Iterator[KnowledgeGraph]:
    build([str(papers("a", 1, 3))], tmp_path / "kg")
    with scholargraph.open_graph(tmp_path / "kg") as opened:
        yield opened


def test_rows_are_python_values_and_make_a_frame(graph: KnowledgeGraph) -> None:
    rows = graph.query("SELECT (count(?p) AS ?n) (0.5 AS ?half) { ?p a sg:Paper }")
    assert rows.columns == ("n", "half")
    assert [tuple(map(float, row)) for row in rows] == [(3.0, 0.5)]
    assert rows[0][0] == 3
    assert list(rows.frame()["n"]) == [3]


def test_an_empty_answer_is_a_frame_with_columns(graph: KnowledgeGraph) -> None:
    rows = graph.query("SELECT ?x { ?x a sg:Nonsense }")
    assert len(rows) == 0
    assert list(rows.frame().columns) == ["x"]


@pytest.mark.parametrize("name", COLUMNS)
def test_each_frame_is_a_call_away_with_its_documented_columns(
    graph: KnowledgeGraph, name: str
) -> None:
    frame = getattr(graph, name)()
    assert list(frame.columns) == list(graph.columns(name)["column"])

    class Records:  # the same papers without the short way by parts of records
        concepts = graph.corpus.concepts
        papers = graph.corpus.papers

    pd.testing.assert_frame_equal(frame, getattr(Frames(Records()), name)())


def test_concepts_are_chosen_by_kind(graph: KnowledgeGraph) -> None:
    chosen = graph.concepts(kind="method")
    assert set(chosen["kind"]) == {"Method"}
    assert len(chosen) < len(graph.concepts())


def test_nothing_is_read_before_it_is_asked_for(graph: KnowledgeGraph) -> None:
    assert "frames" not in vars(graph)
    assert len(graph.papers()) == len(graph)


def test_the_network_has_a_node_for_each_paper_and_concept(
    graph: KnowledgeGraph,
) -> None:
    network = graph.network()
    assert {"paper/paper-1", "paper/paper-2", "paper/paper-3"} <= set(network)
    concepts = graph.corpus.concepts
    assert {f"concept/{concept.id}" for concept in concepts} <= set(network)


def test_several_graphs_of_one_folder_may_be_open(graph: KnowledgeGraph) -> None:
    with open_graph(graph.path) as other:
        assert list(other.corpus.papers()) == list(graph.corpus.papers())
        assert len(other.store) == len(graph.store)


def test_papers_may_be_walked_twice_and_at_once(graph: KnowledgeGraph) -> None:
    pairs = zip(graph.corpus.papers(), graph.corpus.papers(), strict=True)
    assert all(one == other for one, other in pairs)


def test_a_graph_cannot_be_changed_by_a_query(graph: KnowledgeGraph) -> None:
    with pytest.raises(QueryError):
        graph.query("INSERT DATA { <x:a> <x:b> <x:c> }")


@pytest.mark.parametrize("name", ["", "missing", "file.txt"])
def test_what_is_no_graph_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").touch()
    with pytest.raises(FolderError) as raised:
        open_graph(tmp_path / name)
    assert raised.value.where == str(tmp_path / name)
