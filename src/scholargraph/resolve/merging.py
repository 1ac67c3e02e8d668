"""Nodes under the centres that they joined, and whose each of their names is."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from heapq import merge
from operator import itemgetter
from typing import Final, NamedTuple

from scholargraph.resolve.clusters import Clusters
from scholargraph.resolve.grouping import Grouped, members_of
from scholargraph.resolve.naming import Called, Names, named_by
from scholargraph.resolve.occurrences import Occurrence
from scholargraph.resolve.rows import Place, Row, Rows, beside, groups

_FIRST: Final = itemgetter(0)


class Merged(NamedTuple):
    """A node that others may have joined: what it is called, and by whom."""

    node: str
    items: list[Occurrence]
    called: Called


class _Joined:
    """Which nodes stand together; each such group has a place by its first node."""

    def __init__(self, clusters: Clusters) -> None:
        together: dict[str, list[str]] = defaultdict(list)
        for node, link in clusters.joined.items():
            together[link.centre].append(node)
        self.first: dict[str, str] = {}
        self.centre: dict[str, str] = {}
        for centre, nodes in together.items():
            first = min(centre, *nodes)
            self.centre[first] = centre
            self.first |= dict.fromkeys((centre, *nodes), first)

    def centre_of(self, first: str) -> str:
        """Return the node that stands for those at a place."""
        return self.centre.get(first, first)


def merged(
    names: Names, grouped: Grouped, clusters: Clusters, place: Place
) -> Iterator[Merged]:
    """Yield the nodes that others joined or that stand alone, each with its name."""
    joined = _Joined(clusters)
    together = Rows(place)
    uses = Rows(place)
    for node, items in grouped.members():
        is_alone = node not in joined.first
        first = node if is_alone else joined.first[node]
        for name, number in named_by(items).items():
            uses.add((name, 0, first, number))
        if not is_alone:
            for item in items:
                together.add((first, node, *item))
        if not is_alone or not names.is_plain(node, items):
            for name in {name for item in items for _, name in item.texts()}:
                uses.add((name, 1, first))
    alone = (one for one in grouped.members() if one[0] not in joined.first)
    several = (_several(first, rows) for first, rows in groups(together))
    ordered = merge(alone, several, key=_FIRST)
    for (place_of, items), found in beside(ordered, _shares(uses, place)):
        node = joined.centre_of(place_of)
        shares = {name: (named, owned) for _, name, named, owned in found}
        yield Merged(node, items, names.of(node, items, shares))


def _several(first: str, rows: Iterator[Row]) -> tuple[str, list[Occurrence]]:
    return first, members_of(row[1:] for row in rows)


def _shares(uses: Rows, place: Place) -> Rows:
    """Return whose each name is, by the place of the group that asked for it."""
    shares = Rows(place)
    for name, rows in groups(uses):
        owned: Counter[str] = Counter()
        for row in rows:  # first those who have the name, then those who ask
            if not row[1]:
                owned[row[2]] += row[3]
            elif owned:
                shares.add((row[2], name, owned.total(), owned[row[2]]))
    return shares
