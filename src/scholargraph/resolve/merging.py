"""Nodes under the centres that they joined, and whose each of their names is."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from heapq import merge
from operator import itemgetter
from typing import Final, NamedTuple

from scholargraph.resolve.clusters import Clusters
from scholargraph.resolve.grouping import Grouped, Member, members_of
from scholargraph.resolve.naming import Called, Names, named_by
from scholargraph.resolve.occurrences import Occurrence
from scholargraph.resolve.rows import Place, Rows, beside, groups

_FIRST: Final = itemgetter(0)


class Merged(NamedTuple):
    """A node that others may have joined: what it is called, and by whom."""

    node: str
    items: list[Occurrence]
    called: Called


class Joined:
    """Which nodes stand together; each such group has a place by its first node."""

    def __init__(self, clusters: Clusters) -> None:
        """Take what joined what."""
        together: dict[str, list[str]] = defaultdict(list)
        for node, link in clusters.joined.items():
            together[link.centre].append(node)
        self.first: dict[str, str] = {}
        self.centre: dict[str, str] = {}
        for centre, nodes in together.items():
            first = min(centre, *nodes)
            self.centre[first] = centre
            self.first |= dict.fromkeys((centre, *nodes), first)

    def place_of(self, node: str) -> str:
        """Return the first of those that a node stands together with."""
        return self.first.get(node, node)

    def centre_of(self, first: str) -> str:
        """Return the node that stands for those at a place."""
        return self.centre.get(first, first)


class Uses:
    """Who has which names, and whose names somebody asks for."""

    def __init__(self, names: Names, place: Place) -> None:
        """Begin with nobody."""
        self._names = names
        self._rows = Rows(place)

    def noted(self, members: Iterable[Member]) -> Iterator[Member]:
        """Yield nodes, once it is noted what they are called."""
        add = self._rows.add
        for node, items in members:
            for name, number in named_by(items).items():
                add((name, 0, node, number))
            if not self._names.is_plain(node, items):
                for name in {name for item in items for _, name in item.texts()}:
                    add((name, 1, node))
            yield node, items

    def shares(self, joined: Joined) -> Rows:
        """Return whose each name is, by the place of the group that asks for it."""
        shares = Rows(self._rows.place)
        for name, rows in groups(self._rows):
            owned: Counter[str] = Counter()
            asking = set()
            for _, asks, node, *number in rows:
                first = joined.place_of(node)
                owned[first] += sum(number)
                # Where nodes stand together each has to know of its names.
                if asks or node in joined.first:
                    asking.add(first)
            for first in asking if owned.total() else ():
                shares.add((first, name, owned.total(), owned[first]))
        return shares


def merged(
    names: Names, grouped: Grouped, clusters: Clusters, uses: Uses
) -> Iterator[Merged]:
    """Yield the nodes that others joined or that stand alone, each with its name."""
    joined = Joined(clusters)
    place = grouped.rows.place
    together = Rows(place)
    for row in grouped.rows if joined.first else ():
        if row[0] in joined.first:
            together.add((joined.first[row[0]], *row))
    alone = (
        (node, members_of(rows))
        for node, rows in groups(grouped.rows)
        if node not in joined.first
    )
    several = (
        (first, members_of(row[1:] for row in rows)) for first, rows in groups(together)
    )
    ordered = merge(alone, several, key=_FIRST)
    for (place_of, items), found in beside(ordered, uses.shares(joined)):
        node = joined.centre_of(place_of)
        shares = {name: (named, owned) for _, name, named, owned in found}
        yield Merged(node, items, names.of(node, items, shares))
