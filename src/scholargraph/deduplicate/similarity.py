"""
How alike two texts are, and keys under which alike texts meet.

An abstract is the set of its runs of three words, each as a number (Broder, 1997,
"On the resemblance and containment of documents"). The smallest numbers of two such
sets mostly agree if the sets do: pairs of them are the keys, so that alike abstracts
are found without comparing all with all.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scholargraph.model import Paper
from scholargraph.text import normal_title

_WORD: Final = re.compile(r"\w+")
_RUN: Final = 3
_SMALLEST: Final = 4
# Runs that occur twice leave fewer different ones among the smallest.
_CANDIDATES: Final = 16
_PRIMES: Final = tuple(
    np.uint64(prime)
    for prime in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
)
_HALF: Final = np.uint64(32)
# Words of three letters and fewer are mostly not of the matter.
_SHORT_WORD: Final = 3
# Above this the exact comparison of titles takes longer than it is worth.
_LONG_TITLE: Final = 500
# "Part I" and "Part II" are two papers, however alike they are.
_NUMERALS: Final = frozenset(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"])
_DIGIT: Final = re.compile(r"\d")


# Words whose numbers are remembered.
_MOST_WORDS: Final = 100_000


class _Numbers(dict[str, int]):
    """A number for each word, the same in every run."""

    def __missing__(self, word: str) -> int:
        number = zlib.crc32(word.encode("utf-8", "surrogatepass"))
        self[word] = number
        return number


class Fingerprints:
    """Makes fingerprints; remembers the numbers of words that it has seen."""

    def __init__(self) -> None:
        self._numbers = _Numbers()

    def of(self, paper: Paper) -> "Fingerprint":
        """Return the fingerprint of a paper's text."""
        words = _WORD.findall(paper.abstract.casefold())
        if len(self._numbers) > _MOST_WORDS:
            self._numbers.clear()
        numbers = map(self._numbers.__getitem__, words)
        hashes = np.fromiter(numbers, dtype=np.uint64, count=len(words))
        return Fingerprint(
            title=normal_title(paper.title),
            abstract=paper.abstract,
            length=len(words),
            all_runs=_runs(hashes),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """What is compared of a paper; the sets are made only where they are needed."""

    title: str
    abstract: str
    length: int
    all_runs: "NDArray[np.uint64]"

    @property
    def runs(self) -> "NDArray[np.uint64]":
        """The abstract's runs of three words, as a sorted set of hashes."""
        return np.unique(self.all_runs)

    @property
    def words(self) -> frozenset[str]:
        """The abstract's longer words."""
        found = _WORD.findall(self.abstract.casefold())
        return frozenset(word for word in found if len(word) > _SHORT_WORD)

    def meeting_keys(self) -> Iterator[tuple[int, int]]:
        """Yield the keys of which near-equal abstracts share at least one."""
        runs = self.all_runs
        if len(runs) > _CANDIDATES:
            runs = np.partition(runs, _CANDIDATES)[:_CANDIDATES]
        smallest = sorted(set(runs.tolist()))[:_SMALLEST]
        if len(smallest) == 1:
            yield smallest[0], smallest[0]
        yield from combinations(smallest, 2)


def resemblance(one: Fingerprint, other: Fingerprint) -> float:
    """Return the share of common runs in all runs of two abstracts, 0 to 1."""
    first, second = one.runs, other.runs
    common = len(np.intersect1d(first, second, assume_unique=True))
    union = len(first) + len(second) - common
    return common / union if union else 1.0


def common_runs(one: Fingerprint, other: Fingerprint) -> float:
    """Return the share of common runs in the runs of the shorter abstract, 0 to 1."""
    first, second = one.runs, other.runs
    smaller = min(len(first), len(second))
    common = len(np.intersect1d(first, second, assume_unique=True))
    return common / smaller if smaller else 1.0


def common_words(one: Fingerprint, other: Fingerprint) -> float:
    """Return the share of common words in those of the shorter abstract, 0 to 1."""
    first, second = one.words, other.words
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def title_likeness(one: str, other: str) -> float:
    """
    Return how alike two normal titles are, 0 to 1; 0 if their numbers differ.

    >>> title_likeness("gans part i", "gans part ii")
    0.0
    """
    if one == other:
        return 1.0
    first, second = one.split(), other.split()
    if _numbers(first) != _numbers(second):
        return 0.0
    if max(len(one), len(other)) > _LONG_TITLE:
        words = set(first) | set(second)
        return len(set(first) & set(second)) / len(words)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio()


def _numbers(words: list[str]) -> list[str]:
    return sorted(word for word in words if word in _NUMERALS or _DIGIT.search(word))


def _runs(hashes: "NDArray[np.uint64]") -> "NDArray[np.uint64]":
    """Return a hash for each run of words; of a shorter text for each word."""
    if len(hashes) < _RUN:
        return _mixed(hashes * _PRIMES[0])
    first, second, third = hashes[:-2], hashes[1:-1], hashes[2:]
    return _mixed(first * _PRIMES[0] ^ second * _PRIMES[1] ^ third * _PRIMES[2])


def _mixed(hashes: "NDArray[np.uint64]") -> "NDArray[np.uint64]":
    """Return the hashes with the high bits spread to the low ones (as splitmix64)."""
    hashes = (hashes ^ (hashes >> _HALF)) * _PRIMES[1]
    return hashes ^ (hashes >> _HALF)
