"""What was read from each input: its papers and its rejected rows."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from scholargraph.database import papers
from scholargraph.database.schema import transaction
from scholargraph.errors import InputError
from scholargraph.model import Paper, Reject, Source


@dataclass(frozen=True, slots=True)
class Input:
    """
    A file that was read.

    ``path`` tells inputs apart, ``name`` is what the user called it, ``content`` is
    the hash of its bytes and ``reading`` says how it was read: equal ``content`` and
    ``reading`` give equal records. ``problem`` says why reading ended early.
    """

    path: str
    name: str
    content: str
    reading: str
    problem: str | None = None


class Inputs:
    """The inputs of a database, and what each of them holds."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Keep to the tables ``inputs``, ``records`` and ``rejects``."""
        self._connection = connection

    def __iter__(self) -> Iterator[Input]:
        """Yield the inputs, by path."""
        rows = self._connection.execute(
            "SELECT path, name, content, reading, problem FROM inputs ORDER BY path"
        )
        return (Input(*row) for row in rows)

    def known(self, input_: Input) -> Input | None:
        """Return the stored input of the same path, content and way of reading."""
        row = self._connection.execute(
            "SELECT path, name, content, reading, problem FROM inputs"
            " WHERE path = ? AND content = ? AND reading = ?",
            (storable(input_.path), input_.content, input_.reading),
        ).fetchone()
        return Input(*row) if row else None

    def replace(self, input_: Input, rows: Iterable[Paper | Reject]) -> Input:
        """
        Store an input in place of what was read from its path before.

        Where reading ends early, what came before is kept, with the problem. All in
        one transaction: a kill leaves the old rows or the new ones.

        Raises
        ------
        InputError
            Where nothing at all could be read; then nothing changes.

        """
        with transaction(self._connection):
            number = self._start(input_)
            problem = self._fill(number, rows)
            self._connection.execute(
                "UPDATE inputs SET problem = ? WHERE number = ?", (problem, number)
            )
        return replace(input_, problem=problem)

    def keep_only(self, paths: Collection[str]) -> tuple[str, ...]:
        """Forget the inputs of other paths and all they hold; return their names."""
        kept = {storable(path) for path in paths}
        gone = [input_ for input_ in self if input_.path not in kept]
        with transaction(self._connection):
            self._connection.executemany(
                "DELETE FROM inputs WHERE path = ?", [(item.path,) for item in gone]
            )
        return tuple(item.name for item in gone)

    def records(self) -> Iterator[Paper]:
        """Yield every record of every input, in an order that no build changes."""
        rows = self._connection.execute(
            "SELECT paper FROM records ORDER BY id, paper, input, position"
        )
        return (papers.from_text(text) for (text,) in rows)

    def numbered(self) -> Iterator[tuple[int, Paper]]:
        """Yield every record of every input, by id, with a number of its own."""
        rows = self._connection.execute(
            "SELECT input << 32 | position, paper FROM records ORDER BY id"
        )
        for number, text in rows:
            yield number, papers.from_text(text)

    def some(self, numbers: Iterable[int]) -> Iterator[Paper]:
        """Yield the records of some numbers, in their order."""
        for number in numbers:
            (text,) = self._connection.execute(
                "SELECT paper FROM records WHERE input = ? AND position = ?",
                divmod(number, 1 << 32),
            ).fetchone()
            yield papers.from_text(text)

    def record_count(self) -> int:
        """Return the number of records."""
        (number,) = self._connection.execute("SELECT count(*) FROM records").fetchone()
        return int(number)

    def rejects(self) -> Iterator[Reject]:
        """Yield the rejected rows, by file and line."""
        rows = self._connection.execute(
            "SELECT file, line, reason FROM rejects ORDER BY file, line, reason"
        )
        return (Reject(Source(file, line), reason) for file, line, reason in rows)

    def rejects_by_reason(self) -> dict[str, int]:
        """Return how many rows were rejected for each reason, most first."""
        reasons = Counter(reject.reason for reject in self.rejects())
        return dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0])))

    def _start(self, input_: Input) -> int:
        self._connection.execute(
            "DELETE FROM inputs WHERE path = ?", (storable(input_.path),)
        )
        number = self._connection.execute(
            "INSERT INTO inputs (path, name, content, reading) VALUES (?, ?, ?, ?)",
            (
                storable(input_.path),
                storable(input_.name),
                input_.content,
                input_.reading,
            ),
        ).lastrowid
        assert number is not None
        return number

    def _fill(self, number: int, rows: Iterable[Paper | Reject]) -> str | None:
        taken = 0
        try:
            for row in rows:
                self._add(number, taken, row)
                taken += 1
        except InputError as error:
            if not taken:
                raise
            return error.what
        return None

    def _add(self, number: int, position: int, row: Paper | Reject) -> None:
        if isinstance(row, Paper):
            self._connection.execute(
                "INSERT INTO records VALUES (?, ?, ?, ?)",
                (number, position, row.id, papers.to_text(row)),
            )
        else:
            self._connection.execute(
                "INSERT INTO rejects VALUES (?, ?, ?, ?, ?)",
                (
                    number,
                    position,
                    storable(row.source.file),
                    row.source.row,
                    storable(row.reason),
                ),
            )


def storable(text: str) -> str:
    r"""
    Return the text without what UTF-8 cannot hold, as in a file's name of other bytes.

    >>> storable("caf\udce9.txt")
    'caf?.txt'
    """
    return text.encode(errors="replace").decode()
