"""Occurrences into nodes: one for each name, once abbreviations are spelt out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scholargraph.resolve.acronyms import is_short
from scholargraph.resolve.noise import is_noise
from scholargraph.resolve.normal_form import key
from scholargraph.resolve.occurrences import Occurrence
from scholargraph.resolve.senses import (
    Contexts,
    Node,
    definition,
    definitions,
    node_of,
    senses,
)

Members = Mapping[Node, Sequence[Occurrence]]
Pair = tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Grouped:
    """The occurrences of each node, and the short forms whose sense stayed open."""

    members: Members
    ambiguous: frozenset[Node]


def group(found: Iterable[Occurrence]) -> Grouped:
    """Return the nodes of all occurrences whose names say something."""
    named = [item for item in found if not is_noise(item.name, item.kind)]
    pairs = [(item, definition(item)) for item in named]
    bare = Counter(
        (item.kind, key(item.name, item.kind))
        for item, pair in pairs
        if pair is None and is_short(item.name)
    )
    sense = senses(definitions(pairs), bare)
    contexts, defining = _surroundings(pairs)
    members: dict[Node, list[Occurrence]] = defaultdict(list)
    for item, pair in pairs:
        short = item.kind, key(item.name, item.kind)
        if pair:
            node = node_of(pair[1], item.kind)
        elif short in sense.possible and is_short(item.name):
            node = (
                contexts.choose(item.paper_id, sense.possible[short], defining) or short
            )
        elif short in sense.everywhere and is_short(item.name):
            node = sense.everywhere[short]
        else:
            node = node_of(item.name, item.kind)
        members[node].append(item)
    return Grouped(dict(members), frozenset(sense.possible.keys() & members.keys()))


def _surroundings(
    pairs: Sequence[tuple[Occurrence, Pair]],
) -> tuple[Contexts, Mapping[Node, set[str]]]:
    """Return what stands beside what, and the papers that spell out each long form."""
    papers: dict[str, set[Node]] = defaultdict(set)
    defining: dict[Node, set[str]] = defaultdict(set)
    for item, pair in pairs:
        node = node_of(pair[1] if pair else item.name, item.kind)
        papers[item.paper_id].add(node)
        if pair:
            defining[node].add(item.paper_id)
    return Contexts(papers), defining
