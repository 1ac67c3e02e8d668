"""What is said of concepts that change, or that share a name with one that does."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Triple

from scholargraph.model import Concept
from scholargraph.rdf import nodes
from scholargraph.rdf.iris import Addresses

Said = tuple[list[Triple], list[Triple]]


def concept_changes(
    concepts: Sequence[Concept],
    was: Sequence[Concept],
    now: Sequence[Concept],
    *,
    base: str,
) -> Iterator[Said]:
    """
    Yield what was said of a concept, and what is to be said of it now.

    ``concepts`` are all there are now; ``was`` and ``now`` those that changed, came or
    went, as they were and as they are, so that ``now`` is of ``concepts``. What is
    said of one depends on the others by the names that they share.
    """
    addresses = Addresses(base)
    counts = Counter(name for concept in concepts for name in nodes.names(concept))
    before = counts.copy()
    before.subtract(_names(now))
    before.update(_names(was))
    turned = {
        name
        for name in {*_names(was), *_names(now)}
        if (before[name] > 1) != (counts[name] > 1)
    }
    changed = {concept.id for concept in (*was, *now)}
    others = [
        concept
        for concept in (concepts if turned else ())
        if concept.id not in changed and not turned.isdisjoint(nodes.names(concept))
    ]
    old, new = ({c.id: c for c in (*side, *others)} for side in (was, now))
    shared = [{n for n, count in c.items() if count > 1} for c in (before, counts)]
    for id_ in sorted({*old, *new}):
        yield (
            list(nodes.concept(old[id_], addresses, shared[0])) if id_ in old else [],
            list(nodes.concept(new[id_], addresses, shared[1])) if id_ in new else [],
        )


def _names(concepts: Iterable[Concept]) -> list[str]:
    return [name for concept in concepts for name in nodes.names(concept)]
