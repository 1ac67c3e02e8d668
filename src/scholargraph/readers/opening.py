"""
A file, standard input or packed data, opened as a bounded stream of UTF-8.

Knows bytes, no formats. Nothing here holds more than one line or one chunk: the
size of a file, of a line or of what a file unpacks to does not change the memory
taken.
"""

import codecs
import io
import logging
import sys
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from scholargraph.errors import InputError, reason
from scholargraph.readers.encodings import decoded, encoding_of

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

STDIN: Final = "-"
HEAD_SIZE: Final = 1 << 18
# A work of OpenAlex with thousands of authors takes some megabytes on one line.
LONGEST_LINE: Final = 16 << 20

_CHUNK_SIZE: Final = 1 << 16
_GZIP: Final = b"\x1f\x8b"
_PARQUET: Final = b"PAR1"
_GZIP_FORMAT: Final = 31  # https://docs.python.org/3/library/zlib.html#zlib.decompress
_LOG: Final = logging.getLogger(__name__)


@dataclass(slots=True)
class Opened:
    """
    An input: its first bytes, to tell the format by, and a stream of all of it.

    ``stream`` is UTF-8, except for a Parquet file. ``damaged`` is set where packed
    data end too early or are broken: the stream then ends with what was good;
    ``packed`` where the file was packed.
    """

    name: str
    head: bytes
    stream: BinaryIO
    damaged: bool = False
    guessed: bool = False
    packed: bool = False

    def lines(self) -> Iterator[tuple[int, str | None]]:
        """Yield each line's number and text; no text if it is beyond the limit."""
        number = 0
        while line := self.stream.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
                while line and not line.endswith(b"\n"):
                    line = self.stream.readline(LONGEST_LINE)
                yield number, None
            else:
                yield number, self.text(number, line)

    def text(self, number: int, line: bytes) -> str:
        """Return the text of bytes; say so once where it had to be guessed."""
        text, guessed = decoded(line.rstrip(b"\r\n").replace(b"\0", b""))
        if guessed and not self.guessed:
            self.guessed = True
            _LOG.warning(
                "%s: line %d is not UTF-8; such lines are read as Latin-1",
                self.name,
                number,
            )
        return text


@contextmanager
def opened(path: str) -> Generator[Opened, None, None]:
    """
    Open a file, or standard input for ``-``, unpacked and as UTF-8.

    Raises
    ------
    InputError
        Where there is no such file, it may not be read, or reading fails.

    """
    name = "stdin" if path == STDIN else path
    if "\0" in path:
        raise InputError(repr(path), "is no name of a file")
    try:
        if path == STDIN:
            yield _prepared(name, sys.stdin.buffer)
        else:
            with Path(path).open("rb") as file:
                yield _prepared(name, file)
    except FileNotFoundError as error:
        raise InputError(name, "does not exist") from error
    except IsADirectoryError as error:
        raise InputError(name, "is a directory, not a file") from error
    except PermissionError as error:
        raise InputError(name, "may not be read: permission denied") from error
    except OSError as error:
        raise InputError(name, f"cannot be read: {reason(error)}") from error


def _prepared(name: str, file: BinaryIO) -> Opened:
    found = Opened(name, b"", io.BytesIO())
    head, chunks = _with_head(_chunks(file))
    if head.startswith(_GZIP):
        found.packed = True
        head, chunks = _with_head(_unpacked(chunks, found))
    if not head.startswith(_PARQUET):
        head, chunks = _with_head(_as_utf8(head, chunks))
    found.head = head
    found.stream = io.BufferedReader(_Chunks(chunks), _CHUNK_SIZE)
    return found


def _with_head(chunks: Iterable[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Return the first bytes, and all of them again."""
    chunks = iter(chunks)
    taken: list[bytes] = []
    size = 0
    for chunk in chunks:
        taken.append(chunk)
        size += len(chunk)
        if size >= HEAD_SIZE:
            break
    return b"".join(taken)[:HEAD_SIZE], chain(taken, chunks)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK_SIZE):
        yield chunk


def _unpacked(chunks: Iterable[bytes], found: Opened) -> Iterator[bytes]:
    """
    Yield what a gzip file of one or more members unpacks to, chunk by chunk.

    Written on zlib, since ``gzip`` loses the last good bytes of a damaged file.
    """
    unpacker = zlib.decompressobj(_GZIP_FORMAT)
    started = False
    try:
        for chunk in chain(chunks, [b""]):
            data = chunk
            while True:
                if unpacker.eof:
                    data = data.lstrip(b"\0")  # padding
                    unpacker, started = zlib.decompressobj(_GZIP_FORMAT), False
                out = unpacker.decompress(data, _CHUNK_SIZE)
                started = started or bool(data)
                # At the end of a member both may hold what follows it.
                ended = unpacker.eof
                data = unpacker.unused_data if ended else unpacker.unconsumed_tail
                if out:
                    yield out
                elif not data:
                    break
        found.damaged = started and not unpacker.eof
    except zlib.error:
        found.damaged = True


def _as_utf8(head: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    encoding, mark = encoding_of(head)
    if encoding != "utf-8":
        chunks = _transcoded(chunks, encoding)
        mark = len("\ufeff".encode()) if mark else 0
    first = next(chunks, b"")
    # Old Macintosh programs end lines with a carriage return only.
    if b"\r" in head and b"\n" not in head:
        yield first[mark:].replace(b"\r", b"\n")
        yield from (chunk.replace(b"\r", b"\n") for chunk in chunks)
    else:
        yield first[mark:]
        yield from chunks


def _transcoded(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for chunk in chunks:
        text = decoder.decode(chunk)
        if text:
            yield text.encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


class _Chunks(io.RawIOBase):
    """Chunks of bytes as a file to read from."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self._iterator = chunks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        while not self._rest:
            chunk = next(self._iterator, None)
            if chunk is None:
                return 0
            self._rest = memoryview(chunk)
        target = memoryview(buffer).cast("B")
        size = min(len(target), len(self._rest))
        target[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
