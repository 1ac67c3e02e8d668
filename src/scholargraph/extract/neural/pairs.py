"""
List and describe the pairs of concepts between which a relation may hold.

Every ordered pair of the right kinds is a candidate; of very many concepts only
those that first appear near each other, so that the work stays linear.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scholargraph.extract.neural.concepts import CUES, Group, Span
from scholargraph.extract.neural.labels import RELATIONS
from scholargraph.extract.neural.reach import reach
from scholargraph.extract.neural.tokens import Tokens

Floats: TypeAlias = NDArray[np.float32]
Ints: TypeAlias = NDArray[np.int64]

LONGEST_GAP = 30  # tokens between two mentions whose mean the head sees
MOST_BETWEEN = 2_000  # characters that are searched for cues; abstracts have as many
PAIR_FEATURES = 17 + len(CUES)


@dataclass(frozen=True, slots=True)
class Profile:
    """What the features ask of a group again and again."""

    group: Group
    firsts: tuple[int, ...]
    lines: frozenset[int]
    words: frozenset[str]


def profile(tokens: Tokens, group: Group) -> Profile:
    """Return the group with its places, sentences and words."""
    return Profile(
        group=group,
        firsts=tuple(span.first for span in group.spans),
        lines=frozenset(tokens.sentences[span.first] for span in group.spans),
        words=frozenset(
            word.lower()
            for span in group.spans
            for word in tokens.words[span.first : span.end]
        ),
    )


def pair_inputs(
    tokens: Tokens, groups: Sequence[Group]
) -> tuple[Ints, Floats, Floats, Ints]:
    """
    Return the candidate pairs, their features, the relations each may be of, and where.

    Rows of the first are head, tail, and the first and end token between them; of
    the last, the first tokens of the two mentions that are nearest to each other.
    """
    profiles = [profile(tokens, group) for group in groups]
    order = sorted(range(len(groups)), key=lambda spot: groups[spot].spans[0])
    rank = {spot: place for place, spot in enumerate(order)}
    band = reach(len(groups))
    rows, features, allowed, nears = [], [], [], []
    for one, head in enumerate(profiles):
        near_by = order[max(rank[one] - band, 0) : rank[one] + band + 1]
        for other in sorted(near_by):
            tail = profiles[other]
            fits = FITS.get((head.group.kind, tail.group.kind))
            if one == other or fits is None:
                continue
            near = closest(head, tail)
            rows.append((one, other, *between(len(tokens), *near)))
            features.append(pair_features(tokens, head, tail, near=near))
            allowed.append(fits)
            nears.append((near[0].first, near[1].first))
    return (
        np.array(rows, np.int64).reshape(-1, 4),
        np.array(features, np.float32).reshape(-1, PAIR_FEATURES),
        np.array(allowed, np.float32).reshape(-1, len(RELATIONS)),
        np.array(nears, np.int64).reshape(-1, 2),
    )


FITS: dict[tuple[int, int], list[float]] = {
    (head, tail): [float((head, tail) == (h, t)) for _, h, t in RELATIONS]
    for _, head, tail in RELATIONS
}


def closest(one: Profile, other: Profile) -> tuple[Span, Span]:
    """Return the two spans, one of each group, with the fewest tokens between them."""
    best: tuple[int, Span, Span] | None = None
    for span in one.group.spans:
        spot = bisect_left(other.firsts, span.first)
        for near in (spot - 1, spot):
            if 0 <= near < len(other.firsts):
                found = other.group.spans[near]
                away = gap(span, found)
                if best is None or away < best[0]:
                    best = (away, span, found)
    assert best is not None
    return best[1], best[2]


def gap(one: Span, other: Span) -> int:
    """Return the number of tokens between two spans."""
    return max(other.first - one.end, one.first - other.end, 0)


def between(length: int, one: Span, other: Span) -> tuple[int, int]:
    """Return the tokens between two spans, at least one token, at most LONGEST_GAP."""
    one, other = sorted((one, other))
    first, end = min(one.end, length - 1), max(other.first, one.end + 1)
    return (
        (first, min(end, length, first + LONGEST_GAP))
        if end > first
        else (first, first + 1)
    )


def pair_features(
    tokens: Tokens, head: Profile, tail: Profile, *, near: tuple[Span, Span]
) -> list[float]:
    """Return the PAIR_FEATURES features of a possible relation."""
    one, other = near
    apart = abs(tokens.sentences[one.first] - tokens.sentences[other.first])
    shared = head.lines & tail.lines
    words = ""
    if not apart:
        opening = tokens.ends[min(one.end, other.end) - 1]
        closing = tokens.starts[max(one.first, other.first)]
        words = tokens.text[opening : min(closing, opening + MOST_BETWEEN)]
    return [
        *(float(apart == distance) for distance in range(3)),
        log1p(gap(one, other)) / 3,
        float(one.first < other.first),
        float(not apart and one.first < tokens.title),
        float(0 in shared),
        log1p(len(shared)),
        float(0 in head.lines),
        float(0 in tail.lines),
        log1p(len(head.firsts)),
        log1p(len(tail.firsts)),
        head.firsts[0] / len(tokens),
        tail.firsts[0] / len(tokens),
        float(head.words <= tail.words),
        float(tail.words <= head.words),
        len(head.words & tail.words) / len(head.words | tail.words),
        *(float(bool(words) and bool(cue.search(words))) for cue in CUES),
    ]
