"""A store is built once, in an empty folder, and then read by many."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from scholargraph import store
from scholargraph.errors import FolderError
from scholargraph.store import build, build_from_text, open_read_only

NAME = NamedNode("https://example.org/name")
GRAPH = NamedNode("https://example.org/graph")


def triples(count: int) -> Iterator[Triple]:
    for number in range(count):
        yield Triple(NamedNode(f"https://example.org/{number}"), NAME, Literal("x"))


COUNT = """
import sys
from pathlib import Path
from scholargraph.store import open_read_only

store = open_read_only(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
print(len(store))
"""


# Each line in a part of its own, each part loaded twice.
LOAD = """
import os
from pathlib import Path
from scholargraph import store

store.PART = 1
lines = [b'<https://example.org/%d> <https://example.org/p> "x" .\\n' % n
         for n in range(100)]
store.load(lines * 2, Path(sys.argv[1]), put_off=True)
if sys.platform == "linux":
    merging = [task for task in Path("/proc/self/task").iterdir()
               if (task / "comm").read_text().startswith("rocksdb:low")]
    policies = {os.sched_getscheduler(int(task.name)) for task in merging}
    assert policies == {os.SCHED_IDLE}, policies
"""


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
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", COUNT, str(tmp_path / "store")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    # Each says that it has opened the store, and waits for the others.
    assert all(reader.stdout and reader.stdout.readline() for reader in readers)
    assert [reader.communicate("go\n", timeout=60)[0] for reader in readers] == [
        "10\n"
    ] * 3


def test_nothing_is_built_over_something(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(FolderError, match="is not an empty folder"):
        build(triples(1), tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "keep"


def test_empty_graph_makes_an_empty_store(tmp_path: Path) -> None:
    assert build([], tmp_path / "store") == 0
    assert len(open_read_only(tmp_path / "store")) == 0


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


def test_a_fault_while_statements_are_made_is_told_and_leaves_nobody_waiting(
    tmp_path: Path,
) -> None:
    def faulty() -> Iterator[Triple]:
        yield from triples(10)
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        build(faulty(), tmp_path / "store")


def test_text_that_is_no_rdf_is_told_while_more_of_it_comes(tmp_path: Path) -> None:
    chunks = (b"nonsense\n" * 100_000 for _ in range(10))
    with pytest.raises(FolderError, match="no store can be written"):
        build_from_text(chunks, tmp_path / "store")


def test_large_parts_are_loaded_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PART", 100)
    monkeypatch.setattr(store, "BATCH", 7)
    assert build(triples(100), tmp_path / "store") == 100


def test_what_one_process_loads_another_may_compact(tmp_path: Path) -> None:
    place = tmp_path / "store"
    command = "import sys; sys.path[:] = sys.argv[2:]\n" + LOAD
    subprocess.run([sys.executable, "-c", command, str(place), *sys.path], check=True)
    assert store.compact(place) == 100
    assert len(open_read_only(place)) == 100
    with pytest.raises(FolderError, match="holds no store"):
        store.compact(tmp_path / "none")


def test_a_copy_can_be_changed_without_the_store_it_is_of(tmp_path: Path) -> None:
    build(triples(10), tmp_path / "one")
    reader = open_read_only(tmp_path / "one")
    store.copy(tmp_path / "one", tmp_path / "two")
    quad = Quad(NAME, NAME, Literal("x"))
    store.change(tmp_path / "two", lambda graph: graph.add(quad))
    assert len(open_read_only(tmp_path / "two")) == 11
    assert len(reader) == len(open_read_only(tmp_path / "one")) == 10
    with pytest.raises(FolderError, match="holds no store"):
        store.change(tmp_path / "three", len)
