"""Where a worker writes a result: bounded in rows and bytes, large ones to a file."""

import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

from scholargraph.serve.faults import Fault

# A larger result waits for its reader in a file, so that slow ones cost no memory.
_IN_MEMORY: Final = 2**20
_HEADED: Final = frozenset({"csv", "tsv"})
_STRING: Final = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)


class Sink:
    """
    A stream that refuses what is too much.

    ``format_name`` says how rows are counted; triples are before they are written.
    """

    def __init__(self, folder: Path, format_name: str, *, size: int, rows: int) -> None:
        """Write to memory, later to a file of ``folder``."""
        self._folder = folder
        self._limits = (size, rows + (format_name in _HEADED))
        self._counter = _counter(format_name)
        self._buffer = bytearray()
        self._file: IO[bytes] | None = None
        self._size = 0
        self._rows = 0

    def write(self, data: bytes) -> int:
        """
        Take some bytes.

        Raises
        ------
        Fault
            Where the result has too many rows or bytes.

        """
        size, rows = self._limits
        self._size += len(data)
        self._rows += self._counter(data)
        if self._size > size:
            raise Fault(
                503, f"the result is larger than {size:,} bytes; ask for less (LIMIT)"
            )
        if self._rows > rows:
            raise Fault(
                503, f"the result has more than {rows:,} rows; ask for less (LIMIT)"
            )
        self._buffer += data
        if len(self._buffer) > _IN_MEMORY:
            self._spill()
        return len(data)

    def flush(self) -> None:
        """Do nothing: the bytes are taken."""

    def close(self) -> tuple[bytes, str | None]:
        """Return the bytes, or the path of the file that has them."""
        if self._file is None:
            return bytes(self._buffer), None
        self._spill()
        self._file.close()
        return b"", self._file.name

    def _spill(self) -> None:
        if self._file is None:
            self._file = tempfile.NamedTemporaryFile(  # noqa: SIM115 - the server reads and removes it
                dir=self._folder, prefix=f"{os.getpid()}-", delete=False
            )
        self._file.write(self._buffer)
        self._buffer.clear()


class _Csv:
    """Counts line breaks outside of quotes."""

    def __init__(self) -> None:
        self._quoted = False

    def __call__(self, data: bytes) -> int:
        if not self._quoted and b'"' not in data:
            return data.count(b"\n")
        found = 0
        for part in re.split(rb'(")', data):
            if part == b'"':
                self._quoted = not self._quoted
            elif not self._quoted:
                found += part.count(b"\n")
        return found


class _Json:
    """Counts what stands between rows, outside of texts."""

    def __init__(self) -> None:
        self._rest = b""
        self._first = 1  # nothing stands before the first row

    def __call__(self, data: bytes) -> int:
        bare = _STRING.sub(b"", self._rest + data)
        whole, quote, rest = bare.partition(b'"')
        # The end may be the beginning of a text or of what is counted.
        self._rest = quote + rest if quote else whole[-2:]
        whole = whole if quote else whole[:-2]
        first, self._first = self._first, 0
        return first + whole.count(b"},{")


def _nothing(data: bytes) -> int:  # noqa: ARG001 - one of the counters
    return 0


def _lines(data: bytes) -> int:
    return data.count(b"\n")


def _elements(data: bytes) -> int:
    return data.count(b"<result>")


def _counter(format_name: str) -> Callable[[bytes], int]:
    """Return what counts the rows of a result format, a piece at a time."""
    match format_name:
        case "csv":
            return _Csv()
        case "json":
            return _Json()
        case "tsv":
            return _lines
        case "xml":
            return _elements
        case _:
            return _nothing
