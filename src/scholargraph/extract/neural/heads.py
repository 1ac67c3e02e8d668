"""
The heads above the mentions, in numpy: roles, concepts, relations and results.

Each computes what its namesake in ``training.network`` computes; a test holds the
two to the same numbers. Knows arrays only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scholargraph.extract.neural.concepts import Group, Span
from scholargraph.extract.neural.segments import linear

Floats: TypeAlias = NDArray[np.float32]
Ints: TypeAlias = NDArray[np.int64]
Weights: TypeAlias = Mapping[str, Floats]

CHUNK = 4096  # rows; an abstract has some hundred


def relu(x: Floats) -> Floats:
    """Return the positive part."""
    positive: Floats = np.maximum(x, np.float32(0))
    return positive


def sigmoid(x: Floats) -> Floats:
    """Return the logistic function, without overflow."""
    shares: Floats = (0.5 * (1 + np.tanh(0.5 * x))).astype(np.float32)
    return shares


def softmax(x: Floats) -> Floats:
    """Return probabilities along the last axis."""
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def in_chunks(count: int, made: Callable[[slice], Floats]) -> Floats:
    """Return what is made of all rows, at most CHUNK at a time to bound the memory."""
    slices = [slice(first, first + CHUNK) for first in range(0, count, CHUNK)]
    return np.concatenate([made(rows) for rows in slices or [slice(0, 0)]])


def running_sums(states: Floats) -> Floats:
    """Return [T + 1, width], the sums of the states before each token."""
    sums: Floats = np.concatenate(
        [np.zeros((1, states.shape[1])), np.cumsum(states, axis=0, dtype=np.float64)]
    )
    return sums


def mean_states(sums: Floats, firsts: Ints, ends: Ints) -> Floats:
    """Return the mean state of tokens ``firsts`` up to ``ends``."""

    def means(rows: slice) -> Floats:
        first, end = firsts[rows], ends[rows]
        return ((sums[end] - sums[first]) / (end - first)[:, None]).astype(np.float32)

    return in_chunks(len(firsts), means)


def span_vectors(
    states: Floats, sums: Floats, spans: Sequence[Span], weights: Weights
) -> Floats:
    """Return [M, V]."""
    firsts = np.array([span.first for span in spans], np.int64)
    ends = np.array([span.end for span in spans], np.int64)
    return relu(
        linear(states[firsts], weights, "span_first")
        + linear(states[ends - 1], weights, "span_last")
        + linear(mean_states(sums, firsts, ends), weights, "span_mean")
    )


def pooled(vectors: Floats, members: Sequence[Sequence[int]]) -> tuple[Floats, Floats]:
    """Return the mean and the maximum of each group's member vectors."""
    means = np.stack([vectors[list(rows)].mean(axis=0) for rows in members])
    peaks = np.stack([vectors[list(rows)].max(axis=0) for rows in members])
    return means, peaks


def members(groups: Sequence[Group], spans: Sequence[Span]) -> list[list[int]]:
    """Return the places of each group's spans among all spans."""
    places = {span: place for place, span in enumerate(spans)}
    return [[places[span] for span in group.spans] for group in groups]


def role_logits(groups: Floats, features: Floats, weights: Weights) -> Floats:
    """Return [G, 4, 4]: kind by role."""
    hidden = relu(linear(np.concatenate([groups, features], 1), weights, "role_1"))
    return linear(hidden, weights, "role_2").reshape(-1, 4, 4)


def form_logits(
    vectors: Floats, pairs: Ints, features: Floats, weights: Weights
) -> Floats:
    """Return [P], the logits that two forms are one concept."""

    def logits(rows: slice) -> Floats:
        one, other = vectors[pairs[rows, 0]], vectors[pairs[rows, 1]]
        inputs = [np.abs(one - other), one * other, features[rows]]
        hidden = relu(linear(np.concatenate(inputs, 1), weights, "form_1"))
        return linear(hidden, weights, "form_2")[:, 0]

    return in_chunks(len(pairs), logits)


def pair_logits(
    groups: Floats, pairs: Ints, between: Floats, features: Floats, *, weights: Weights
) -> Floats:
    """Return [R, 8], a logit for each pair and relation."""
    heads = linear(groups, weights, "pair_head")
    tails = linear(groups, weights, "pair_tail")

    def logits(rows: slice) -> Floats:
        hidden = (
            heads[pairs[rows, 0]]
            + tails[pairs[rows, 1]]
            + linear(between[rows], weights, "pair_between")
            + linear(features[rows], weights, "pair_features")
        )
        return linear(relu(hidden), weights, "pair_2")

    return in_chunks(len(pairs), logits)


def number_logits(
    here: Floats, after: Floats, features: Floats, weights: Weights
) -> Floats:
    """Return [N, 8]: four result kinds, then the logit of "none" for each slot."""
    hidden = relu(
        linear(np.concatenate([here, after, features], 1), weights, "number_1")
    )
    return linear(hidden, weights, "number_2")


def pointer_logits(
    vectors: tuple[Floats, Floats, Floats],
    rows: Ints,
    inputs: tuple[Floats, Floats],
    weights: Weights,
) -> Floats:
    """
    Return [Q, 4], a logit for each number and group, by the group's kind.

    ``vectors`` are those of numbers, groups and spans, which ``rows`` count;
    ``inputs`` the mean states between number and span, and the features.
    """
    (here, groups, spans), (between, features) = vectors, inputs
    of_numbers = linear(here, weights, "pointer_number")
    of_groups = linear(groups, weights, "pointer_group")
    of_spans = linear(spans, weights, "pointer_near")

    def logits(part: slice) -> Floats:
        hidden = (
            of_numbers[rows[part, 0]]
            + of_groups[rows[part, 1]]
            + of_spans[rows[part, 2]]
            + linear(between[part], weights, "pointer_between")
            + linear(features[part], weights, "pointer_features")
        )
        return linear(relu(hidden), weights, "pointer_2")

    return in_chunks(len(rows), logits)
