"""
JSON values from an input: one a line, or the items of one array.

Knows nothing of what the values mean. A value that is no JSON costs itself only.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from scholargraph.readers.json_split import Splitter
from scholargraph.readers.opening import LONGEST_LINE, Opened
from scholargraph.readers.rows import Fields, Reason, Rows

Json = Mapping[str, Any]

_CHUNK_SIZE: Final = 1 << 16
# Where the programming interfaces of known sources put their records.
_LIST_BEGINS: Final = re.compile(
    rb'"(?:results|data|papers|items|works|articles|records)"\s{0,20}:\s{0,20}\['
)
_STRING: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)


def json_rows(opened: Opened, to_fields: Callable[[Json], Fields | Reason]) -> Rows:
    """Yield a row for each JSON value of an input, by line or by item."""
    values = _lines(opened) if is_lines(opened.head) else _items(opened)
    for number, text in values:
        if isinstance(text, Reason):
            yield number, text
            continue
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            yield number, Reason.NOT_JSON
        else:
            is_object = isinstance(value, dict)
            yield number, to_fields(value) if is_object else Reason.NOT_OBJECT


def is_lines(head: bytes) -> bool:
    r"""
    Return whether the input has one value a line, some of which may be bad.

    >>> is_lines(b'[1]\n{"title": "a"}\n'), is_lines(b'[{"title": "a"},\n{}]')
    (True, False)
    """
    lines = [line.strip() for line in head.split(b"\n", 20)[:20] if line.strip()]
    first = lines[0] if lines else b""
    good = sum(map(_is_json, lines))
    if len(lines) < 2:  # noqa: PLR2004  # a line and another one
        return not _list_start(head)
    if _is_json(first):
        return True
    # An array or object laid out over lines; a few of them may be whole by chance.
    if first.startswith(b"[") or first.endswith((b"{", b"[", b",", b":")):
        return 2 * good > len(lines)
    return good > 0


def _is_json(line: bytes) -> bool:
    # A bracket alone on its line, or an item with its comma, is part of an array.
    if line[:1] + line[-1:] not in (b"{}", b"[]"):
        return False
    try:
        json.loads(line, strict=False)
    except (ValueError, RecursionError):
        return False
    return True


def _list_start(head: bytes) -> int:
    """Return where the array of records begins in the input, 0 if there is none."""
    start = len(head) - len(head.lstrip())
    if head[start : start + 1] == b"[":
        return start + 1
    for found in _LIST_BEGINS.finditer(head):
        before = _STRING.sub(b"", head[: found.start()])
        opened = sum(map(before.count, (b"{", b"[")))
        if opened - sum(map(before.count, (b"}", b"]"))) == 1:
            return found.end()
    return 0


def _lines(opened: Opened) -> Iterator[tuple[int, str | Reason]]:
    for number, line in opened.lines():
        if line is None:
            yield number, Reason.TOO_LONG
        elif line.strip():
            yield number, line


def _items(opened: Opened) -> Iterator[tuple[int, str | Reason]]:
    start = _list_start(opened.head)
    opened.stream.read(start)
    splitter = Splitter(LONGEST_LINE, in_array=start > 0)
    number = 0
    while not splitter.ended and (chunk := opened.stream.read(_CHUNK_SIZE)):
        for value in splitter.values(chunk):
            number += 1
            if value is None:
                yield number, Reason.TOO_LONG
            else:
                yield number, opened.text(number, value)
    # Packed data that end too early are named as such, once.
    if not splitter.ended and (start or splitter.rest()) and not opened.damaged:
        yield number + 1, Reason.CUT
