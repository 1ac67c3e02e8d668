"""Why each name belongs to its concept, and which concepts may be one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from scholargraph.resolve.clusters import Clusters
from scholargraph.resolve.resolution import Doubt, Reason, ranked


class Explaining:
    """What is remembered of nodes while they become concepts, where it is wanted."""

    def __init__(self, clusters: Clusters, *, explained: bool) -> None:
        """Take what joined, and what might have."""
        self._explained = explained
        self._clusters = clusters
        self._ids: dict[str, str] = {}
        self._reasons: dict[str, list[Reason]] = defaultdict(list)
        if explained:
            for node, link in sorted(clusters.joined.items()):
                reason = Reason(node, link.reason, round(link.score, 3))
                self._reasons[link.centre].append(reason)

    def add(self, node: str, reasons: Iterable[Reason]) -> None:
        """Take why a node is called what it is."""
        if self._explained:
            self._reasons[node] += reasons

    def call(self, node: str, id_: str) -> None:
        """Take the id that a node gets."""
        if self._explained:
            self._ids[node] = id_

    def reasons(self) -> Mapping[str, tuple[Reason, ...]]:
        """Return why each name belongs to its concept, by the concept's id."""
        order = sorted(self._ids, key=self._ids.__getitem__)
        return {self._ids[node]: tuple(sorted(self._reasons[node])) for node in order}

    def doubts(self) -> tuple[Doubt, ...]:
        """Return the pairs of concepts that may be one, the likeliest first."""
        if not self._explained:
            return ()
        found: dict[tuple[str, str], Doubt] = {}
        links = self._clusters.doubtful
        for link in sorted(links, key=lambda link: (link.score, link.reason)):
            a, b = self._centre(link.node), self._centre(link.centre)
            if a != b:
                first, second = sorted((self._ids[a], self._ids[b]))
                doubt = Doubt(round(link.score, 3), first, second, link.reason)
                found[first, second] = doubt  # of several links the likeliest
        return ranked(found.values())

    def _centre(self, node: str) -> str:
        link = self._clusters.joined.get(node)
        return link.centre if link else node
