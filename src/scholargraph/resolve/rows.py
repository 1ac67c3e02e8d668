"""
Rows that may be more than memory has room for: laid down on disk, and sorted there.

Resolution goes over a corpus in a few walks, each of which sorts what the one before
it found by what is to be brought together next. Up to some number of rows that is a
list in memory; above it, parts of the list are sorted, written to a file one after the
other, and merged when they are walked.

The files have no name, so that nothing is left of them however a process ends.
"""

import heapq
import marshal
import struct
import sys
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

# Of numbers, texts, None, and tuples of these; those that are sorted must be
# comparable.
Row = tuple[Any, ...]
# Bytes from the first block of a run to the end of its last.
Run = tuple[int, int]

# So many rows are held in memory, which take some 20 to 80 MB; a sixth of the time is
# saved where that is all of them.
MOST: Final = 1 << 17
# Rows that are read at a time, of each run.
_BLOCK: Final = 128
_LENGTH: Final = struct.Struct("<I")
_FIRST: Final = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where rows are laid down, more than ``most`` at a time; without a folder none."""

    folder: Path | None = None
    most: int = MOST


IN_MEMORY: Final = Place()


class Tape:
    """
    Rows in the order in which they were added.

    They can be walked any number of times, once all are there.
    """

    def __init__(self, place: Place) -> None:
        """Begin without rows."""
        self.place = place
        self._most = place.most if place.folder else sys.maxsize
        self._held: list[Row] = []
        self._runs: list[Run] = []
        self._laid = 0
        self._file: _File | None = None
        self._fault: OSError | None = None

    def __len__(self) -> int:
        """Return the number of rows."""
        return self._laid + len(self._held)

    def __iter__(self) -> Iterator[Row]:
        """
        Yield the rows.

        Raises
        ------
        OSError
            Where they cannot be read from the disk, or could not be laid down there
            when they were sent.

        """
        self._check()
        for run in self._runs:
            yield from self._read(run)
        yield from self._held

    def add(self, row: Row) -> None:
        """Add a row; raise OSError where the disk has no room for it."""
        self._held.append(row)
        if len(self._held) >= self._most:
            self._lay_down()

    def __reduce__(self) -> tuple[Any, ...]:
        """Be sent to another process with all rows, packed."""
        blocks = [marshal.dumps(block) for block in _blocks(iter(self))]
        return _sent, (type(self), self.place, blocks)

    def receive(self, blocks: Iterable[bytes]) -> None:
        """
        Take packed rows; what the disk says to that is raised when they are walked.

        A process that fails while it is sent something is taken for a dead one.
        """
        try:
            for block in blocks:
                for row in marshal.loads(block):  # noqa: S302 (our own process's)
                    self.add(row)
        except OSError as error:
            self._fault = error

    def _check(self) -> None:
        if self._fault is not None:
            raise self._fault

    def _lay_down(self) -> None:
        if self._file is None:
            self._file = _File(self.place.folder)
        self._runs.append(self._file.write(self._held))
        self._laid += len(self._held)
        self._held = []

    def _read(self, run: Run) -> Iterator[Row]:
        return self._file.read(run) if self._file else iter(())


class Rows(Tape):
    """
    Rows that are walked in order, however they were added.

    >>> rows = Rows(IN_MEMORY)
    >>> for row in (("b", 2), ("a", 1), ("b", 1)):
    ...     rows.add(row)
    >>> list(rows)
    [('a', 1), ('b', 1), ('b', 2)]
    """

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows, sorted."""
        self._check()
        if not self._runs:
            self._held.sort()
            return iter(self._held)
        if self._held:
            self._lay_down()
        return heapq.merge(*map(self._read, self._runs))

    def _lay_down(self) -> None:
        self._held.sort()
        super()._lay_down()


def groups(rows: Iterable[Row]) -> Iterator[tuple[Any, Iterator[Row]]]:
    """Yield sorted rows by what they begin with; each group before the next is read."""
    return groupby(rows, _FIRST)


def beside(
    left: Iterable[Row], right: Iterable[Row]
) -> Iterator[tuple[Row, list[Row]]]:
    """
    Yield each row of ``left`` with those of ``right`` that begin as it does.

    Both are sorted by what they begin with, of which ``left`` has each once.

    >>> list(beside([("a",), ("c",)], [("a", 1), ("a", 2), ("b", 3)]))
    [(('a',), [('a', 1), ('a', 2)]), (('c',), [])]
    """
    right = iter(right)
    ahead = next(right, None)
    for row in left:
        found = []
        while ahead is not None and ahead[0] <= row[0]:
            if ahead[0] == row[0]:
                found.append(ahead)
            ahead = next(right, None)
        yield row, found


def _blocks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while block := list(islice(rows, _BLOCK)):
        yield block


def _sent(type_: type[Tape], place: Place, blocks: list[bytes]) -> Tape:
    tape = type_(place)
    tape.receive(blocks)
    return tape


class _File:
    """A file without a name, in which runs of rows stand one after the other."""

    def __init__(self, folder: Path | None) -> None:
        if folder:
            folder.mkdir(exist_ok=True)
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 (closed with this)
        weakref.finalize(self, self._file.close)
        self._end = 0

    def write(self, rows: list[Row]) -> Run:
        start = self._end
        for block in _blocks(iter(rows)):
            packed = marshal.dumps(block)
            self._put(_LENGTH.pack(len(packed)) + packed)
        return start, self._end

    def read(self, run: Run) -> Iterator[Row]:
        position, end = run
        while position < end:
            (length,) = _LENGTH.unpack(self._get(position, _LENGTH.size))
            position += _LENGTH.size
            yield from marshal.loads(self._get(position, length))  # noqa: S302 (our own process's)
            position += length

    def _put(self, data: bytes) -> None:
        self._file.seek(self._end)
        self._end += len(data)
        view = memoryview(data)
        while view:  # a disk takes what it has room for, and refuses the rest
            view = view[self._file.write(view) :]

    def _get(self, position: int, length: int) -> bytes:
        self._file.seek(position)
        found = self._file.read(length)
        while len(found) < length:
            more = self._file.read(length - len(found))
            if not more:
                raise OSError(f"rows are missing at byte {position}")
            found += more
        return found
