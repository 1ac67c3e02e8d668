"""What a concept is about: the words of the papers that use it, in few dimensions."""

import re
from array import array
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import log
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped,unused-ignore]
from scipy.sparse.linalg import svds  # type: ignore[import-untyped,unused-ignore]

from scholargraph.frames import Frames
from scholargraph.measures.incidence import incidence

_WORD: Final = re.compile(r"[^\W\d_][\w-]+")
_LEAST_PAPERS: Final = 2  # a word of one paper joins it with no other
_MOST_PAPERS: Final = 0.2  # a word of every fifth paper tells nothing of its subject

Vectors = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Profiles:
    """One vector of length 1 for each concept, or 0 where nothing is known of it."""

    concepts: tuple[str, ...]
    vectors: Vectors

    def similarity(self, pairs: Iterable[tuple[str, str]]) -> Vectors:
        """Return the cosine of each pair, -1 to 1; 0 where one is not known."""
        number = {concept: place for place, concept in enumerate(self.concepts)}
        nowhere = len(self.concepts)
        ends = [(number.get(a, nowhere), number.get(b, nowhere)) for a, b in pairs]
        a, b = np.asarray(ends, dtype=int).reshape(-1, 2).T
        known = np.vstack([self.vectors, np.zeros((1, self.vectors.shape[1]))])
        return np.asarray(np.einsum("ij,ij->i", known[a], known[b]))


def profiles(
    frames: Frames, *, papers: Collection[str] | None = None, size: int = 50
) -> Profiles:
    """
    Return what each concept is about, from the words of the papers that use it.

    Latent semantic analysis (Deerwester et al. 1990): titles and abstracts as vectors
    of words, weighted (1 + ln tf) ln(N / df), are reduced to ``size`` dimensions by a
    singular value decomposition, centred, and brought to length 1. A concept's profile
    is the mean over its papers, brought to length 1. ``papers`` restricts the corpus.

    Words are those of the text, so that a concept's profile does not suffer from
    other concepts that the extractor missed; where it takes a paper to use a concept
    that it does not, the profile moves towards that paper.
    """
    found = incidence(frames, papers=papers)
    table = frames.papers().set_index("paper").loc[list(found.papers)]
    texts = zip(table["title"], table["abstract"], strict=True)
    of_papers = _reduced(_weighted([f"{title}\n{text}" for title, text in texts]), size)
    shape = len(found.concepts), len(found.papers)
    ones = np.ones(len(found.paper))
    uses = sparse.csr_matrix((ones, (found.concept, found.paper)), shape=shape)
    return Profiles(found.concepts, _to_length_1(np.asarray(uses @ of_papers)))


def _weighted(texts: list[str]) -> Any:
    """Return the sparse matrix of texts by words, its rows of length 1."""
    counts = [Counter(_WORD.findall(text.lower())) for text in texts]
    papers = Counter(word for count in counts for word in count)
    most = max(_MOST_PAPERS * len(texts), _LEAST_PAPERS)
    kept = sorted(word for word, n in papers.items() if _LEAST_PAPERS <= n <= most)
    place = {word: number for number, word in enumerate(kept)}
    row, column, weight = array("q"), array("q"), array("d")
    for number, count in enumerate(counts):
        for word, n in count.items():
            if word in place:
                row.append(number)
                column.append(place[word])
                weight.append((1 + log(n)) * log(len(texts) / papers[word]))
    shape = len(texts), len(kept)
    matrix = sparse.csr_matrix((weight, (row, column)), shape=shape, dtype=float)
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return sparse.diags(1 / np.where(length > 0, length, 1)) @ matrix


def _reduced(matrix: Any, size: int) -> Vectors:
    """Return the rows in their ``size`` main dimensions, centred, of length 1."""
    size = min(size, min(matrix.shape) - 1)
    if size < 1:
        return np.zeros((matrix.shape[0], 1))
    # A start of its own, since the default one is drawn at random.
    left, values, _ = svds(matrix, k=size, v0=np.ones(min(matrix.shape)))
    rows = _to_length_1(left * values)
    return _to_length_1(rows - rows.mean(axis=0))


def _to_length_1(rows: Vectors) -> Vectors:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    # What is left of exact zeros after rounding has no direction.
    some = length > 1e-9  # noqa: PLR2004
    found: Vectors = np.divide(rows, length, out=np.zeros_like(rows), where=some)
    return found
