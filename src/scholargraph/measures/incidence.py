"""Which papers name which concepts, as numbers that count fast."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scholargraph.frames import Frames
from scholargraph.vocab import Role

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Incidence:
    """
    One entry for each paper and concept that it names, each pair once.

    ``papers`` and ``concepts`` are the sorted ids that the codes index.
    """

    papers: tuple[str, ...]
    concepts: tuple[str, ...]
    paper: Codes
    concept: Codes

    @property
    def counts(self) -> Codes:
        """The number of papers of each concept."""
        return np.bincount(self.concept, minlength=len(self.concepts))

    def pairs(self) -> pd.DataFrame:
        """Return one row for each paper and pair ``a < b`` of concepts it names."""
        side = pd.DataFrame({"paper": self.paper, "concept": self.concept})
        both = side.merge(side, on="paper", suffixes=("_a", "_b"))
        kept = both[both["concept_a"] < both["concept_b"]]
        return kept.rename(columns={"concept_a": "a", "concept_b": "b"})

    def pair_counts(self) -> pd.DataFrame:
        """Return one row for each pair ``a < b``, with its number of ``papers``."""
        pairs = self.pairs()
        size = max(len(self.concepts), 1)
        keys, counts = np.unique(
            pairs["a"].to_numpy() * size + pairs["b"].to_numpy(), return_counts=True
        )
        return pd.DataFrame({"a": keys // size, "b": keys % size, "papers": counts})


def incidence(
    frames: Frames,
    *,
    kinds: Iterable[str] | None = None,
    roles: Iterable[str] | None = None,
    papers: Collection[str] | None = None,
    confidence: float = 0.0,
) -> Incidence:
    """
    Return the papers and concepts of the roles frame that are asked for.

    Without ``roles`` all count but ``mentions``: naming a thing in passing is not use.
    """
    table = frames.roles()
    kept = table["confidence"] >= confidence
    wanted = set(Role) - {Role.MENTIONS} if roles is None else set(map(str, roles))
    kept &= table["role"].isin([str(role) for role in wanted])
    if kinds is not None:
        kept &= table["kind"].isin([str(kind) for kind in kinds])
    if papers is not None:
        kept &= table["paper"].isin(list(papers))
    rows = table[kept]
    paper, paper_ids = pd.factorize(rows["paper"].astype(object), sort=True)
    concept, concept_ids = pd.factorize(rows["concept"].astype(object), sort=True)
    return Incidence(
        tuple(paper_ids),
        tuple(concept_ids),
        paper.astype(np.int64),
        concept.astype(np.int64),
    )
