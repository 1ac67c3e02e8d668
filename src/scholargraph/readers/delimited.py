"""
Tables as text: CSV and TSV, with a header that names the columns.

The rows are parsed by ``csv``; which lines make up a row is decided here, so that a
quotation mark without an end costs one row instead of all that follow.
"""

import csv
from collections import deque
from collections.abc import Iterator
from itertools import chain
from typing import Final

from scholargraph.errors import InputError
from scholargraph.readers.named_fields import has_title, to_fields
from scholargraph.readers.opening import LONGEST_LINE, Opened
from scholargraph.readers.rows import Fields, Reason, Rows

_DELIMITERS: Final = ("\t", ",", ";", "|")
# Longer than any abstract: a quotation that has not ended by then has no end.
_LONGEST_ROW: Final = 1 << 20

csv.field_size_limit(max(csv.field_size_limit(), LONGEST_LINE))


def rows(opened: Opened) -> Rows:
    """
    Yield the rows of a table below its header, numbered by their first lines.

    Raises
    ------
    InputError
        Where no column of the first line is named as a title.

    """
    first = opened.head.decode("utf-8", "replace").lstrip().split("\n", 1)[0]
    delimiter = delimiter_of(first) or ","
    header: list[str] = []
    for number, record in _records(opened.lines(), delimiter):
        if isinstance(record, Reason):
            yield number, record
        elif header:
            yield number, _fields(header, _cells(record, delimiter))
        else:
            header = _cells(record, delimiter)
            if not has_title(header):
                raise InputError(opened.name, "no column is named 'title'")


def delimiter_of(line: str) -> str | None:
    r"""
    Return what divides the columns, if the line is a header with a title.

    >>> delimiter_of("id\ttitle\tabstract"), delimiter_of("Hello, world")
    ('\t', None)
    """
    for delimiter in _DELIMITERS:
        cells = _cells(line.rstrip("\r"), delimiter)
        if len(cells) > 1 and has_title(cells):
            return delimiter
    return None


def _cells(record: str, delimiter: str) -> list[str]:
    lines = [line + "\n" for line in record.replace("\r", " ").split("\n")]
    cells: list[str] = []
    for row in csv.reader(lines, delimiter=delimiter):
        cells += row
    return cells


def _fields(header: list[str], cells: list[str]) -> Fields | Reason:
    if any(cells[len(header) :]):
        return Reason.BAD_ROW
    return to_fields(dict(zip(header, cells, strict=False)), markup=True)


def _records(
    lines: Iterator[tuple[int, str | None]], delimiter: str
) -> Iterator[tuple[int, str | Reason]]:
    """Yield the lines that make up each row, joined."""
    again: deque[tuple[int, str | None]] = deque()
    while True:
        line = again.popleft() if again else next(lines, None)
        if line is None:
            return
        number, first = line
        if first is None:
            yield number, Reason.TOO_LONG
        elif not _still_open(first, delimiter, inside=False):
            if first.strip():
                yield number, first
        else:
            more, complete = _quoted(chain(_drained(again), lines), delimiter)
            if complete:
                yield number, "\n".join([first, *(text or "" for _, text in more)])
            else:
                yield number, Reason.OPEN_QUOTE
                again.extendleft(reversed(more))


def _drained(again: deque[tuple[int, str | None]]) -> Iterator[tuple[int, str | None]]:
    while again:
        yield again.popleft()


def _quoted(
    lines: Iterator[tuple[int, str | None]], delimiter: str
) -> tuple[list[tuple[int, str | None]], bool]:
    """Return the lines up to the end of a quotation, and whether it has an end."""
    taken: list[tuple[int, str | None]] = []
    size = 0
    for number, text in lines:
        taken.append((number, text))
        if text is None:
            break
        if not _still_open(text, delimiter, inside=True):
            return taken, True
        size += len(text)
        if size > _LONGEST_ROW:
            break
    return taken, False


def _still_open(line: str, delimiter: str, *, inside: bool) -> bool:
    """
    Return whether a quotation is open at the end of a line.

    It begins only where a cell begins, so that ``5" disk`` is not the start of one.
    """
    position = 0
    while True:
        if not inside:
            begin = 0 if line[:1] == '"' and not position else -1
            if begin < 0:
                begin = line.find(delimiter + '"', position) + 1
                if not begin:
                    return False
            position = begin + 1
        end = line.find('"', position)
        if end < 0:
            return True
        inside = line[end + 1 : end + 2] == '"'
        position = end + 1 + inside
