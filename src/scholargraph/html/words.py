"""
Texts made short: a frequent word becomes one character that no text has.

What deflate does within a few kilobytes, this does across all texts of a page; the two
together make abstracts a quarter smaller than deflate alone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from scholargraph.html.details import Json

# A word with the space before it, or what stands between words.
TOKEN = re.compile(r" ?[A-Za-z]+| ?[^A-Za-z ]+| ")
OFTEN = 4  # times a word must stand there to be worth an entry
FIRST = 0x7F  # a character of one byte that JSON need not escape: the mark's, mostly
TWO_BYTES = 0x800 - FIRST  # characters that UTF-8 writes in two bytes at most
SHORTEST = (3, 4)  # letters of a word that a code of two or of three bytes shortens
SURROGATES = range(0xD800, 0xE000)
LAST = 0xFFFD  # of the plane in which JavaScript counts a character as one


@dataclass(frozen=True, slots=True)
class Words:
    """
    The code of each frequent word, and a mark that stands in no text either.

    ``used`` are the characters that the texts have themselves: codes avoid them, so
    that nothing needs an escape.
    """

    codes: dict[str, str]
    used: str
    mark: str

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Words":
        """Return the codes for texts that are walked once."""
        counts: Counter[str] = Counter()
        used: set[str] = set()
        for text in texts:
            counts.update(TOKEN.findall(text))
            if not text.isascii() or chr(FIRST) in text:
                used.update(char for char in text if ord(char) >= FIRST)
        often = [
            (word, count)
            for word, count in counts.items()
            if count >= OFTEN and len(word) >= SHORTEST[0] and word.isascii()
        ]
        often.sort(key=lambda item: (-item[1], item[0]))
        ranked = [word for word, _ in often]
        long = [w for w in ranked[TWO_BYTES:] if len(w) >= SHORTEST[1]]
        known = "".join(sorted(char for char in used if ord(char) <= LAST))
        free = _free(known)
        mark = next(free)
        codes = zip(ranked[:TWO_BYTES] + long, free, strict=False)
        return cls(dict(codes), known, mark)

    def shortened(self, text: str) -> str:
        """Return the text with the codes of its words."""
        codes = self.codes
        return "".join([codes.get(token, token) for token in TOKEN.findall(text)])

    def to_json(self) -> Json:
        """Return what the page needs to read the texts: it makes the codes anew."""
        return {"used": self.used, "words": list(self.codes)}


def _free(used: str) -> Iterator[str]:
    """Yield the characters that can stand for words, as the page counts them."""
    taken = set(used)
    return (
        chr(point)
        for point in range(FIRST, LAST + 1)
        if point not in SURROGATES and chr(point) not in taken
    )


def lengthened(text: str, table: Json) -> str:
    """
    Return a shortened text as it was, given ``Words.to_json()``; the page does this.

    >>> words = Words.of(["knowledge graphs", "a knowledge graph"] * 4)
    >>> short = words.shortened("knowledge graphs")
    >>> len(short), lengthened(short, words.to_json())
    (2, 'knowledge graphs')
    """
    codes = islice(_free(table["used"]), 1, 1 + len(table["words"]))  # after the mark
    words = dict(zip(codes, table["words"], strict=True))
    return "".join(words.get(char, char) for char in text)
