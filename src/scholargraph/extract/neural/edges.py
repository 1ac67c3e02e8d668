r"""
Tell which spans can be names at all, by what annotators never do.

Each rule was counted on the annotated papers: of 25,924 mentions none has one bracket
of a pair alone, and of the 30,607 places where they stand one a single dollar sign
("F1$ score"). None begins right after the dollar sign that opens a formula and ends
right before the one that closes it: "$F_1$" has its signs in all of 17 cases. And none
but one ("Dr. GRPO") ends a sentence and begins the next, as "ResNet. ResNet" would.
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
    length = len(tokens)
    firsts = np.arange(length)[:, None]
    ends = firsts + np.arange(1, LONGEST + 1)
    found: Bools = ends <= length
    ends = np.minimum(ends, length)
    for one, other in BRACKETS:
        depth = counted(word.count(one) - word.count(other) for word in tokens.words)
        found &= depth[ends] == depth[firsts]
    dollars = counted(word.count(DOLLAR) for word in tokens.words)
    found &= (dollars[ends] - dollars[firsts]) % 2 == 0
    stops = counted(ends_sentence(tokens, place) for place in range(length))
    found &= stops[ends - 1] == stops[firsts]
    opens, closes = formula_edges(tokens.words, tokens.sentences)
    found &= ~(opens[firsts] & closes[ends])
    return found


def counted(values: Iterable[int]) -> Ints:
    """Return the running sums, zero first."""
    return np.cumsum([0, *values], dtype=np.int64)


def ends_sentence(tokens: Tokens, place: int) -> bool:
    """Tell whether a sentence ends with the full stop at a place, and goes not on."""
    sentences = tokens.sentences
    return (
        tokens.words[place] == "."
        and place + 1 < len(sentences)
        and sentences[place] != sentences[place + 1]
    )


def formula_edges(
    words: Sequence[str], sentences: Sequence[int]
) -> tuple[Bools, Bools]:
    """
    Return [T + 1] each: whether a formula opens right before, or closes at, a place.

    Where a sentence has an odd number of dollar signs, some of them are money, and
    none is taken for an edge.
    """
    opens, closes = np.zeros((2, len(words) + 1), bool)
    signs: dict[int, list[int]] = {}
    for place, (word, sentence) in enumerate(zip(words, sentences, strict=True)):
        if word == DOLLAR:
            signs.setdefault(sentence, []).append(place)
    for places in signs.values():
        if len(places) % 2 == 0:
            opens[[place + 1 for place in places[::2]]] = True
            closes[places[1::2]] = True
    return opens, closes
