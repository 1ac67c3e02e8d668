"""What is said of one concept because of others: the names that several share."""

import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scholargraph.model import Concept
from scholargraph.rdf import nodes


@dataclass(frozen=True, slots=True)
class CorpusWide:
    """Scales of metrics, by id, and the names that several concepts have."""

    scales: Mapping[str, str]
    shared_names: frozenset[str]


def corpus_wide(concepts: Sequence[Concept]) -> CorpusWide:
    """
    Look through all concepts of a corpus; they are walked twice and not kept.

    Of each name four bytes are kept. Names that agree in these are counted in the
    second walk, so that what agrees by chance costs memory and no mistake.
    """
    scales: dict[str, str] = {}
    marks = array("I")
    for concept in concepts:
        if concept.scale:
            scales[concept.id] = concept.scale
        marks.extend(map(_mark, nodes.names(concept)))
    return CorpusWide(scales, _shared(concepts, _twice(marks)))


def _shared(concepts: Iterable[Concept], marks: frozenset[int]) -> frozenset[str]:
    """Return the names of several concepts among those with one of the marks."""
    if not marks:
        return frozenset()
    counts = Counter(
        name
        for concept in concepts
        for name in nodes.names(concept)
        if _mark(name) in marks
    )
    return frozenset(name for name, count in counts.items() if count > 1)


def _twice(marks: "array[int]") -> frozenset[int]:
    if not marks:  # NumPy refuses an empty buffer
        return frozenset()
    found = np.frombuffer(marks, dtype=f"u{marks.itemsize}")
    found.sort()
    return frozenset(found[1:][found[1:] == found[:-1]].tolist())


def _mark(name: str) -> int:
    return zlib.crc32(name.encode("utf-8", "surrogatepass"))
