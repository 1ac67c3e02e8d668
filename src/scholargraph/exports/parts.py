"""A corpus in parts of about the same number of papers, for several files."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Final, Protocol, runtime_checkable

from scholargraph.exports.selection import and_broader
from scholargraph.model import Concept, Corpus, ResolvedPaper
from scholargraph.whole_files import compression

_ALL: Final = range(1 << 60)


@runtime_checkable
class Counted(Protocol):
    """A corpus that knows the number of its papers without a walk."""

    def paper_count(self) -> int:
        """Return the number of papers."""
        ...


@dataclass(slots=True)
class _Walk:
    """A walk over the papers of a corpus, and how many were passed."""

    papers: Iterator[ResolvedPaper]
    passed: int = 0


class Part:
    """
    Some papers of a corpus that follow each other.

    ``concepts`` are its share of the concepts: together the parts have each once.
    ``own`` is the same with every concept that the papers name, each part a corpus of
    its own.
    """

    def __init__(
        self, corpus: Corpus, concepts: Sequence[Concept], papers: range, walk: _Walk
    ) -> None:
        """Take the papers at ``papers``; ``walk`` is shared by the parts."""
        self.concepts = concepts
        self._corpus = corpus
        self._range = papers
        self._walk = walk

    def papers(self) -> Iterator[ResolvedPaper]:
        """Yield the papers; the parts in turn take one walk over the corpus."""
        walk = self._walk
        if walk.passed != self._range.start:
            walk = _Walk(self._corpus.papers())
            for _ in islice(walk.papers, self._range.start):
                walk.passed += 1
        for resolved in islice(walk.papers, len(self._range)):
            walk.passed += 1
            yield resolved

    @property
    def own(self) -> Corpus:
        """The papers with all that they name, and what that is narrower than."""
        return self._corpus if self._range == _ALL else _Own(self, self._corpus)


class _Own:
    """A part as a corpus of its own; it is read once more for its concepts."""

    def __init__(self, part: Part, corpus: Corpus) -> None:
        self._part = part
        known = {concept.id: concept for concept in corpus.concepts}
        kept = {concept.id for concept in part.concepts if not concept.paper_count}
        for resolved in part.papers():
            kept.update(id_ for id_ in resolved.concept_ids.values() if id_ in known)
        self.concepts = tuple(known[id_] for id_ in and_broader(kept, known))

    def papers(self) -> Iterator[ResolvedPaper]:
        """Yield the papers, by id."""
        return self._part.papers()


Write = Callable[[Part, IO[bytes]], None]
"""Writes a part to a stream."""
Open = Callable[[str], AbstractContextManager[IO[bytes]]]
WriteFolder = Callable[[Part, Open], None]
"""Writes a part into files of a folder, which it opens by name."""


def parts(corpus: Corpus, number: int) -> Iterator[Part]:
    """Yield a corpus in ``number`` parts, to be read in their order."""
    concepts = corpus.concepts
    count = 0 if number == 1 else _count(corpus)
    walk = _Walk(corpus.papers())
    for index in range(number):
        papers = _ALL if number == 1 else _slice(count, index, number)
        share = _slice(len(concepts), index, number)
        yield Part(corpus, concepts[share.start : share.stop], papers, walk)


def _slice(length: int, index: int, number: int) -> range:
    return range(length * index // number, length * (index + 1) // number)


def _count(corpus: Corpus) -> int:
    if isinstance(corpus, Counted):
        return corpus.paper_count()
    return sum(1 for _ in corpus.papers())


def numbered(place: str, number: int, of: int) -> str:
    """
    Return the name of the file of one of several parts.

    >>> numbered("kg/graph.nt.gz", 2, 16)
    'kg/graph-02-of-16.nt.gz'
    """
    if of == 1:
        return place
    suffix = compression(place, None)
    packed = f".{suffix}" if suffix else ""
    path = Path(place.removesuffix(packed))
    name = f"{path.stem}-{number:0{len(str(of))}}-of-{of}{path.suffix}{packed}"
    return str(path.with_name(name))
