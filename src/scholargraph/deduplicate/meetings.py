"""
Which records may be of one paper: those that share something that tells papers.

Of each record some numbers are kept, hashes of what it may share with others. Records
that share none, also by way of others, are never compared; so each set of those that
do can be looked at by itself, one at a time.
"""

import tempfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import IO, Final

import numpy as np
from numpy.typing import NDArray

from scholargraph.deduplicate.clusters import canonical_identifiers
from scholargraph.deduplicate.similarity import Fingerprints
from scholargraph.model import Paper

# Numbers in memory, twelve bytes each, before they go to the file.
MOST: Final = 1 << 18
# The file is read in so many parts, by the first bits of the numbers.
_PARTS: Final = 64
_BITS: Final = np.uint64(58)
_ROW: Final = np.dtype([("key", "u8"), ("owner", "u4")])
_MASK: Final = (1 << 64) - 1
_PRIME: Final = 0x9E3779B97F4A7C15

_Rows = NDArray[np.void]


class Keys:
    """Makes the numbers of a record; equal things have equal ones."""

    def __init__(self, fingerprints: Fingerprints) -> None:
        """Make them of what ``fingerprints`` tells of texts."""
        self._fingerprints = fingerprints

    def of(self, record: Paper) -> Iterator[int]:
        """
        Yield a number for all that ``Clusters`` finds records by, but for the id.

        That unlike things have one number, too, costs a look and no mistake.
        """
        for scheme, value in canonical_identifiers(record):
            yield _hash(f"{scheme}:{value}")
        fingerprint = self._fingerprints.of(record)
        yield _hash(fingerprint.title)
        for first, second in fingerprint.meeting_keys():
            yield (first * _PRIME + second) & _MASK


def _hash(text: str) -> int:
    content = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(content, digest_size=8).digest(), "big")


class Meetings:
    """
    Numbers and the records that have them, by index; many are in a temporary file.

    The file has no name, so that it goes with the process, however that ends.
    """

    def __init__(self, folder: Path | None, most: int = MOST) -> None:
        """Put the file into ``folder``, or where the system has such files."""
        self._folder = folder
        self._most = most
        self._keys = array("Q")
        self._owners = array("I")
        self._file: IO[bytes] | None = None
        self._written: list[list[int]] = []

    def add(self, key: int, owner: int) -> None:
        """Add a number of a record."""
        self._keys.append(key)
        self._owners.append(owner)
        if len(self._keys) >= self._most:
            self._put_away()

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield pairs of records with a number in common, which tie all those."""
        rest, bounds = self._sorted()
        for part in range(_PARTS):
            rows = np.concatenate(
                [*self._read(part), rest[bounds[part] : bounds[part + 1]]]
            )
            order = np.argsort(rows["key"], kind="stable")
            keys, owners = rows["key"][order], rows["owner"][order]
            same = np.flatnonzero(keys[1:] == keys[:-1])
            yield from zip(
                owners[same].tolist(), owners[same + 1].tolist(), strict=True
            )

    def close(self) -> None:
        """Remove the file."""
        if self._file is not None:
            self._file.close()

    def _sorted(self) -> tuple[_Rows, list[int]]:
        """Return the rows in memory, part by part, and where each part begins."""
        rows = np.empty(len(self._keys), dtype=_ROW)
        rows["key"], rows["owner"] = self._keys, self._owners
        parts = rows["key"] >> _BITS
        order = np.argsort(parts, kind="stable")
        bounds = np.searchsorted(parts[order], np.arange(_PARTS + 1, dtype="u8"))
        return rows[order], bounds.tolist()

    def _put_away(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - see ``close``
        rows, bounds = self._sorted()
        start = self._file.seek(0, 2)
        self._file.write(rows.tobytes())
        self._written.append([start + _ROW.itemsize * bound for bound in bounds])
        self._keys, self._owners = array("Q"), array("I")

    def _read(self, part: int) -> Iterator[_Rows]:
        for bounds in self._written:
            assert self._file is not None
            self._file.seek(bounds[part])
            content = self._file.read(bounds[part + 1] - bounds[part])
            yield np.frombuffer(content, dtype=_ROW)


class Sets:
    """Indices joined into sets, each known by its smallest; a union-find."""

    def __init__(self) -> None:
        """Begin without any."""
        self._parents = array("I")

    def add(self) -> int:
        """Return the next index, which is a set of its own."""
        index = len(self._parents)
        self._parents.append(index)
        return index

    def join(self, one: int, other: int) -> None:
        """Make one set of those of two indices."""
        first, second = sorted((self._root(one), self._root(other)))
        self._parents[second] = first

    def _root(self, index: int) -> int:
        parents = self._parents
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    def several(self) -> "Several":
        """Return the sets of more than one; none can be joined any more."""
        for index, parent in enumerate(self._parents):  # smaller ones are done
            self._parents[index] = self._parents[parent]
        roots = np.array(self._parents, dtype="u4")
        members = np.flatnonzero(np.bincount(roots)[roots] > 1)
        members = members[np.argsort(roots[members], kind="stable")]
        first = np.ones(len(members), dtype=bool)
        first[1:] = roots[members[1:]] != roots[members[:-1]]
        starts = np.append(np.flatnonzero(first), len(members))
        return Several(members, members[first], starts)


@dataclass(frozen=True, slots=True)
class Several:
    """
    Sets of more than one.

    ``members`` are those of all, set by set; ``firsts`` the smallest of each, in their
    order, and ``starts`` where it stands, with the end of the last.
    """

    members: "NDArray[np.int64]"
    firsts: "NDArray[np.int64]"
    starts: "NDArray[np.int64]"

    def of(self, index: int) -> list[int]:
        """Return the set, sorted, that begins with an index, or that index alone."""
        at = int(np.searchsorted(self.firsts, index))
        if at == len(self.firsts) or self.firsts[at] != index:
            return [index]
        found: list[int] = self.members[self.starts[at] : self.starts[at + 1]].tolist()
        return found

    def later(self) -> "NDArray[np.int64]":
        """Return all members but for the first of each set, sorted."""
        return np.setdiff1d(self.members, self.firsts)
