"""
Find the lists of a text, and describe numbers and concepts by their places in them.

In "60.3, 75.4 and 41.9 on A, B and C respectively" the second number goes with the
second name, however many tokens stand between them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from scholargraph.extract.neural.concepts import Group, Span
from scholargraph.extract.neural.labels import KINDS, METRIC
from scholargraph.extract.neural.numbers import Number
from scholargraph.extract.neural.tokens import Tokens

Ranks: TypeAlias = Mapping[int, set[int]]  # in the lists of each length
Listed: TypeAlias = tuple[int, int, int]  # sentence, kind and length of a list

LONGEST_GAP = 60  # characters between two members of a list
BEFORE = 60  # characters before a number in which a cue speaks of it
BETWEEN_NUMBERS = re.compile(
    r"(?:[\s$~\\%(){}+±\u00d7x,;/&|-]|and\b|to\b|or\b|vs\b|\.|points?\b|"
    r"percent(?:age)?\b|pp\b|dB\b|times\b|by\b|from\b|approximately\b|pm\b)*"
)
BETWEEN_NAMES = re.compile(
    r"(?:[\s$~\\%(){},;/&|-]|and\b|or\b|the\b|vs\b|\.|versus\b|as well as\b|on\b|"
    r"in\b|for\b|data\s?sets?\b|benchmarks?\b|tasks?\b|respectively\b|both\b|than\b|"
    r"over\b)*"
)
COMPARED = re.compile(
    r"\b(?:than|vs|versus|from|against|compared|over|baseline|previous|prior|below|"
    r"above|unlike|only)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
GAINED = re.compile(
    r"\b(?:by|gains?|improve\w{0,9}|increase\w?|reduc\w{0,6})\b[^.;]{0,25}$",
    re.IGNORECASE,
)
LIST_FEATURES = 10
ORDER_FEATURES = 10


@dataclass(frozen=True, slots=True)
class Place:
    """The rank of a member in its list, and the length of the list."""

    rank: int
    length: int


@dataclass(frozen=True, slots=True)
class Lists:
    """Where a text's numbers and concepts stand in its sentences and its lists."""

    tokens: Tokens
    groups: Sequence[Group]
    firsts: Sequence[frozenset[int]]  # tokens that the mentions of a group begin with
    numbers: Sequence[Number]
    number_places: Sequence[Place]
    cues: Sequence[tuple[float, float]]  # of each number
    wholes: Mapping[Listed, list[int]]  # groups in the order that a list names them
    ranks: Mapping[tuple[int, int], Ranks]  # by sentence and group
    rows: Mapping[int, list[int]]  # tokens of the numbers in each sentence
    peers: Mapping[tuple[int, int], list[int]]  # first tokens by sentence and kind


def find_lists(
    tokens: Tokens, groups: Sequence[Group], numbers: Sequence[Number]
) -> Lists:
    """Return the lists of a text."""
    owner = {span: which for which, group in enumerate(groups) for span in group.spans}
    peers: dict[tuple[int, int], list[int]] = defaultdict(list)
    for span in sorted(owner):
        peers[tokens.sentences[span.first], span.kind].append(span.first)
    rows: dict[int, list[int]] = defaultdict(list)
    for number in numbers:
        rows[tokens.sentences[number.token]].append(number.token)
    ends = [(number.token, end_of(tokens, number)) for number in numbers]
    # "63.3 AP and 56.5 AP" is a list, too.
    metrics = frozenset(
        token
        for span in owner
        if span.kind == METRIC
        for token in range(span.first, span.end)
    )
    ranks = ranked(tokens, owner)
    return Lists(
        tokens=tokens,
        groups=groups,
        firsts=[frozenset(span.first for span in group.spans) for group in groups],
        numbers=numbers,
        number_places=placed(tokens, ends, BETWEEN_NUMBERS, metrics),
        cues=[cues(tokens, number) for number in numbers],
        wholes=whole_lists(groups, ranks),
        ranks=ranks,
        rows=rows,
        peers=peers,
    )


def ranked(tokens: Tokens, owner: Mapping[Span, int]) -> dict[tuple[int, int], Ranks]:
    """Return the ranks of each group's mentions in each sentence, by list length."""
    found: dict[tuple[int, int], dict[int, set[int]]] = defaultdict(
        lambda: defaultdict(set)
    )
    for kind in range(len(KINDS)):
        spans = sorted(span for span in owner if span.kind == kind)
        ends = [(span.first, span.end) for span in spans]
        places = placed(tokens, ends, BETWEEN_NAMES)
        for span, place in zip(spans, places, strict=True):
            line = tokens.sentences[span.first]
            found[line, owner[span]][place.length].add(place.rank)
    return {where: dict(ranks) for where, ranks in found.items()}


def whole_lists(
    groups: Sequence[Group], ranks: Mapping[tuple[int, int], Ranks]
) -> dict[Listed, list[int]]:
    """Return the groups of each list that is its sentence's only one of its length."""
    members: dict[Listed, list[tuple[int, int]]] = defaultdict(list)
    for (line, which), lengths in ranks.items():
        for length, each in lengths.items():
            listed = (line, groups[which].kind, length)
            members[listed] += [(rank, which) for rank in each]
    return {
        listed: [which for _, which in sorted(found)]
        for listed, found in members.items()
        if sorted(rank for rank, _ in found) == list(range(listed[-1]))
    }


def placed(
    tokens: Tokens,
    members: Sequence[tuple[int, int]],
    joints: re.Pattern[str],
    passed: frozenset[int] = frozenset(),
) -> list[Place]:
    """
    Return the places of members, each given by its first and its end token.

    Between members may stand what ``joints`` matches, and the tokens ``passed``.
    """
    runs: list[int] = []
    for spot, (first, _) in enumerate(members):
        between = range(members[spot - 1][1] if spot else first, first)
        if spot and is_joined(tokens, between, joints, passed):
            runs[-1] += 1
        else:
            runs.append(1)
    return [Place(rank, length) for length in runs for rank in range(length)]


def is_joined(
    tokens: Tokens, between: range, joints: re.Pattern[str], passed: frozenset[int]
) -> bool:
    """Return whether the tokens between two members make them one list."""
    last, first = between.start - 1, between.stop
    if tokens.sentences[first] != tokens.sentences[last]:
        return False
    if tokens.starts[first] - tokens.ends[last] > LONGEST_GAP:
        return False
    words = (tokens.words[token] for token in between if token not in passed)
    return bool(joints.fullmatch(" ".join(words)))


def end_of(tokens: Tokens, number: Number) -> int:
    """Return the token after a number."""
    end = number.token + 1
    while end < len(tokens) and tokens.starts[end] < number.end:
        end += 1
    return end


def cues(tokens: Tokens, number: Number) -> tuple[float, float]:
    """Return whether a number stands for what is compared with, and for a gain."""
    opening = tokens.bounds[tokens.sentences[number.token]][0]
    before = tokens.text[max(opening, number.start - BEFORE) : number.start]
    return float(bool(COMPARED.search(before))), float(bool(GAINED.search(before)))


def respective(found: Lists, spot: int, kind: int) -> int | None:
    """
    Return the concept that the word "respectively" gives a number, if it gives one.

    So it does where one list of names, and no other, is as long as the number's: with
    datasets in 34 of 34 annotated cases, with methods in 5 of 14.
    """
    tokens, own = found.tokens, found.number_places[spot]
    line = tokens.sentences[found.numbers[spot].token]
    if (
        own.length == 1
        or "respectively" not in tokens.text[slice(*tokens.bounds[line])]
    ):
        return None
    whole = found.wholes.get((line, kind, own.length))
    return whole[own.rank] if whole else None


def list_features(found: Lists, spot: int, which: int) -> list[float]:
    """Return the LIST_FEATURES of a number's place and a concept's in their lists."""
    own = found.number_places[spot]
    line = found.tokens.sentences[found.numbers[spot].token]
    ranks = found.ranks.get((line, which), {})
    alike = ranks.get(own.length, set()) if own.length > 1 else set()
    return [
        float(own.length > 1),
        float(own.rank == 0),
        float(own.rank == own.length - 1),
        float(own.rank in alike),
        float(bool(alike) and own.rank not in alike),
        float(any(length not in {1, own.length} for length in ranks)),
        float(any(0 in each for each in ranks.values())),
        float(any(length - 1 in each for length, each in ranks.items())),
        *found.cues[spot],
    ]


def order_features(found: Lists, spot: int, which: int) -> list[float]:
    """Return the ORDER_FEATURES: which of its likes near a number a concept is."""
    here = found.numbers[spot].token
    line = found.tokens.sentences[here]
    row = found.rows[line]
    peers = found.peers.get((line, found.groups[which].kind), [])
    own = found.firsts[which]
    rank = bisect_left(row, here)
    lead = row[rank - 1] if rank else -1
    follower = row[rank + 1] if rank + 1 < len(row) else len(found.tokens)
    before, after = bisect_left(peers, here), bisect_right(peers, here)
    has_before, has_after = before > 0, after < len(peers)
    last = has_before and peers[before - 1] in own
    first = has_after and peers[after] in own
    return [
        float(has_before and peers[0] in own),
        float(last),
        float(last and peers[before - 1] > lead),
        float(first),
        float(first and peers[after] < follower),
        float(has_after and peers[-1] in own),
        float(not peers),
        rank / 4,
        float(rank == 0),
        len(row) / 5,
    ]
