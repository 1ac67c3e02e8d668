"""
Find the mentions: a semi-Markov model over all short spans of a text, in numpy.

Every way to cut a text into mentions and single tokens outside has a score; the
probability of a mention is the share of the cuts that contain it. Sarawagi and
Cohen, "Semi-Markov Conditional Random Fields for Information Extraction" (2004).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]

LONGEST = 12  # tokens of a mention; longer ones are 0.1 % of the annotation
CHUNK = 2048  # tokens scored at a time, so that memory does not grow with the text
LOW = np.float32(-1e4)


def span_scores(
    states: Floats, weights: Mapping[str, Floats], facts: Floats | None = None
) -> tuple[Floats, Floats]:
    """
    Return [T, LONGEST, 4] by first token, width and kind, and [T] for tokens outside.

    ``states`` is [T, width], and ``facts`` what else is known of spans, [T, LONGEST,
    facts]; spans that would pass the end of the text score LOW.
    """
    length = len(states)
    blank = np.zeros((1, states.shape[1]), np.float32)
    before = np.concatenate([blank, states])[:length]
    after = np.concatenate([states, blank])[1:]
    first = linear(np.concatenate([states, before], 1), weights, "first")
    last = linear(np.concatenate([states, after], 1), weights, "last")
    inner = np.cumsum(states @ weights["inner.weight"].T, axis=0, dtype=np.float64)
    inner = np.concatenate([np.zeros((1, inner.shape[1])), inner])
    scores = np.full((length, LONGEST, 4), LOW, np.float32)
    for start in range(0, length, CHUNK):
        stop = min(start + CHUNK, length)
        for width in range(min(LONGEST, length - start)):
            end = min(stop, length - width)
            mean = (inner[start + width + 1 : end + width + 1] - inner[start:end]) / (
                width + 1
            )
            hidden = (
                first[start:end]
                + last[start + width : end + width]
                + weights["size.weight"][width]
            )
            hidden += mean.astype(np.float32)
            if facts is not None:
                hidden += linear(facts[start:end, width], weights, "facts")
            scores[start:end, width] = linear(
                np.maximum(hidden, 0, out=hidden), weights, "kinds"
            )
    return scores, linear(states, weights, "outside")[:, 0]


def linear(x: Floats, weights: Mapping[str, Floats], name: str) -> Floats:
    """Return the affine map of that name."""
    product: Floats = x @ weights[f"{name}.weight"].T
    bias = weights.get(f"{name}.bias")
    return product if bias is None else product + bias


def log_sum(values: Floats, axis: int) -> Floats:
    """Return the logarithm of the sum of exponentials along an axis."""
    peak = values.max(axis=axis, keepdims=True)
    total: Floats = np.log(np.exp(values - peak).sum(axis=axis)) + np.squeeze(
        peak, axis
    )
    return total


def probabilities(texts: Sequence[tuple[Floats, Floats]]) -> list[Floats]:
    """
    Return [T, LONGEST, 4], the probability of each span and kind, for each text.

    The texts are walked side by side: a step costs little more for 16 than for one.
    """
    length = max((len(outside) for _, outside in texts), default=0)
    spans = np.full((len(texts), length, LONGEST), LOW, np.float32)
    single = np.zeros((len(texts), length), np.float32)
    for row, (scores, outside) in enumerate(texts):
        spans[row, : len(outside)] = log_sum(scores, 2)
        single[row, : len(outside)] = outside
    forward, backward = forwards(spans, single), backwards(spans, single)
    total = forward[:, -1]
    found = []
    for row, (scores, outside) in enumerate(texts):
        size = len(outside)
        ends = np.minimum(np.arange(size)[:, None] + np.arange(1, LONGEST + 1), length)
        rest = forward[row, :size, None] + backward[row, ends] - total[row]
        found.append(
            np.exp(np.minimum(scores + rest[:, :, None], 0)).astype(np.float32)
        )
    return found


def forwards(spans: Floats, single: Floats) -> NDArray[np.float64]:
    """Return [B, T + 1], the log-sum over all cuts of the tokens before each place."""
    size, length, longest = spans.shape
    forward = np.full((size, length + 1), float(LOW))
    forward[:, 0] = 0
    options = np.full((size, longest + 1), float(LOW))
    widths = np.arange(longest)
    for end in range(1, length + 1):
        fit = min(longest, end)
        firsts = end - 1 - widths[:fit]
        options[:, :fit] = forward[:, firsts] + spans[:, firsts, widths[:fit]]
        options[:, -1] = forward[:, end - 1] + single[:, end - 1]
        peak = options.max(axis=1)
        forward[:, end] = peak + np.log(np.exp(options - peak[:, None]).sum(axis=1))
    return forward


def backwards(spans: Floats, single: Floats) -> NDArray[np.float64]:
    """Return [B, T + 1], the log-sum over all cuts of the tokens from each place on."""
    size, length, longest = spans.shape
    backward = np.full((size, length + longest + 1), float(LOW))
    backward[:, length] = 0
    options = np.empty((size, longest + 1))
    for first in range(length - 1, -1, -1):
        options[:, :-1] = backward[:, first + 1 : first + longest + 1] + spans[:, first]
        options[:, -1] = backward[:, first + 1] + single[:, first]
        peak = options.max(axis=1)
        backward[:, first] = peak + np.log(np.exp(options - peak[:, None]).sum(axis=1))
    return backward[:, : length + 1]
