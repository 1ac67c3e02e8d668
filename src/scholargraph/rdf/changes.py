"""What is said of concepts that change, or that share a name with one that does."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

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

    ``concepts`` are all there are now; ``was`` and ``now`` those that changed, came or
    went, as they were and as they are, so that ``now`` is of ``concepts``. What is
    said of one depends on the others by the names that they share.
    """
    addresses = Addresses(base)
    known = [(concept, nodes.names(concept)) for concept in concepts]
    counts = Counter(name for _, names in known for name in names)
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
        for concept, names in (known if turned else ())
        if concept.id not in changed and not turned.isdisjoint(names)
    ]
    old, new = ({c.id: c for c in (*side, *others)} for side in (was, now))
    shared = [{n for n, count in c.items() if count > 1} for c in (before, counts)]
    for id_ in sorted({*old, *new}):
        yield (
            nodes.concept(old[id_], addresses, shared[0]) if id_ in old else "",
            nodes.concept(new[id_], addresses, shared[1]) if id_ in new else "",
        )


def _names(concepts: Iterable[Concept]) -> list[str]:
    return [name for concept in concepts for name in nodes.names(concept)]
