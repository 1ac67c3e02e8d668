"""
Score spans by the words alone: a second opinion on mentions, apart from the encoder.

The encoder has met each training paper many times and is surer of its names than of
others'; a small network over hashed words, endings and shapes errs in other places. The
scores of both are added, each with a share, before ways to cut the text are compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from scholargraph.extract.neural.known_names import Table, as_bytes, facts
from scholargraph.extract.neural.segments import linear, span_scores
from scholargraph.extract.neural.tokens import SHAPES, Tokens, shape

Floats: TypeAlias = NDArray[np.float32]
Ints: TypeAlias = NDArray[np.int64]

WORDS = 8192  # buckets that words are hashed into
ENDINGS = 1024  # and their last letters
LETTERS = 3  # of an ending
NEAR = (2, 1)  # tokens on either side that each layer sees
SHARE = 0.3  # of the scores, against the encoder's
PREFIX = "words."  # how the arrays of these networks begin in words.npz


def codes(tokens: Tokens) -> Ints:
    """Return [T, 3]: each token's word, ending, and shape with "in the title"."""
    rows = []
    for place, word in enumerate(tokens.words):
        ending = crc32(as_bytes(word[-LETTERS:])) % ENDINGS
        title = SHAPES * (place < tokens.title)
        rows.append((crc32(as_bytes(word)) % WORDS, ending, shape(word) + title))
    return np.array(rows, np.int64).reshape(-1, 3)


def states(found: Ints, weights: Mapping[str, Floats]) -> Floats:
    """Return [T, width] of the codes of a text."""
    tables = ("words", "endings", "shapes")
    x: Floats = np.sum(
        [weights[f"{name}.weight"][found[:, at]] for at, name in enumerate(tables)],
        axis=0,
    )
    for name, reach in zip(("near", "far"), NEAR, strict=True):
        x = np.maximum(linear(beside(x, reach), weights, name), 0)
    return x


def beside(x: Floats, reach: int) -> Floats:
    """Return each row with those up to ``reach`` before and after it, zeros outside."""
    length = len(x)
    padded = np.pad(x, ((reach, reach), (0, 0)))
    return np.concatenate(
        [padded[start : start + length] for start in range(2 * reach + 1)], axis=1
    )


def networks(weights: Mapping[str, Floats]) -> tuple[dict[str, Floats], ...]:
    """Return the arrays of each network of a model, by their names in it."""
    found: dict[str, dict[str, Floats]] = {}
    for name, array in weights.items():
        if name.startswith(PREFIX):
            number, _, own = name.removeprefix(PREFIX).partition(".")
            found.setdefault(number, {})[own] = array
    return tuple(found[number] for number in sorted(found))


def mixed(
    scores: tuple[Floats, Floats],
    tokens: Tokens,
    found: Sequence[Mapping[str, Floats]],
    names: Table,
) -> tuple[Floats, Floats]:
    """Return the encoder's scores mixed with the mean of those of the networks."""
    if not found:
        return scores
    told, known = codes(tokens), facts(tokens.words, names)
    others = [span_scores(states(told, weights), weights, known) for weights in found]
    spans, outside = (
        np.mean([each[part] for each in others], axis=0, dtype=np.float32)
        for part in (0, 1)
    )
    return (
        (1 - SHARE) * scores[0] + SHARE * spans,
        (1 - SHARE) * scores[1] + SHARE * outside,
    )
