"""Two sorted streams as one of pairs."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def side_by_side(
    left: Iterable[T], right: Iterable[T], key: Callable[[T], str]
) -> Iterator[tuple[T | None, T | None]]:
    """
    Yield the things of two streams, both in the order of their keys, in pairs.

    What only one of them has comes with ``None``.

    >>> list(side_by_side("ac", "bc", str))
    [('a', None), (None, 'b'), ('c', 'c')]
    """
    first, second = iter(left), iter(right)
    a, b = next(first, None), next(second, None)
    while a is not None or b is not None:
        if b is None or (a is not None and key(a) < key(b)):
            yield a, None
            a = next(first, None)
        elif a is None or key(b) < key(a):
            yield None, b
            b = next(second, None)
        else:
            yield a, b
            a, b = next(first, None), next(second, None)
