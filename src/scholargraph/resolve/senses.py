"""
Short forms across the corpus: which long form a bare abbreviation stands for.

A definition binds in its own paper. Elsewhere a bare short form goes to the long form
that most papers define, or that the lists know, or that the paper's other concepts
speak for; else it stays a concept of its own, marked ambiguous.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from scholargraph.resolve.acronyms import abbreviates, is_short
from scholargraph.resolve.normal_form import key, normal_form
from scholargraph.resolve.occurrences import Occurrence
from scholargraph.resolve.well_known import names
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

Node = tuple[Kind, str]
Defined = Mapping[Node, Counter[Node]]


@dataclass(frozen=True, slots=True)
class Senses:
    """
    What short forms stand for.

    ``everywhere`` has the settled ones; ``possible`` the meanings of the others.
    """

    everywhere: Mapping[Node, Node]
    possible: Mapping[Node, tuple[Node, ...]]


def definition(occurrence: Occurrence) -> tuple[str, str] | None:
    """
    Return the short form and the long form that an entity's forms hold.

    Of several the one whose long form is used most, then the longest.
    """
    texts = {form.text: form.in_abstract + form.in_title for form in occurrence.forms}
    texts.setdefault(occurrence.name, 1)
    shorts = sorted(text for text in texts if is_short(text))
    if not shorts or len(shorts) == len(texts):
        return None
    pairs = [
        (texts[long], len(long), long, short)
        for short in shorts
        for long in sorted(texts)
        if abbreviates(short, normal_form(long, occurrence.kind))
    ]
    if not pairs:
        return None
    _, _, long, short = max(pairs)
    return short, long


def definitions(
    found: Iterable[tuple[Occurrence, tuple[str, str] | None]],
) -> dict[Node, Counter[Node]]:
    """Count, by short form and long form, the papers that define one as the other."""
    counts: dict[Node, Counter[Node]] = defaultdict(Counter)
    for occurrence, pair in found:
        if pair:
            kind = occurrence.kind
            counts[kind, key(pair[0], kind)][node_of(pair[1], kind)] += 1
    return dict(counts)


def node_of(name: str, kind: Kind) -> Node:
    """
    Return the node of a name: its key, or that of the well-known concept it names.

    >>> node_of("Acc@1", Kind.METRIC) == node_of("top-1 accuracy", Kind.METRIC)
    True
    """
    item = names().get((kind, key(name, kind)))
    return kind, key(item.label, kind) if item else key(name, kind)


def senses(defined: Defined, bare: Mapping[Node, int]) -> Senses:
    """
    Decide for each short form that papers use without defining it.

    ``defined`` counts, for each short form's key, the papers that define it, by the
    node of the long form; ``bare`` counts the papers that use it undefined.
    """
    everywhere: dict[Node, Node] = {}
    possible: dict[Node, tuple[Node, ...]] = {}
    for short in sorted(bare):
        longs = defined.get(short)
        if not longs:
            continue
        best, count = min(longs.items(), key=lambda item: (-item[1], item[0]))
        listed = names().get(short)
        if listed and (count < _AGAINST_LISTS or count < DOMINANT * longs.total()):
            continue  # it stands for what the lists say
        if _settled(short, count, longs, bare[short]):
            everywhere[short] = best
        else:
            possible[short] = tuple(sorted(longs))
    return Senses(everywhere, possible)


def _settled(short: Node, count: int, longs: Counter[Node], bare: int) -> bool:
    if count < DOMINANT * longs.total():
        return False
    if count > 1:
        return True
    return bare <= _BARE_PAPERS and len(short[1]) >= TELLING_LENGTH


class Contexts:
    """The concepts that stand beside a short form, and what sense they speak for."""

    def __init__(self, papers: Mapping[str, AbstractSet[Node]]) -> None:
        """Take the nodes that each paper names, by paper id."""
        self._papers = papers
        counts = Counter(node for nodes in papers.values() for node in nodes)
        total = math.log(len(papers) + 1)
        self._weights = {node: total - math.log(n) for node, n in counts.items()}
        self._enough = total

    def choose(
        self,
        paper_id: str,
        longs: Sequence[Node],
        defining: Mapping[Node, AbstractSet[str]],
    ) -> Node | None:
        """Return the sense that a paper's other concepts clearly speak for, if any."""
        here = self._papers[paper_id]
        scores = sorted(
            (self._support(here, long, defining[long]), long) for long in longs
        )
        best, long = scores[-1]
        second = scores[-2][0] if len(scores) > 1 else 0.0
        return long if best >= max(self._enough, _CLEARLY * second) else None

    def _support(
        self, here: AbstractSet[Node], long: Node, papers: AbstractSet[str]
    ) -> float:
        beside: set[Node] = set().union(*(self._papers[paper] for paper in papers))
        shared = (here & beside) - {long}
        # A sum in a fixed order: floating point addition is not associative.
        return math.fsum(sorted(self._weights[node] for node in shared))
