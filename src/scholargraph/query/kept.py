"""Answers that are kept for whoever asks the same again, as many as fit a bound."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Final, Generic, TypeVar

_T = TypeVar("_T")
# One answer may not drive out all others.
_SHARE: Final = 4


class Kept(Generic[_T]):
    """
    Values by key, the least recently used dropped first.

    Their sizes together, in bytes as ``put`` is told them, stay within ``limit``; one
    larger than ``largest``, a quarter of it, is not kept. Safe among threads.

    >>> kept = Kept[str](limit=8)
    >>> kept.put("a", "A", 2), kept.put("b", "too large", 9), kept.get("a")
    (True, False, 'A')
    """

    def __init__(self, limit: int) -> None:
        """Keep nothing yet; nothing at all where ``limit`` is nought."""
        self._limit = limit
        self._values: OrderedDict[Hashable, tuple[_T, int]] = OrderedDict()
        self._lock = threading.Lock()
        self.largest = limit // _SHARE
        self.size = 0
        self.hits = 0
        self.misses = 0

    def get(self, key: Hashable) -> _T | None:
        """Return the value of a key, ``None`` where none is kept."""
        with self._lock:
            found = self._values.get(key)
            if found is None:
                self.misses += 1
                return None
            self.hits += 1
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: _T, size: int) -> bool:
        """Keep a value of that size under a key; tell whether it is kept."""
        if size > self.largest:
            return False
        with self._lock:
            self._drop(key)
            while self._values and self.size + size > self._limit:
                self._drop(next(iter(self._values)))
            self._values[key] = (value, size)
            self.size += size
        return True

    def clear(self) -> None:
        """Drop all values."""
        with self._lock:
            self._values.clear()
            self.size = 0

    def __contains__(self, key: Hashable) -> bool:
        """Tell whether a key has a value, which counts as no use of it."""
        return key in self._values

    def __len__(self) -> int:
        """Count the values."""
        return len(self._values)

    def _drop(self, key: Hashable) -> None:
        found = self._values.pop(key, None)
        if found is not None:
            self.size -= found[1]
