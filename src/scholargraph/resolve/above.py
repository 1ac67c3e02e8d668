"""What stands above what, of very many things, by their numbers."""

from array import array
from collections.abc import Iterator

_NONE = -1


class Above:
    """
    Which things stand above others, without a way back to where one came from.

    >>> above = Above(3)
    >>> for lower, upper in ((0, 1), (1, 2), (0, 2), (2, 0)):
    ...     above.add(lower, upper)
    >>> [above.reduced(thing) for thing in range(3)]
    [[1], [2], []]
    """

    def __init__(self, number: int) -> None:
        """Begin with ``number`` things of which none is above another."""
        # Of each thing the last edge to what is above it; of each edge the one before.
        self._last = array("q", [_NONE]) * number
        self._before = array("q")
        self._upper = array("q")

    def add(self, lower: int, upper: int) -> None:
        """Put one thing above another, unless it is below it already."""
        if lower == upper or lower in self._reach(upper):
            return
        if upper not in self._over(lower):
            self._before.append(self._last[lower])
            self._upper.append(upper)
            self._last[lower] = len(self._upper) - 1

    def reduced(self, lower: int) -> list[int]:
        """Return what is above a thing and above nothing else that is, in order."""
        uppers = sorted(self._over(lower))
        if len(uppers) < 2:  # noqa: PLR2004 (of one none is above another)
            return uppers
        implied: set[int] = set()
        for upper in uppers:
            implied |= self._reach(upper) - {upper}
        return [upper for upper in uppers if upper not in implied]

    def _over(self, lower: int) -> Iterator[int]:
        edge = self._last[lower]
        while edge != _NONE:
            yield self._upper[edge]
            edge = self._before[edge]

    def _reach(self, start: int) -> set[int]:
        """Return a thing and all that stand above it."""
        reached, open_ = {start}, [start]
        while open_:
            for upper in self._over(open_.pop()):
                if upper not in reached:
                    reached.add(upper)
                    open_.append(upper)
        return reached
