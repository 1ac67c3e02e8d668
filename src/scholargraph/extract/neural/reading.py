"""
Read a text: from token states and span probabilities to concepts and statements.

Works in tokens and probabilities; ``records`` turns a reading into the program's
records. Each step is one head and its rule of decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scholargraph.extract.neural import heads
from scholargraph.extract.neural.concepts import Group, Span
from scholargraph.extract.neural.labels import (
    ABSOLUTE,
    DATASET,
    KINDS,
    METRIC,
    RELATIONS,
    SLOTS,
)
from scholargraph.extract.neural.lists import respective
from scholargraph.extract.neural.mentions import mentions
from scholargraph.extract.neural.merging import merged
from scholargraph.extract.neural.numbers import Number, numbers, paired
from scholargraph.extract.neural.pairs import pair_inputs
from scholargraph.extract.neural.pointers import pointer_inputs
from scholargraph.extract.neural.surface import Surface, mixed
from scholargraph.extract.neural.tokens import Tokens
from scholargraph.vocab import ROLES, Kind

Floats: TypeAlias = NDArray[np.float32]
Weights: TypeAlias = Mapping[str, Floats]

# Added to the logit that a score has no metric: learnt from papers whose metrics are
# all known, it is too high where one may have been missed. Of annotated scores 10 in
# 100 have none, of gains 29.
NO_METRIC = np.float32(-2)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a probability becomes a statement; chosen on held-out papers."""

    # By kind. A metric may be a mention below its own, too: ``vague_metrics``.
    mentions: tuple[float, ...] = (0.5, 0.5, 0.5, 0.4)
    # Logits, by kind, averaged over the forms of two concepts: the forms of a metric
    # ("accuracy", "top-1 accuracy") are seldom one concept.
    forms: tuple[float, ...] = (-1.5, -1.5, -1.5, 0.0)
    relations: tuple[float, ...] = (0.5,) * len(RELATIONS)
    result: float = 0.5
    second_metric: float = 0.3


@dataclass(frozen=True, slots=True)
class Found:
    """A concept of the text: its spans with their probabilities, and its role."""

    group: Group
    chances: tuple[float, ...]
    role: int
    role_chance: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A relation of two concepts, by their places, and where they are nearest."""

    head: int
    tail: int
    type: int
    chance: float
    near: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A result: a number, its kind, the concept of each slot, their probabilities."""

    number: Number
    kind: int
    slots: tuple[int | None, ...]  # in the order of SLOTS
    chance: float  # that it is a result, of this metric


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one text, in tokens."""

    tokens: Tokens
    concepts: tuple[Found, ...]
    pairs: tuple[Pair, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Tokens, their states [T, width], the spans' probabilities [T, LONGEST, 4]."""

    tokens: Tokens
    states: Floats
    chances: Floats


@dataclass(frozen=True, slots=True)
class Scene:
    """A text with its concepts and their vectors, as relations and results see it."""

    text: Text
    sums: Floats
    groups: tuple[Group, ...]
    numbers: tuple[Number, ...]
    surface: Surface
    span_vectors: Floats
    vectors: Floats
    roles: Floats  # [G, ROLES], shares


def read(text: Text, weights: Weights, thresholds: Thresholds) -> Reading:
    """Return what the heads make of a text."""
    if not len(text.tokens):
        return Reading(text.tokens, (), (), ())
    chances = mentions(text.tokens, text.chances, least=thresholds.mentions)
    spans = sorted(chances)
    if not spans:
        return Reading(text.tokens, (), (), ())
    sums = heads.running_sums(text.states)
    vectors = heads.span_vectors(text.states, sums, spans, weights)
    by_span = dict(zip(spans, vectors, strict=True))
    groups = tuple(merged(text.tokens, by_span, weights, thresholds.forms))
    pooled = np.concatenate(heads.pooled(vectors, heads.members(groups, spans)), axis=1)
    found = tuple(numbers(text.tokens))
    surface = Surface(text.tokens, groups, found)
    roles = role_shares(surface, groups, pooled, weights)
    scene = Scene(text, sums, groups, found, surface, vectors, pooled, roles)
    return Reading(
        tokens=text.tokens,
        concepts=tuple(with_roles(scene, chances)),
        pairs=tuple(related(scene, weights, thresholds)),
        rows=tuple(results(scene, weights, thresholds)),
    )


def role_shares(
    surface: Surface, groups: Sequence[Group], vectors: Floats, weights: Weights
) -> Floats:
    """Return [G, ROLES], the probabilities of each concept's roles."""
    logits = heads.role_logits(vectors, surface.group_features, weights)
    logits = mixed(logits, "role", surface.roles(), weights)
    return heads.softmax(
        logits[np.arange(len(groups)), [group.kind for group in groups]]
    )


def with_roles(scene: Scene, chances: Mapping[Span, float]) -> list[Found]:
    """Return the concepts with their likeliest roles."""
    found = []
    for group, shares in zip(scene.groups, scene.roles, strict=True):
        allowed = shares[: len(ROLES[Kind(KINDS[group.kind])])]
        role = int(allowed.argmax())
        spans = tuple(chances[span] for span in group.spans)
        found.append(Found(group, spans, role, float(allowed[role] / allowed.sum())))
    return found


def related(scene: Scene, weights: Weights, thresholds: Thresholds) -> list[Pair]:
    """Return the relations above their thresholds."""
    rows, features, allowed, nears = pair_inputs(scene.text.tokens, scene.groups)
    if not len(rows):
        return []
    between = heads.mean_states(scene.sums, rows[:, 2], rows[:, 3])
    more = [scene.roles[rows[:, 0]], scene.roles[rows[:, 1]]]
    logits = heads.pair_logits(
        scene.vectors,
        rows[:, :2],
        between,
        np.concatenate([features, *more], axis=1),
        weights=weights,
    )
    seen = scene.surface.pairs(rows, nears, features, scene.roles)
    logits = mixed(logits, "pair", seen, weights)
    shares = heads.sigmoid(logits) * allowed
    chosen = np.argwhere(shares >= np.array(thresholds.relations, np.float32))
    return [
        Pair(
            head=int(rows[row, 0]),
            tail=int(rows[row, 1]),
            type=int(type_),
            chance=float(shares[row, type_]),
            near=(int(nears[row, 0]), int(nears[row, 1])),
        )
        for row, type_ in chosen
    ]


def results(scene: Scene, weights: Weights, thresholds: Thresholds) -> list[Row]:
    """Return a row for each number that is a result and each of its metrics."""
    tokens, states = scene.text.tokens, scene.text.states
    found = scene.numbers
    if not found:
        return []
    spots = np.array([number.token for number in found], np.int64)
    here, after = states[spots], states[np.minimum(spots + 1, len(states) - 1)]
    logits = heads.number_logits(here, after, scene.surface.number_features, weights)
    kinds = agreeing(heads.softmax(logits[:, :4]), paired(tokens, found))
    nulls = mixed(logits[:, 4:], "empty", scene.surface.empty(), weights)
    nulls = sooner_some_metric(nulls, kinds)
    chosen = [
        spot for spot in range(len(found)) if 1 - kinds[spot, 0] >= thresholds.result
    ]
    rows, features = pointer_inputs(tokens, found, scene.groups, chosen=chosen)
    if not len(rows):
        return []
    between = heads.mean_states(scene.sums, rows[:, 3], rows[:, 4])
    told = np.concatenate([features, scene.roles[rows[:, 1]]], axis=1)
    vectors = (here, scene.vectors, scene.span_vectors)
    scores = heads.pointer_logits(vectors, rows, (between, told), weights)
    seen = scene.surface.pointers(rows, features, scene.roles)
    scores = mixed(scores, "pointer", seen, weights)
    edges = np.searchsorted(rows[:, 0], [*chosen, len(found)])
    made = []
    for spot, start, end in zip(chosen, edges, edges[1:], strict=False):
        which = rows[start:end, 1]
        slots = slot_shares(scene.groups, which, scores[start:end], nulls[spot])
        dataset = respective(scene.surface.lists(), spot, DATASET)
        if dataset is not None:
            slots[DATASET] = [(1.0, dataset)]
        made += number_rows(
            found[spot], kinds[spot], slots, second=thresholds.second_metric
        )
    return made


def agreeing(kinds: Floats, pairs: Sequence[tuple[int, int]]) -> Floats:
    """Return the kinds' probabilities, of paired numbers the mean for both."""
    agreed = kinds.copy()
    for pair in pairs:
        agreed[list(pair)] = kinds[list(pair)].mean(axis=0)
    return agreed


def sooner_some_metric(nulls: Floats, kinds: Floats) -> Floats:
    """Return [N, 4], the logits of empty slots, lower that a score has no metric."""
    lowered = nulls.copy()
    lowered[:, METRIC] += NO_METRIC * kinds[:, ABSOLUTE]
    return lowered


def slot_shares(
    groups: Sequence[Group], which: NDArray[np.int64], scores: Floats, nulls: Floats
) -> list[list[tuple[float, int | None]]]:
    """Return for each slot its fillers and their probabilities, likeliest first."""
    slots = []
    for kind in range(len(SLOTS)):
        fillers = [
            (int(g), float(row[kind]))
            for g, row in zip(which, scores, strict=True)
            if groups[g].kind == kind
        ]
        shares = heads.softmax(
            np.array([float(nulls[kind]), *(score for _, score in fillers)], np.float32)
        )
        named: list[tuple[float, int | None]] = [(float(shares[0]), None)]
        named += [
            (float(share), g) for share, (g, _) in zip(shares[1:], fillers, strict=True)
        ]
        slots.append(
            sorted(
                named, key=lambda pair: (-pair[0], -1 if pair[1] is None else pair[1])
            )
        )
    return slots


def number_rows(
    number: Number,
    kinds: Floats,
    slots: Sequence[Sequence[tuple[float, int | None]]],
    *,
    second: float,
) -> list[Row]:
    """Return a row for a number's metric and for each metric nearly as likely."""
    *others, metrics = slots
    kind = 1 + int(kinds[1:].argmax())
    is_result = 1 - float(kinds[0])
    rest = tuple(fillers[0][1] for fillers in others)
    best = metrics[0][1]
    further = [
        pair
        for pair in metrics[1:]
        if pair[0] >= second and pair[1] is not None and best is not None
    ]
    # Metrics that share a number share its probability; each row has it whole.
    share = 1 + len(further)
    return [
        Row(
            number=number,
            kind=kind,
            slots=(*rest, metric),
            chance=is_result * min(chance * share, 1.0),
        )
        for chance, metric in [metrics[0], *further]
    ]
