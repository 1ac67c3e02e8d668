"""What is said of concepts that change, or that share a name with one that does."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence

from scholargraph.model import Concept
from scholargraph.rdf import nodes
from scholargraph.rdf.iris import Addresses

Said = tuple[str, str]


def concept_changes(
    concepts: Sequence[Concept],
    was: Sequence[Concept],
    now: Sequence[Concept],
    *,
    base: str,
) -> Iterator[Said]:
    """
    Yield what was said of a concept, and what is to be said of it now, as text.

    ``concepts`` are all there are now, which are walked and not kept; ``was`` and
    ``now`` those that changed, came or went, as they were and as they are, so that
    ``now`` is of ``concepts``. What is said of one depends on the others by the names
    that they share.
    """
    addresses = Addresses(base)
    names = {*_names(was), *_names(now)}
    changed = {concept.id for concept in (*was, *now)}
    counts, holders = _holders(concepts, names)
    before = counts.copy()
    before.subtract(_names(now))
    before.update(_names(was))
    turned = {name for name in names if (before[name] > 1) != (counts[name] > 1)}
    others = [
        concept
        for concept in holders
        if concept.id not in changed and not turned.isdisjoint(nodes.names(concept))
    ]
    # These have names besides, which are as they were.
    more = set(_names(others)) - names
    kept, _ = _holders(concepts if more else (), more)
    old, new = ({c.id: c for c in (*side, *others)} for side in (was, now))
    shared = [
        {n for n, count in (c + kept).items() if count > 1} for c in (before, counts)
    ]
    for id_ in sorted({*old, *new}):
        yield (
            nodes.concept(old[id_], addresses, shared[0]) if id_ in old else "",
            nodes.concept(new[id_], addresses, shared[1]) if id_ in new else "",
        )


def _holders(
    concepts: Iterable[Concept], names: Container[str]
) -> tuple[Counter[str], list[Concept]]:
    """Return how many concepts have each of some names, and which have any."""
    counts: Counter[str] = Counter()
    holders = []
    for concept in concepts:
        held = [name for name in nodes.names(concept) if name in names]
        if held:
            counts.update(held)
            holders.append(concept)
    return counts, holders


def _names(concepts: Iterable[Concept]) -> list[str]:
    return [name for concept in concepts for name in nodes.names(concept)]
