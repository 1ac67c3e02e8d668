"""
The values of a JSON array, or of values one after another, cut out of a stream.

Only brackets and quotation marks are followed; each value is parsed by itself. So a
value that is malformed costs that value only, and one that is too long or nested too
deep takes no memory: event parsers such as ijson stop at the first fault, and need
memory in the square of the depth.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_SIGN: Final = re.compile(rb'["\\{}\[\],]')


@dataclass(slots=True)
class Splitter:
    """
    Cut values out of chunks of bytes.

    With ``in_array`` the chunks begin within an array, whose items are divided by
    commas, and nothing is given after its end; else values end where their last
    bracket closes. A value longer than ``limit`` is given as ``None``.
    """

    limit: int
    in_array: bool
    ended: bool = False
    _depth: int = 0
    _in_string: bool = False
    _position: int = 0
    _ignored: int = -1
    _value: bytearray = field(default_factory=bytearray)
    _too_long: bool = False

    def values(self, chunk: bytes) -> Iterator[bytes | None]:
        """Yield the values that end in the chunk."""
        begin = 0
        for match in _SIGN.finditer(chunk):
            if self.ended:
                return
            at = match.start()
            sign = match[0]
            if self._is_quoted(sign, self._position + at):
                continue
            if self._ends_value(sign):
                closes = sign != b"," and not self.in_array
                self._add(chunk[begin : at + closes])
                begin = at + 1
                yield from self._taken()
        if not self.ended:
            self._add(chunk[begin:])
        self._position += len(chunk)

    def rest(self) -> bytes:
        """Return what was left over at the end: part of a value, or nothing."""
        return b"" if self.ended else bytes(self._value).strip()

    def _is_quoted(self, sign: bytes, position: int) -> bool:
        """Follow strings; return whether the sign is part of one or its border."""
        if position == self._ignored:
            return True
        if sign == b"\\":
            self._ignored = position + 1
            return True
        if sign == b'"':
            self._in_string = not self._in_string
            return True
        return self._in_string

    def _ends_value(self, sign: bytes) -> bool:
        if sign in b"{[":
            self._depth += 1
            return False
        if sign == b",":
            return self.in_array and self._depth == 0
        if self._depth == 0:
            self.ended = self.in_array and sign == b"]"
            return self.ended
        self._depth -= 1
        return self._depth == 0 and not self.in_array

    def _add(self, piece: bytes) -> None:
        if self._too_long or len(self._value) + len(piece) > self.limit:
            self._too_long = True
            self._value.clear()
        else:
            self._value += piece

    def _taken(self) -> Iterator[bytes | None]:
        value = bytes(self._value).strip()
        if self._too_long:
            yield None
        elif value:
            yield value
        self._value.clear()
        self._too_long = False
