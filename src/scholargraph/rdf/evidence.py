"""
Which words of a paper bear a statement out.

An extractor gives relations, results and links with their evidence; a role comes
with mentions only, so the sentence that best speaks for it is chosen here.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from types import MappingProxyType
from typing import Final

from scholargraph.model import Mention, Span
from scholargraph.vocab import Role

# A sentence ends at . ! or ? before white space and a capital, digit or opening
# mark, unless the word before is an abbreviation; and the title ends at its line.
_CLOSING: Final = (
    "\"')\\]}\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
)
_OPENING: Final = "\"'(\\[\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}"
_END: Final = re.compile(
    rf"(?:[.!?][{_CLOSING}]*\s+|\n\s*)(?=[{_OPENING}]?[A-Z0-9\\$])"
)
_ABBREVIATION: Final = re.compile(
    r"\b(?:e\.g|i\.e|cf|vs|al|etc|Figs?|Eqs?|Sec|Tab|No|Dr|Prof|approx|resp"
    r"|w\.r\.t|a\.k\.a)\.\s+$"
)

# How the words begin that give a concept its role.
_CUES: Final[Mapping[Role, re.Pattern[str]]] = MappingProxyType(
    {
        role: re.compile(rf"\b(?:{'|'.join(words.split())})", re.IGNORECASE)
        for role, words in {
            Role.INTRODUCES: "propos introduc present develop creat releas novel "
            "new call name dub describ contribut this.paper we.build",
            Role.USES: r"us(?:e|es|ed|ing)\b appl based.on buil fine-?tun employ "
            "leverag adopt combin integrat study analy investigat",
            Role.COMPARES: "compar outperform surpass exceed baseline better over than "
            "versus vs against improv sota",
            Role.EVALUATES: "evaluat experiment benchmark test result achiev reach "
            "perform outperform validat demonstrat",
            Role.TRAINS: "(?:pre-?)?train fine-?tun collect sourc constru from corpus",
            Role.ADDRESSES: r"address tackl solv for\b problem task challeng we\b "
            "focus this.paper",
            Role.REPORTS: r"[\w.]*\d",
        }.items()
    }
)


class Sentences:
    """The sentences of a text, by offset; together they cover it."""

    def __init__(self, text: str) -> None:
        """Split a text."""
        self.text = text
        starts = [0]
        for match in _END.finditer(text):
            before = text[max(0, match.start() - 12) : match.end()]
            if "\n" in match.group() or not _ABBREVIATION.search(before):
                starts.append(match.end())
        self._starts = starts

    def around(self, start: int, end: int) -> Span:
        r"""
        Return the sentence or sentences that hold a stretch, without outer space.

        >>> text = "A title\nWe use X, e.g. for Y. It works."
        >>> span = Sentences(text).around(15, 16)
        >>> text[span.start : span.end]
        'We use X, e.g. for Y.'
        """
        first = self._starts[bisect_right(self._starts, start) - 1]
        after = bisect_right(self._starts, max(start, end - 1))
        last = self._starts[after] if after < len(self._starts) else len(self.text)
        return _trimmed(self.text, Span(first, last))

    def for_role(self, role: Role, mentions: Iterable[Mention]) -> Span:
        """
        Return the sentence that says what a concept is to the paper.

        One whose words fit the role goes before others, the abstract before the
        title (which rarely says why), the first before later ones.
        """
        cue = _CUES.get(role)
        title = self.text.find("\n")
        best: tuple[tuple[bool, bool, int], Span] | None = None
        for mention in mentions:
            span = self.around(mention.start, mention.end)
            if best is not None and best[0] <= (False, span.start < title, span.start):
                continue  # whatever its words are
            said = bool(cue and cue.search(self.text, span.start, span.end))
            rank = (not said, span.start < title, span.start)
            if best is None or rank < best[0]:
                best = rank, span
        return best[1] if best else Span(0, 0)

    def naming(self, *ends: Sequence[Mention]) -> Span:
        """Return the shortest run of sentences with a mention of each end."""
        spans = [
            self.around(min(m.start for m in chosen), max(m.end for m in chosen))
            for chosen in product(*(end[:20] for end in ends if end))
            if chosen
        ]
        return min(spans, key=lambda s: (s.end - s.start, s), default=Span(0, 0))

    def giving(self, value: str) -> Span:
        """Return the sentence that gives a number; the last, where several do."""
        place = self.text.rfind(value) if value else -1
        return self.around(place, place + len(value)) if place >= 0 else Span(0, 0)


def fits(span: Span, text: str) -> bool:
    """Tell whether a span is a stretch of the text that is not empty."""
    return 0 <= span.start < span.end <= len(text)


def _trimmed(text: str, span: Span) -> Span:
    stretch = text[span.start : span.end]
    start = span.start + len(stretch) - len(stretch.lstrip())
    end = span.end - (len(stretch) - len(stretch.rstrip()))
    return Span(start, end) if start < end else span
