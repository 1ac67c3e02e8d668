"""Occurrences into nodes: one for each name, once abbreviations are spelt out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scholargraph.resolve.occurrences import Occurrence, Seen, beside
from scholargraph.resolve.senses import Contexts, Senses, definitions, senses
from scholargraph.vocab import Kind

# Each node is named by a key.
Members = Mapping[str, Sequence[Occurrence]]


@dataclass(frozen=True, slots=True)
class Grouped:
    """The occurrences of each node, and the short forms whose sense stayed open."""

    members: Members
    ambiguous: frozenset[str]


def group(kind: Kind, found: Sequence[Occurrence], seen: Iterable[Seen]) -> Grouped:
    """Return the nodes of all occurrences of a kind, which are out of ``seen``."""
    bare = Counter(item.key for item in found if item.bare)
    sense = senses(kind, definitions(found), bare)
    chosen = _chosen(kind, found, seen, sense) if sense.possible else {}
    members: dict[str, list[Occurrence]] = defaultdict(list)
    for item in found:
        node = item.node
        if item.bare and item.key in sense.possible:
            node = chosen[item.paper_id, item.key]
        elif item.bare:
            node = sense.everywhere.get(item.key, node)
        members[node].append(item)
    return Grouped(dict(members), frozenset(sense.possible.keys() & members.keys()))


def _chosen(
    kind: Kind, found: Sequence[Occurrence], seen: Iterable[Seen], sense: Senses
) -> dict[tuple[str, str], str]:
    """Return what short forms of several senses stand for in each paper."""
    contexts = Contexts(kind, beside(seen))
    defining: dict[str, set[str]] = defaultdict(set)
    for item in found:
        if item.defined:
            defining[item.node].add(item.paper_id)
    chosen: dict[tuple[str, str], str] = {}
    for item in found:
        longs = sense.possible.get(item.key) if item.bare else None
        if longs:
            here = contexts.choose(item.paper_id, longs, defining)
            chosen[item.paper_id, item.key] = here or item.key
    return chosen
