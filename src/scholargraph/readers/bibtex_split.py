"""BibTeX entries cut out of lines by their braces, however long the file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from scholargraph.readers.rows import Reason

_BEGIN: Final = re.compile(r"\s*@\s*\w+\s*[{(]")
# To BibTeX a brace counts after a backslash too.
_BRACES: Final = re.compile(r"[{}()]")
# The parser's time grows faster than an entry; the longest abstracts are a fifth.
_LONGEST_ENTRY: Final = 1 << 18


@dataclass(slots=True)
class _Entry:
    """An entry as far as it was read."""

    number: int
    opening: str
    depth: int = 0
    size: int = 0
    lines: list[str] = field(default_factory=list)

    def add(self, line: str) -> bool:
        """Take in a line; return whether the entry ends on it."""
        self.size += len(line) + 1
        if self.size <= _LONGEST_ENTRY:
            self.lines.append(line)
        for sign in _BRACES.findall(line):
            self._follow(sign)
            if self.depth == 0 and sign in "})":
                return True
        return False

    def _follow(self, sign: str) -> None:
        # In an entry that opens with a brace, parentheses are text.
        if sign == "{" or (sign == "(" and self.opening == "(" and not self.depth):
            self.depth += 1
        elif sign == "}" or (sign == ")" and self.opening == "(" and self.depth == 1):
            self.depth -= 1

    def text(self) -> str | Reason:
        """Return the whole entry."""
        too_long = self.size > _LONGEST_ENTRY
        return Reason.TOO_LONG if too_long else "\n".join(self.lines)


def entries(
    lines: Iterator[tuple[int, str | None]],
) -> Iterator[tuple[int, str | Reason]]:
    """
    Yield each entry with the number of its first line.

    Text between entries is a comment. An entry whose braces do not close ends where
    a line begins another one.
    """
    entry: _Entry | None = None
    for number, line in lines:
        if line is None:
            yield number, Reason.TOO_LONG
            continue
        begin = _BEGIN.match(line)
        if begin:
            if entry:
                yield entry.number, Reason.BAD_BIBTEX
            entry = _Entry(number, begin[0][-1])
        if entry and entry.add(line):
            yield entry.number, entry.text()
            entry = None
    if entry:
        yield entry.number, Reason.BAD_BIBTEX
