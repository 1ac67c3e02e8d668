"""Concepts that are read at every walk, as a sequence like any other."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from scholargraph.database import Database, GuardedCorpus
from scholargraph.database.concept_table import ConceptTable
from scholargraph.errors import FolderError
from scholargraph.floor import USUAL
from scholargraph.model import Concept
from scholargraph.vocab import Kind

CONCEPTS = tuple(
    Concept(f"metric/{letter}", Kind.METRIC, letter, scale=scale)
    for letter, scale in zip(
        "abcde", (None, "0-100", "", "fraction", None), strict=True
    )
)


@pytest.fixture
def table(database: Database) -> ConceptTable:
    draft = database.draft("reader 1", USUAL)
    draft.resolve(CONCEPTS, [])
    draft.publish({})
    return database.corpus().concepts


def test_a_table_is_walked_any_number_of_times(table: ConceptTable) -> None:
    assert tuple(table) == tuple(table) == CONCEPTS
    assert len(table) == len(CONCEPTS)
    assert CONCEPTS[2] in table


@pytest.mark.parametrize("place", [0, 3, -1, -5])
def test_a_place_holds_one(table: ConceptTable, place: int) -> None:
    assert table[place] == CONCEPTS[place]


@pytest.mark.parametrize("place", [5, -6])
def test_beyond_the_last_there_is_none(table: ConceptTable, place: int) -> None:
    with pytest.raises(IndexError):
        table[place]


@pytest.mark.parametrize(
    "chosen",
    [slice(None), slice(1, 3), slice(2, 2), slice(-2, None), slice(None, None, -2)],
)
def test_a_slice_is_a_table_of_its_own(table: ConceptTable, chosen: slice) -> None:
    part = table[chosen]
    assert tuple(part) == CONCEPTS[chosen]
    assert len(part) == len(CONCEPTS[chosen])
    assert tuple(part[1:]) == CONCEPTS[chosen][1:]


@pytest.mark.parametrize("places", [[], [0], [4], [0, 1, 3], [1, 4], [2, 9]])
def test_some_are_read_by_their_places(table: ConceptTable, places: list[int]) -> None:
    there = [place for place in places if place < len(CONCEPTS)]
    assert list(table.at(places)) == [CONCEPTS[place] for place in there]


def test_scaled_concepts_are_those_with_a_scale(
    database: Database, table: ConceptTable
) -> None:
    scaled = tuple(concept for concept in table if concept.scale)
    assert database.corpus().scaled_concepts() == scaled


def test_of_a_damaged_one_the_walk_tells(file: Path, table: ConceptTable) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE concepts SET concept = '{}' WHERE id = 'metric/c'")
    with pytest.raises(FolderError, match="metric/c"):
        list(table)


def test_what_sqlite_says_comes_out_as_our_own(
    database: Database, file: Path, table: ConceptTable
) -> None:
    assert tuple(table) == CONCEPTS
    guarded = GuardedCorpus(database.corpus(), file).concepts
    assert tuple(guarded[1:]) == CONCEPTS[1:]
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DROP TABLE concepts")
    for look in (list, len):
        with pytest.raises(FolderError, match="no such table"):
            look(guarded)
