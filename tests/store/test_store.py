"""A store is built once, in an empty folder, and then read by many."""

from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from scholargraph.errors import FolderError
from scholargraph.store import build, open_read_only

NAME = NamedNode("https://example.org/name")
GRAPH = NamedNode("https://example.org/graph")


def triples(count: int) -> Iterator[Triple]:
    for number in range(count):
        yield Triple(NamedNode(f"https://example.org/{number}"), NAME, Literal("x"))


def size(folder: Path) -> int:
    return len(open_read_only(folder))


def test_what_goes_in_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    assert build(triples(1000), folder) == 1000
    assert {q.object for q in open_read_only(folder)} == {Literal("x")}


def test_quads_keep_their_graph(tmp_path: Path) -> None:
    quad = Quad(NAME, NAME, Literal("x"), GRAPH)
    assert build([quad], tmp_path / "store") == 1
    assert list(open_read_only(tmp_path / "store")) == [quad]


def test_folder_can_be_renamed_once_built_and_while_read(tmp_path: Path) -> None:
    build(triples(10), tmp_path / "new")
    (tmp_path / "new").rename(tmp_path / "store")
    reader = open_read_only(tmp_path / "store")
    (tmp_path / "store").rename(tmp_path / "old")
    assert len(reader) == 10


def test_several_processes_read_at_once(tmp_path: Path) -> None:
    build(triples(10), tmp_path / "store")
    with get_context("spawn").Pool(2) as pool:
        assert pool.map(size, [tmp_path / "store"] * 4) == [10] * 4


def test_nothing_is_built_over_something(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(FolderError, match="is not an empty folder"):
        build(triples(1), tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "keep"


def test_empty_graph_makes_an_empty_store(tmp_path: Path) -> None:
    assert build([], tmp_path / "store") == 0
    assert size(tmp_path / "store") == 0


@pytest.mark.parametrize("content", [None, "", "garbage"])
def test_folder_without_a_sound_store_is_named(
    tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "CURRENT").write_text(content)
    with pytest.raises(FolderError, match=r"holds no store|cannot be opened"):
        open_read_only(tmp_path)


def test_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError, match="no store can be written"):
        build(triples(1), tmp_path / "file" / "store")
