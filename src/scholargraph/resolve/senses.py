"""
Short forms across the corpus: which long form a bare abbreviation stands for.

A definition binds in its own paper. Elsewhere a bare short form goes to the long form
that most papers define, or that the lists know, or that the paper's other concepts
speak for; else it stays a concept of its own, marked ambiguous. All is of one kind but
the concepts that stand beside a short form.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from scholargraph.resolve.well_known import listed
from scholargraph.vocab import Kind

DOMINANT: Final = 0.8
# From this length on a short form is rarely coined twice.
TELLING_LENGTH: Final = 4
# One paper's definition must not carry off what more papers take for known.
_BARE_PAPERS: Final = 3
# So many papers outweigh what the lists say a short form means.
_AGAINST_LISTS: Final = 3
# How much better the context must speak for a sense than for the next one.
_CLEARLY: Final = 1.5

# A paper's id, and the nodes of all kinds that it names.
Beside = tuple[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Senses:
    """
    What short forms stand for.

    ``everywhere`` has the settled ones; ``possible`` the meanings of the others.
    """

    everywhere: Mapping[str, str]
    possible: Mapping[str, tuple[str, ...]]


def senses(kind: Kind, shorts: Iterable[tuple[str, Counter[str], int]]) -> Senses:
    """
    Decide for each short form that papers use without defining it.

    Of each key of a short form, in order: the papers that define it, counted by the
    node of the long form, and the number of papers that use it undefined.
    """
    everywhere: dict[str, str] = {}
    possible: dict[str, tuple[str, ...]] = {}
    for short, longs, bare in shorts:
        if not longs or not bare:
            continue
        best, count = min(longs.items(), key=lambda item: (-item[1], item[0]))
        known = listed(kind).get(short)
        if known and (count < _AGAINST_LISTS or count < DOMINANT * longs.total()):
            continue  # it stands for what the lists say
        if _settled(short, count, longs, bare):
            everywhere[short] = best
        else:
            possible[short] = tuple(sorted(longs))
    return Senses(everywhere, possible)


def _settled(short: str, count: int, longs: Counter[str], bare: int) -> bool:
    if count < DOMINANT * longs.total():
        return False
    if count > 1:
        return True
    return bare <= _BARE_PAPERS and len(short) >= TELLING_LENGTH


class Contexts:
    """The concepts that stand beside a short form, and what sense they speak for."""

    def __init__(
        self,
        kind: Kind,
        beside: Callable[[], Iterable[Beside]],
        using: AbstractSet[str],
        defining: Mapping[str, AbstractSet[str]],
    ) -> None:
        """
        Walk twice over the nodes of all kinds that each paper names.

        Of the papers ``using`` short forms it is kept which nodes these are, and of
        each long form which of them stand in the papers ``defining`` it.
        """
        self._kind = kind
        self._papers = {paper: nodes for paper, nodes in beside() if paper in using}
        needed = {node for nodes in self._papers.values() for node in nodes}
        longs: dict[str, list[str]] = defaultdict(list)
        for long, papers in defining.items():
            for paper in papers:
                longs[paper].append(long)
        self._beside: dict[str, set[str]] = defaultdict(set)
        counts: Counter[str] = Counter()
        number = 0
        for paper, nodes in beside():
            number += 1
            here = needed.intersection(nodes)
            counts.update(here)
            for long in longs.get(paper, ()):
                self._beside[long] |= here
        total = math.log(number + 1)
        self._weights = {node: total - math.log(n) for node, n in counts.items()}
        self._enough = total

    def choose(self, paper_id: str, longs: Sequence[str]) -> str | None:
        """Return the sense that a paper's other concepts clearly speak for, if any."""
        here = frozenset(self._papers[paper_id])
        scores = sorted((self._support(here, long), long) for long in longs)
        best, long = scores[-1]
        second = scores[-2][0] if len(scores) > 1 else 0.0
        return long if best >= max(self._enough, _CLEARLY * second) else None

    def _support(self, here: AbstractSet[str], long: str) -> float:
        shared = (here & self._beside[long]) - {f"{self._kind.value}/{long}"}
        # A sum in a fixed order: floating point addition is not associative.
        return math.fsum(sorted(self._weights[node] for node in shared))
