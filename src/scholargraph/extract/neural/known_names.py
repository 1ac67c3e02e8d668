"""
What was read of names in many papers: a table from hashed names to what they were.

The same words are a method in most papers or a task in most, or no name in most; one
paper does not tell. Training counts how often an earlier model read words as a name of
each kind, and how often they stand in the papers at all. No text is kept, only hashes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from math import log, log1p
from typing import TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from scholargraph.extract.neural.labels import KINDS
from scholargraph.extract.neural.segments import LONGEST

Floats: TypeAlias = NDArray[np.float32]
Table: TypeAlias = Mapping[str, NDArray[np.generic]]  # KEYS sorted, ROWS beside them

FACTS = len(KINDS) + 3  # known, log-odds of each kind and of any, how often
KEYS, ROWS = "names.keys", "names.rows"  # the arrays of the table in a model
HALF = 0.3  # of a name read where nothing is known, so that few readings say little
SEEN = 1.5  # and the places that go with it
SCALE = 3


def as_bytes(word: str) -> bytes:
    r"""
    Return the bytes of a word in lower case, of half a character, too.

    >>> as_bytes("BERT"), as_bytes("\ud800")
    (b'bert', b'\xed\xa0\x80')
    """
    return word.lower().encode(errors="surrogatepass")


def keys(words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield first token, width less one and hash of each span of the words."""
    lower = [as_bytes(word) + b" " for word in words]
    for first in range(len(lower)):
        key = 0
        for width, word in enumerate(lower[first : first + LONGEST]):
            key = crc32(word, key)
            yield first, width, key


def to_facts(read: Sequence[float], count: int) -> list[float]:
    """
    Return the FACTS of a name.

    ``read`` sums for each kind the probabilities with which the words were read as a
    name of it, at ``count`` places in all.
    """
    odds = [log_odds(each, count) / SCALE for each in (*read, sum(read))]
    return [1.0, *odds, log1p(count) / SCALE]


def log_odds(read: float, count: int) -> float:
    """Return the log-odds of a share, held away from certainty."""
    share = min((read + HALF) / (count + SEEN), 0.99)
    return log(share / (1 - share))


def facts(words: Sequence[str], table: Table) -> Floats:
    """Return [T, LONGEST, FACTS], zeros where a span is no known name."""
    found = np.zeros((len(words), LONGEST, FACTS), np.float32)
    if KEYS not in table or not len(words):
        return found
    flat = np.fromiter(chain.from_iterable(keys(words)), np.int64)
    spans = flat.reshape(-1, 3)
    known, key = table[KEYS], spans[:, 2]
    place = np.minimum(np.searchsorted(known, key), len(known) - 1)
    hits = known[place] == key
    found[spans[hits, 0], spans[hits, 1]] = table[ROWS][place[hits]]
    return found
