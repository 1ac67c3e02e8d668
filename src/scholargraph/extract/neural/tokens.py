"""
Cut a paper's text into fine tokens and sentences.

Everything the model sees is counted in these tokens; their character offsets
are the only way back to the text. Knows nothing of subwords, kinds or models.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# Mentions end inside "long-tailed" and "text-to-image", never inside a run of
# letters and digits; decimals stay whole because results are read from them.
TOKEN = re.compile(
    r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff]|\d+(?:[.,]\d+)+|[^\W_]{1,100}|[^\s]"
)
SENTENCE_END = re.compile(r"[.!?][)\"']?\s+(?=[\"'(\[$\\]?[A-Z0-9])")
ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|vs|cf|Fig|Eq|resp|approx|w\.r\.t|No|[A-Z]))\.\s+$"
)

BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"))
DOLLAR = "$"  # opens and closes a formula

LOWER, TITLE, UPPER, MIXED, NUMBER, CODE, MARK, OTHER = range(8)
SHAPES = 8


@dataclass(frozen=True, slots=True)
class Tokens:
    """
    The tokens of one text.

    ``text[starts[i]:ends[i]]`` is token ``i``; ``sentences[i]`` is the number of its
    sentence, the title being sentence 0; the first ``title`` tokens are the title's.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    sentences: tuple[int, ...]
    title: int
    bounds: tuple[tuple[int, int], ...]  # characters of each sentence

    def __len__(self) -> int:
        return len(self.starts)

    def slice(self, first: int, end: int) -> str:
        """Return the text of the tokens from ``first`` up to ``end``."""
        return self.text[self.starts[first] : self.ends[end - 1]]


def cut(title: str, abstract: str) -> Tokens:
    r"""
    Return the tokens of ``title + "\n" + abstract``.

    >>> cut("A GPT-4 test", "It gains 2.13 AP.").words
    ('A', 'GPT', '-', '4', 'test', 'It', 'gains', '2.13', 'AP', '.')
    """
    text = title + "\n" + abstract
    found = list(TOKEN.finditer(text))
    starts = tuple(match.start() for match in found)
    bounds = sentence_bounds(text, len(title) + 1)
    openings = [start for start, _ in bounds]
    return Tokens(
        text=text,
        starts=starts,
        ends=tuple(match.end() for match in found),
        words=tuple(match[0] for match in found),
        sentences=tuple(bisect_right(openings, start) - 1 for start in starts),
        title=sum(start < len(title) for start in starts),
        bounds=bounds,
    )


def sentence_bounds(text: str, abstract: int) -> tuple[tuple[int, int], ...]:
    """Return the character bounds of the title and of each sentence after it."""
    cuts = [
        match.end()
        for match in SENTENCE_END.finditer(text, abstract)
        if not ABBREVIATION.search(text[max(abstract, match.end() - 12) : match.end()])
    ]
    pairs = pairwise([0, abstract, *cuts, len(text)])
    return tuple((start, start + len(text[start:end].rstrip())) for start, end in pairs)


def shape(word: str) -> int:
    """
    Return the class of a word's shape; the encoder itself sees no case.

    >>> [shape(word) for word in ("bert", "Bert", "BERT", "mAP", "3.5", "GPT4", "-")]
    [0, 1, 2, 3, 4, 5, 6]
    """
    if not any(letter.isalnum() for letter in word):
        return MARK
    if any(letter.isdigit() for letter in word):
        return CODE if any(letter.isalpha() for letter in word) else NUMBER
    if word.islower():
        return LOWER
    if word.isupper():
        return UPPER
    if word[0].isupper() and word[1:].islower():
        return TITLE
    return MIXED if word.lower() != word else OTHER


def is_balanced(words: Sequence[str]) -> bool:
    """
    Tell whether each bracket and dollar sign among the words has its partner there.

    >>> is_balanced(["graph", "-", "based", ")"]), is_balanced(["F", "(", "1", ")"])
    (False, True)
    >>> is_balanced(["F1", "$", "score"]), is_balanced(["$", "F1", "$"])
    (False, True)
    """
    text = "".join(words)
    return text.count(DOLLAR) % 2 == 0 and all(
        text.count(one) == text.count(other) for one, other in BRACKETS
    )
