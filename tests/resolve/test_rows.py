"""Rows are the same in memory and on disk, and leave nothing behind."""

import errno
import pickle
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph.resolve.above import Above
from scholargraph.resolve.labels import other_ids, unique_ids
from scholargraph.resolve.rows import IN_MEMORY, Place, Row, Rows, Tape, beside, groups
from scholargraph.vocab import Kind

Limit = Callable[[int], AbstractContextManager[None]]

TEXTS = st.text("ab\u00e9\0\ud800", max_size=3)
ROWS = st.lists(st.tuples(TEXTS, st.integers(-5, 5), st.tuples(TEXTS)), max_size=30)
EDGES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=25)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rows") / "scratch"


def laid(type_: type[Tape], rows: list[Row], place: Place) -> Tape:
    tape = type_(place)
    for row in rows:
        tape.add(row)
    return tape


@given(ROWS, st.integers(1, 9))
def test_rows_on_disk_are_those_in_memory(
    folder: Path, rows: list[Row], most: int
) -> None:
    for type_ in (Tape, Rows):
        known = list(laid(type_, rows, IN_MEMORY))
        there = laid(type_, rows, Place(folder, most))
        assert len(there) == len(rows)
        for walked in (there, there, pickle.loads(pickle.dumps(there))):
            assert list(walked) == known
        assert known == (rows if type_ is Tape else sorted(rows))


def test_a_walk_goes_on_where_the_rows_themselves_are_given_up(folder: Path) -> None:
    numbers = [(number,) for number in range(1000)]
    walk = iter(laid(Rows, numbers[::-1], Place(folder, 10)))
    assert list(walk) == numbers


def test_files_have_no_name_that_a_killed_process_could_leave(folder: Path) -> None:
    rows = laid(Rows, [(1,), (2,), (3,)], Place(folder, 1))
    assert list(rows) == [(1,), (2,), (3,)]
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("size", [0, 1, 100, 5000])
def test_a_disk_that_is_full_is_told_of(
    folder: Path, no_larger_file: Limit, size: int
) -> None:
    rows = [("a long text " * 9, number) for number in range(200)]
    with no_larger_file(size), pytest.raises(OSError, match=r".") as raised:
        laid(Rows, rows, Place(folder, 1))
    assert raised.value.errno in {errno.EFBIG, errno.ENOSPC}


@pytest.mark.parametrize("type_", [Rows, Tape])
def test_a_disk_that_is_full_is_told_of_when_what_was_sent_is_walked(
    folder: Path, no_larger_file: Limit, type_: type[Tape]
) -> None:
    packed = pickle.dumps(laid(type_, [(1,), (2,)], Place(folder, 1)))
    with no_larger_file(0):
        sent = pickle.loads(packed)
    with pytest.raises(OSError, match=r".") as raised:
        list(sent)
    assert raised.value.errno in {errno.EFBIG, errno.ENOSPC}


@given(st.sets(TEXTS), ROWS)
def test_rows_stand_beside_those_that_begin_alike(
    names: set[str], rows: list[Row]
) -> None:
    found = beside(((name,) for name in sorted(names)), sorted(rows))
    known = {name: list(rows) for name, rows in groups(sorted(rows))}
    assert {name: rows for (name,), rows in found} == {
        name: known.get(name, []) for name in names
    }


def leads(graph: Any, start: int, end: int) -> bool:
    return bool(nx.has_path(graph, start, end))  # type: ignore[no-untyped-call]


@given(EDGES)
def test_what_stands_above_is_in_no_circle_and_not_implied(
    edges: list[tuple[int, int]],
) -> None:
    above = Above(7)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(7))
    for lower, upper in edges:
        above.add(lower, upper)
        if lower != upper and not leads(graph, upper, lower):
            graph.add_edge(lower, upper)
    reduced = nx.transitive_reduction(graph)  # type: ignore[no-untyped-call]
    known = [sorted(reduced.successors(lower)) for lower in range(7)]
    assert [above.reduced(lower) for lower in range(7)] == known


# What a node is called where its name is another's that is used more.
HASHED = unique_ids(Kind.TASK, {"a": ("x", 2), "b": ("x", 1)})["b"]


@given(
    st.dictionaries(
        st.sampled_from("abcdefg"),
        st.tuples(st.sampled_from(["x", "y", HASHED, "z-0"]), st.integers(1, 3)),
    )
)
def test_ids_given_one_after_the_other_are_those_given_at_once(
    wanted: dict[str, tuple[str, int]],
) -> None:
    rows = sorted((id_, -papers, node) for node, (id_, papers) in wanted.items())
    suggested = {node: id_ for node, (id_, _) in wanted.items()}
    found = other_ids(Kind.TASK, rows)
    assert suggested | found == unique_ids(Kind.TASK, wanted)
    assert all(suggested[node] != id_ for node, id_ in found.items())
