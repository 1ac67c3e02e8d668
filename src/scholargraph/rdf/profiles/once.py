"""Each triple once, holding in memory no more than what papers share."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Triple

from scholargraph.seen import Seen

# The sorts of things that several papers may tell of; others are of one paper.
_SHARED = frozenset({"concept", "conference", "model", "specification", "venue"})


class Once:
    """
    Passes each triple of a stream of papers once.

    With ``apart`` it forgets at each paper what the papers before gave.
    """

    def __init__(self, base: str, *, apart: bool) -> None:
        """Take the address that data stand under."""
        self._base = base
        self._apart = apart
        self._shared = Seen()

    def of_paper(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        """
        Yield the triples of one paper that did not come before.

        Those of one subject follow each other, in the order of first appearance.
        """
        if self._apart:
            self._shared.clear()
        own: set[tuple[str, str, str]] = set()
        found: dict[str, list[Triple]] = {}
        for triple in triples:
            key = str(triple.subject), str(triple.predicate), str(triple.object)
            if self._is_shared(key[0].strip("<>")):
                is_new = self._shared.add(*key)
            else:
                is_new = key not in own
                own.add(key)
            if is_new:
                found.setdefault(key[0], []).append(triple)
        for group in found.values():
            yield from group

    def _is_shared(self, address: str) -> bool:
        if not address.startswith(self._base):
            return True
        sort = address[len(self._base) :].partition("/")[0]
        return sort in _SHARED
