"""All concepts of a generation, read from disk whenever they are walked."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from operator import index
from pathlib import Path
from typing import overload

from scholargraph.database import concepts
from scholargraph.database.schema import faults
from scholargraph.errors import FolderError
from scholargraph.model import Concept


class ConceptTable(Sequence[Concept]):
    """
    The concepts of a generation, or a slice of them, by id; none is kept in memory.

    Meant to be walked while the database is open: one by its place is found by a walk
    of its own. ``tuple`` makes what can be kept, compared and looked up.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        generation: int,
        *,
        places: range | None = None,
        path: Path | None = None,
    ) -> None:
        """
        Read generation number ``generation``, all of it or what stands at ``places``.

        With ``path``, that of the database, SQLite's errors come out as our own.
        """
        self._connection = connection
        self._generation = generation
        self._places = places
        self._path = path

    def guarded(self, path: Path) -> "ConceptTable":
        """Return the same concepts; SQLite's errors come out as our own."""
        return self._like(self._places, path)

    def __len__(self) -> int:
        """Count the concepts."""
        if self._places is not None:
            return len(self._places)
        with self._faults():
            (number,) = self._connection.execute(
                "SELECT count(*) FROM concepts WHERE generation = ?",
                (self._generation,),
            ).fetchone()
        return int(number)

    def __iter__(self) -> Iterator[Concept]:
        """Yield the concepts."""
        for id_, text in self._rows():
            yield concept_of(id_, text)

    def at(self, places: Sequence[int]) -> Iterator[Concept]:
        """Yield the concepts at some places, which are sorted; others are not made."""
        rows, before = self._rows(), -1
        for place in places:
            for id_, text in islice(rows, place - before - 1, place - before):
                yield concept_of(id_, text)
            before = place

    def _rows(self) -> Iterator[tuple[str, str]]:
        first, number = 0, -1  # SQLite's way to say "all"
        if self._places is not None:
            first, number = self._places.start, len(self._places)
        with self._faults():
            rows = self._connection.execute(
                "SELECT id, concept FROM concepts WHERE generation = ? ORDER BY id"
                " LIMIT ? OFFSET ?",
                (self._generation, number, first),
            )
            # "yield from" would close the cursor of a walk that is given up, and
            # sqlite refuses that where the database was closed first.
            for row in rows:  # noqa: UP028
                yield row

    @overload
    def __getitem__(self, place: int) -> Concept: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Concept]: ...

    def __getitem__(self, place: int | slice) -> Concept | Sequence[Concept]:
        """Return the concept at a place, or those of a slice."""
        places = range(len(self)) if self._places is None else self._places
        if isinstance(place, slice):
            chosen = places[place]
            if chosen.step != 1:
                return tuple(self)[place]
            return self._like(chosen, self._path)
        at = places[index(place)]
        (found,) = self._like(range(at, at + 1), self._path)
        return found

    def _like(self, places: range | None, path: Path | None) -> "ConceptTable":
        return ConceptTable(
            self._connection, self._generation, places=places, path=path
        )

    def _faults(self) -> AbstractContextManager[None]:
        return nullcontext() if self._path is None else faults(self._path)


def concept_of(id_: str, text: str) -> Concept:
    """
    Return a stored concept.

    Raises
    ------
    FolderError
        Where it is damaged.

    """
    try:
        return concepts.from_text(text)
    except (ValueError, KeyError, TypeError) as error:
        raise FolderError(f"concept {id_}", f"is damaged: {error}") from error
