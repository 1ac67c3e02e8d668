"""
Short forms across the corpus: which long form a bare abbreviation stands for.

A definition binds in its own paper. Elsewhere a bare short form goes to the long form
that most papers define, or that the lists know, or that the paper's other concepts
speak for; else it stays a concept of its own, marked ambiguous. All is of one kind but
the concepts that stand beside a short form.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from scholargraph.resolve.occurrences import Occurrence
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

Defined = Mapping[str, Counter[str]]


@dataclass(frozen=True, slots=True)
class Senses:
    """
    What short forms stand for.

    ``everywhere`` has the settled ones; ``possible`` the meanings of the others.
    """

    everywhere: Mapping[str, str]
    possible: Mapping[str, tuple[str, ...]]


def definitions(found: Iterable[Occurrence]) -> dict[str, Counter[str]]:
    """Count, by short form and long form, the papers that define one as the other."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for item in found:
        if item.defined:
            counts[item.defined[0]][item.node] += 1
    return dict(counts)


def senses(kind: Kind, defined: Defined, bare: Mapping[str, int]) -> Senses:
    """
    Decide for each short form that papers use without defining it.

    ``defined`` counts, for each short form's key, the papers that define it, by the
    node of the long form; ``bare`` counts the papers that use it undefined.
    """
    everywhere: dict[str, str] = {}
    possible: dict[str, tuple[str, ...]] = {}
    for short in sorted(bare):
        longs = defined.get(short)
        if not longs:
            continue
        best, count = min(longs.items(), key=lambda item: (-item[1], item[0]))
        known = listed(kind).get(short)
        if known and (count < _AGAINST_LISTS or count < DOMINANT * longs.total()):
            continue  # it stands for what the lists say
        if _settled(short, count, longs, bare[short]):
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

    def __init__(self, kind: Kind, papers: Mapping[str, Sequence[str]]) -> None:
        """Take the nodes of all kinds that each paper names, by paper id."""
        self._kind = kind
        self._papers = papers
        counts = Counter(node for nodes in papers.values() for node in nodes)
        total = math.log(len(papers) + 1)
        self._weights = {node: total - math.log(n) for node, n in counts.items()}
        self._enough = total

    def choose(
        self,
        paper_id: str,
        longs: Sequence[str],
        defining: Mapping[str, AbstractSet[str]],
    ) -> str | None:
        """Return the sense that a paper's other concepts clearly speak for, if any."""
        here = frozenset(self._papers[paper_id])
        scores = sorted(
            (self._support(here, long, defining[long]), long) for long in longs
        )
        best, long = scores[-1]
        second = scores[-2][0] if len(scores) > 1 else 0.0
        return long if best >= max(self._enough, _CLEARLY * second) else None

    def _support(
        self, here: AbstractSet[str], long: str, papers: AbstractSet[str]
    ) -> float:
        beside: set[str] = set().union(*(self._papers[paper] for paper in papers))
        shared = (here & beside) - {f"{self._kind.value}/{long}"}
        # A sum in a fixed order: floating point addition is not associative.
        return math.fsum(sorted(self._weights[node] for node in shared))
