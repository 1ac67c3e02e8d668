"""
What stands above a concept: broader concepts of the same kind.

Three sources, the surest first: the lists of well-known concepts, the words of names
("long-tailed object detection" under "object detection"), and versions of proper
names ("LLaVA 1.5" under "LLaVA"). The result has no cycle and no edge that others
imply.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import chain

from scholargraph.resolve.above import Above
from scholargraph.resolve.longer_names import Named, Texts, taken_apart
from scholargraph.resolve.normal_form import key
from scholargraph.resolve.rows import Place, Rows, beside
from scholargraph.resolve.well_known import WellKnown, listed
from scholargraph.vocab import Kind


def broader(
    concepts: Collection[Named], further: Iterable[tuple[str, str]], place: Place
) -> Rows:
    """
    Return the number of each concept that has broader ones, with the ids of these.

    Concepts are numbered as they come when they are walked, which is done twice.
    """
    lists = _Lists(further)
    texts = Texts(len(concepts), place)
    for number, concept in enumerate(concepts):
        name = taken_apart(concept)
        lists.add(number, concept, name.key)
        texts.add(number, concept, name)
    above = Above(len(concepts))
    for lower, upper in chain(lists.edges(), texts.edges()):
        above.add(lower, upper)
    by_upper = Rows(place)
    for lower in range(len(concepts)):
        for upper in above.reduced(lower):
            by_upper.add((upper, lower))
    found = Rows(place)
    numbered = ((number, one.id) for number, one in enumerate(concepts))
    for (_, id_), rows in beside(numbered, by_upper):
        for _, lower in rows:
            found.add((lower, id_))
    return found


class _Lists:
    """What lists say of the concepts that there are."""

    def __init__(self, further: Iterable[tuple[str, str]]) -> None:
        self._further = sorted(further)
        self._ids = {id_ for pair in self._further for id_ in pair}
        self._numbers: dict[str, int] = {}
        self._by_key: dict[tuple[Kind, str], int] = {}
        self._lower: list[tuple[int, WellKnown]] = []

    def add(self, number: int, concept: Named, name: str) -> None:
        if concept.id in self._ids:
            self._numbers[concept.id] = number
        if name in _uppers(concept.kind):
            self._by_key[concept.kind, name] = number
        item = listed(concept.kind).get(name)
        if item and item.broader:
            self._lower.append((number, item))

    def edges(self) -> Iterator[tuple[int, int]]:
        for number, item in self._lower:
            upper = self._upper(item)
            if upper is not None:
                yield number, upper
        for pair in self._further:
            if all(id_ in self._numbers for id_ in pair):
                yield self._numbers[pair[0]], self._numbers[pair[1]]

    def _upper(self, item: WellKnown | None) -> int | None:
        seen = set()
        # A broader concept that no paper speaks of is passed over for the next one.
        while item and item.broader and item.label not in seen:
            seen.add(item.label)
            name = key(item.broader, item.kind)
            if (item.kind, name) in self._by_key:
                return self._by_key[item.kind, name]
            item = listed(item.kind).get(name)
        return None


@cache
def _uppers(kind: Kind) -> frozenset[str]:
    """Return the keys of what the lists put above anything."""
    items = listed(kind).values()
    return frozenset(key(item.broader, kind) for item in items if item.broader)
