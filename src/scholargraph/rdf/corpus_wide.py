"""What is said of one concept because of others: the names that several share."""

import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from scholargraph.model import Concept
from scholargraph.rdf import nodes

Marks = NDArray[np.uint32]


@runtime_checkable
class Table(Protocol):
    """Concepts of which some can be read without the others."""

    def at(self, places: Sequence[int]) -> Iterator[Concept]:
        """Yield those at some places, which are sorted."""
        ...


@dataclass(frozen=True, slots=True)
class CorpusWide:
    """Scales of metrics, by id, and the names that several concepts have."""

    scales: Mapping[str, str]
    shared_names: frozenset[str]


def corpus_wide(concepts: Sequence[Concept]) -> CorpusWide:
    """
    Look through all concepts of a corpus; they are walked once and not kept.

    Of each name four bytes are kept. Names that agree in these are counted as they
    are, so that what agrees by chance costs a look and no mistake.
    """
    scales: dict[str, str] = {}
    marks, sizes = array("I"), array("I")
    for concept in concepts:
        if concept.scale:
            scales[concept.id] = concept.scale
        names = nodes.names(concept)
        marks.extend(map(_mark, names))
        sizes.append(len(names))
    places = _alike(np.array(marks), np.array(sizes))
    if isinstance(concepts, Table):
        return CorpusWide(scales, _shared(concepts.at(places)))
    return CorpusWide(scales, _shared(concepts[place] for place in places))


def _alike(marks: Marks, sizes: Marks) -> list[int]:
    """Return where concepts are with marks that recur; each has so many marks."""
    found = np.sort(marks)
    twice = np.unique(found[1:][found[1:] == found[:-1]])
    owners = np.repeat(np.arange(len(sizes), dtype="u4"), sizes)
    places: list[int] = np.unique(owners[np.isin(marks, twice)]).tolist()
    return places


def _shared(concepts: Iterable[Concept]) -> frozenset[str]:
    counts = Counter(name for concept in concepts for name in nodes.names(concept))
    return frozenset(name for name, count in counts.items() if count > 1)


def _mark(name: str) -> int:
    return zlib.crc32(name.encode("utf-8", "surrogatepass"))
