"""
Concept resolution: one concept, one node, with a way back.

``resolve`` decides which entities of a corpus denote one concept, what it is called,
what stands above it and what it is elsewhere; ``read_overrides`` and
``read_authority`` give it a person's decisions and outside lists. Its steps can be
taken by several processes: ``look`` at some papers each, ``resolve_kind`` for each kind
of concept, then ``join`` and ``decide``; ``Looks`` and what comes of them lie on disk
where memory has no room. ``read_pairs``,
``cross_validate`` and ``score`` measure the comparator of names behind it.
"""

from collections.abc import Sequence

from scholargraph.resolve import comparator
from scholargraph.resolve.authority import Authority, read_authority
from scholargraph.resolve.laid_down import LaidDown, join
from scholargraph.resolve.occurrences import Looks, Seen, look
from scholargraph.resolve.overrides import Overrides, read_overrides
from scholargraph.resolve.pairs import Pair, PairScores, read_pairs, score
from scholargraph.resolve.resolution import Doubt, Reason, Resolution
from scholargraph.resolve.resolver import decide, resolve, resolve_kind
from scholargraph.resolve.rows import Place
from scholargraph.resolve.succession import Given, History, Successors

__all__ = [
    "Authority",
    "Doubt",
    "Given",
    "History",
    "LaidDown",
    "Looks",
    "Overrides",
    "PairScores",
    "Place",
    "Reason",
    "Resolution",
    "Seen",
    "Successors",
    "cross_validate",
    "decide",
    "join",
    "look",
    "read_authority",
    "read_overrides",
    "read_pairs",
    "resolve",
    "resolve_kind",
    "score_pairs",
]


def score_pairs(pairs: Sequence[Pair]) -> PairScores:
    """Score the shipped comparator on pairs; not on those that it was made from."""
    return score(comparator.load(), pairs)


def cross_validate(pairs: Sequence[Pair], folds: int = 5) -> PairScores:
    """Score each fold of the pairs with a comparator made from the other folds."""
    # numpy, which only learning needs, must not slow down the import.
    from scholargraph.resolve import learning  # noqa: PLC0415
    from scholargraph.resolve import pairs as scoring  # noqa: PLC0415

    return scoring.cross_validate(pairs, folds, learning.fit)
