"""
List and describe the pairs of a number and a concept that it may be a result of.

In very long texts, or among very many numbers, a number looks at the concepts around
it and at the first ones.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scholargraph.extract.neural.concepts import Group, Span
from scholargraph.extract.neural.numbers import Number
from scholargraph.extract.neural.reach import reach
from scholargraph.extract.neural.tokens import Tokens

Floats: TypeAlias = NDArray[np.float32]
Ints: TypeAlias = NDArray[np.int64]

NEAR = (2, 4)  # tokens between a number and its metric, as in "52.4% AP"
REACH = 400  # tokens; whole abstracts are shorter
LONGEST_GAP = 40  # tokens between a number and a mention that the head sees
ALWAYS = 20  # the first concepts, the paper's own among them, are always in reach
POINTER_FEATURES = 25


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the spans and candidate numbers of a text stand, for looking up."""

    tokens: Tokens
    groups: Sequence[Group]
    firsts: tuple[tuple[int, ...], ...]  # of each group's spans
    kinds: tuple[tuple[int, ...], ...]  # of the spans of each kind
    spans: tuple[tuple[int, int], ...]  # first token and group of all spans
    order: dict[Span, int]
    numbers: tuple[int, ...]


def layout(
    tokens: Tokens, groups: Sequence[Group], numbers: Sequence[Number]
) -> Layout:
    """Return the layout of a text."""
    spans = sorted(span for group in groups for span in group.spans)
    return Layout(
        tokens=tokens,
        groups=groups,
        firsts=tuple(tuple(span.first for span in group.spans) for group in groups),
        kinds=tuple(
            tuple(span.first for span in spans if span.kind == kind)
            for kind in range(4)
        ),
        spans=tuple(
            sorted(
                (span.first, spot)
                for spot, group in enumerate(groups)
                for span in group.spans
            )
        ),
        order={span: place for place, span in enumerate(spans)},
        numbers=tuple(number.token for number in numbers),
    )


def pointer_inputs(
    tokens: Tokens,
    numbers: Sequence[Number],
    groups: Sequence[Group],
    *,
    chosen: Sequence[int] | None = None,
) -> tuple[Ints, Floats]:
    """
    Return the candidate rows and their features.

    A row is a number, a group, its nearest span (counted over those of all groups, in
    text order), and the first and end token between number and span.

    ``chosen`` are the places of the numbers to do this for; all by default.
    """
    found = layout(tokens, groups, numbers)
    rows, features = [], []
    spots = range(len(numbers)) if chosen is None else chosen
    band = reach(len(spots))
    for spot in spots:
        here = neighbourhood(found, numbers[spot].token)
        for which in in_reach(found, numbers[spot].token, band):
            near = nearest(found, which, numbers[spot].token)
            inside = between(len(tokens), near, numbers[spot].token)
            rows.append((spot, which, found.order[near], *inside))
            features.append(pointer_features(found, which, near, here=here))
    return (
        np.array(rows, np.int64).reshape(-1, 5),
        np.array(features, np.float32).reshape(-1, POINTER_FEATURES),
    )


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A number's token and sentence, and what else stands in that sentence."""

    spot: int
    line: int
    row: tuple[int, ...]  # tokens of the numbers
    peers: tuple[tuple[int, ...], ...]  # first tokens of the mentions of each kind


def neighbourhood(found: Layout, spot: int) -> Neighbourhood:
    """Return what stands in the sentence of a token."""
    line = found.tokens.sentences[spot]
    first = bisect_left(found.tokens.sentences, line, max(spot - REACH, 0), spot + 1)
    end = bisect_right(
        found.tokens.sentences, line, spot, min(spot + REACH, len(found.tokens))
    )
    return Neighbourhood(
        spot=spot,
        line=line,
        row=cut(found.numbers, first, end),
        peers=tuple(cut(kind, first, end) for kind in found.kinds),
    )


def cut(places: Sequence[int], first: int, end: int) -> tuple[int, ...]:
    """Return the sorted places from ``first`` up to ``end``."""
    return tuple(places[bisect_left(places, first) : bisect_left(places, end)])


def in_reach(found: Layout, spot: int, band: int) -> list[int]:
    """Return the groups a number may belong to: ``band`` mentions on either side."""
    place = bisect_left(found.spans, (spot, 0))
    start = max(bisect_left(found.spans, (spot - REACH, 0)), place - band)
    end = min(bisect_left(found.spans, (spot + REACH, 0)), place + band)
    near = {which for _, which in found.spans[start:end]}
    return sorted(near | {which for _, which in found.spans[:ALWAYS]})


def nearest(found: Layout, which: int, spot: int) -> Span:
    """Return the group's span with the fewest tokens between it and a token."""
    firsts, spans = found.firsts[which], found.groups[which].spans
    place = bisect_right(firsts, spot)
    near = [spans[index] for index in (place - 1, place) if 0 <= index < len(spans)]
    return min(near, key=lambda span: distance(span, spot))


def between(length: int, span: Span, spot: int) -> tuple[int, int]:
    """Return the tokens between a span and a token, at least one, not too many."""
    first = min(span.end, spot + 1, length - 1)
    end = max(min(max(span.first, spot), first + LONGEST_GAP), first + 1)
    return first, end


def distance(span: Span, spot: int) -> int:
    """Return the number of tokens from a span to a token."""
    return max(span.first - spot, spot - span.end + 1, 0)


def pointer_features(
    found: Layout, which: int, near: Span, *, here: Neighbourhood
) -> list[float]:
    """Return the POINTER_FEATURES features of a number and a concept."""
    tokens, group, spot = found.tokens, found.groups[which], here.spot
    apart = tokens.sentences[near.first] - here.line
    low, high = min(near.first, spot), max(near.first, spot)
    rivals, peers = found.kinds[group.kind], here.peers[group.kind]
    passed = max(bisect_left(rivals, high) - bisect_right(rivals, low), 0)
    crossed = max(bisect_left(here.row, high) - bisect_right(here.row, low), 0)
    inside = [first for first in peers if is_in(found.firsts[which], first)]
    away = distance(near, spot)
    return [
        float(apart == 0),
        float(apart == -1),
        float(apart < -1),
        float(apart > 0),
        float(near.first < spot),
        log1p(away) / 3,
        float(away <= NEAR[0]),
        float(away <= NEAR[1]),
        log1p(passed),
        float(passed == 0),
        log1p(crossed),
        float(is_same_rank(here, peers, inside)),
        float(bool(inside)),
        float(len(peers) == 1),
        float(len(rivals) == len(group.spans)),
        log1p(len(group.spans)),
        float(group.spans[0].first < tokens.title),
        group.spans[0].first / len(tokens),
        *between_features(
            tokens, near, spot, close=apart == 0 and high - low < REACH // 10
        ),
    ]


def is_in(places: Sequence[int], place: int) -> bool:
    """Return whether a place is among the sorted places."""
    spot = bisect_left(places, place)
    return spot < len(places) and places[spot] == place


def is_same_rank(
    here: Neighbourhood, peers: Sequence[int], inside: Sequence[int]
) -> bool:
    """Return whether the mention is to its likes as the number to the numbers."""
    if len(peers) != len(here.row) or here.spot not in here.row:
        return False
    return peers[here.row.index(here.spot)] in inside


JOINTS = (",", " and ", " on ", " in ", " of ", "(", ";")


def between_features(
    tokens: Tokens, near: Span, spot: int, *, close: bool
) -> list[float]:
    """Return which joints stand between a number and a concept near it."""
    if not close:
        return [0.0] * len(JOINTS)
    opening = tokens.ends[min(near.end - 1, spot)]
    words = tokens.text[opening : tokens.starts[max(near.first, spot)]]
    return [float(joint in words) for joint in JOINTS]
