r"""
Tell which spans can be names at all, by what annotators never do.

Each rule was counted on the annotated papers. Of 25,924 mentions none has a bracket
without its partner, and of the 30,607 places where they stand one a single dollar sign
("F1$ score"). None begins right after the dollar sign that opens a formula and ends
right before the one that closes it: "$F_1$" has its signs in all of 17 cases. None but
one ("Dr. GRPO") ends a sentence and begins the next, as "ResNet. ResNet" would, and
none the title and the abstract. All have a letter or a digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scholargraph.extract.neural.segments import LONGEST
from scholargraph.extract.neural.tokens import BRACKETS, DOLLAR, Tokens

Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int64]


def possible(tokens: Tokens) -> Bools:
    """Return [T, LONGEST]: whether a name can begin at a token and have that width."""
    length, words = len(tokens), tokens.words
    firsts = np.arange(length)[:, None]
    ends = firsts + np.arange(1, LONGEST + 1)
    found: Bools = ends <= length
    ends = np.minimum(ends, length)
    for one, other in BRACKETS:
        depth = counted(word.count(one) - word.count(other) for word in words)
        lowest = np.minimum.accumulate(depth[ends], axis=1)
        found &= (depth[ends] == depth[firsts]) & (lowest == depth[firsts])
    dollars = counted(word.count(DOLLAR) for word in words)
    found &= (dollars[ends] - dollars[firsts]) % 2 == 0
    inside, opens, closes = formulas(words, tokens.sentences)
    found &= ~(inside[firsts] & (dollars[ends] > dollars[firsts]))
    found &= ~(opens[firsts] & closes[ends])
    stops = counted(is_last(tokens, place) for place in range(length))
    found &= stops[ends - 1] == stops[firsts]
    named = counted(any(map(str.isalnum, word)) for word in words)
    found &= named[ends] > named[firsts]
    return found


def counted(values: Iterable[int]) -> Ints:
    """Return the running sums, zero first."""
    return np.cumsum([0, *values], dtype=np.int64)


def is_last(tokens: Tokens, place: int) -> bool:
    """Tell whether the title ends with a token, or a sentence with its full stop."""
    if place + 1 == tokens.title:
        return True
    following = tokens.sentences[place + 1 : place + 2]
    return (
        tokens.words[place] == "."
        and bool(following)
        and following[0] != tokens.sentences[place]
    )


def formulas(
    words: Sequence[str], sentences: Sequence[int]
) -> tuple[Bools, Bools, Bools]:
    """
    Return [T + 1] each: whether a place is inside a formula, opens, or closes one.

    Inside is a token behind an opening sign, or the closing sign; a formula is opened
    at the token after its first sign, and closed at its second. Where a sentence has
    an odd number of signs, some are money, and none is taken for a formula's.
    """
    inside, opens, closes = np.zeros((3, len(words) + 1), bool)
    signs: dict[int, list[int]] = {}
    for place, (word, sentence) in enumerate(zip(words, sentences, strict=True)):
        if word == DOLLAR:
            signs.setdefault(sentence, []).append(place)
    for places in signs.values():
        if len(places) % 2 == 0:
            for first, second in zip(places[::2], places[1::2], strict=True):
                inside[first + 1 : second + 1] = True
                opens[first + 1] = closes[second] = True
    return inside, opens, closes
