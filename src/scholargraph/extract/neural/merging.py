"""
Merge surface forms into concepts, likeliest pair first.

Two concepts become one where the mean over all pairs of their forms says so: a
single likely pair must not chain unlike forms together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scholargraph.extract.neural import heads
from scholargraph.extract.neural.concepts import Group, Span
from scholargraph.extract.neural.forms import form_inputs, group_forms
from scholargraph.extract.neural.tokens import Tokens

Floats: TypeAlias = NDArray[np.float32]
Scores: TypeAlias = Mapping[tuple[int, int], float]

LARGEST = 40  # forms of one concept; only a degenerate text has more
APART = -9.0  # of two forms too far from each other to be compared


def merged(
    tokens: Tokens,
    vectors: Mapping[Span, Floats],
    weights: heads.Weights,
    least: Sequence[float],
) -> list[Group]:
    """Return the concepts of a text; ``least`` are the logits to merge at, by kind."""
    forms = group_forms(tokens, sorted(vectors))
    pairs, features = form_inputs(tokens, forms)
    if not len(pairs):
        return forms
    means = np.stack(
        [np.mean([vectors[span] for span in form.spans], axis=0) for form in forms]
    )
    logits = heads.form_logits(means, pairs, features, weights)
    scores = {
        (one, other): float(logit) - least[forms[one].kind]
        for (one, other), logit in zip(pairs.tolist(), logits, strict=True)
    }
    return [
        Group(
            forms[spots[0]].kind,
            tuple(sorted(span for spot in spots for span in forms[spot].spans)),
        )
        for spots in clusters(scores, len(forms))
    ]


def clusters(scores: Scores, count: int) -> list[list[int]]:
    """
    Return the clusters of ``count`` things by mean score, in order of their firsts.

    >>> clusters({(0, 1): 2.0, (1, 2): 1.0, (0, 2): -3.0}, 3)
    [[0, 1], [2]]
    """
    found = {spot: [spot] for spot in range(count)}
    where = list(range(count))
    likely = (pair for pair, score in scores.items() if score > 0)
    for one, other in sorted(likely, key=lambda pair: (-scores[pair], pair)):
        left, right = sorted((where[one], where[other]))
        if left == right or len(found[left]) + len(found[right]) > LARGEST:
            continue
        crossed = product(found[left], found[right])
        if sum(scores.get((min(pair), max(pair)), APART) for pair in crossed) > 0:
            found[left] += found.pop(right)
            for spot in found[left]:
                where[spot] = left
    return [sorted(spots) for _, spots in sorted(found.items())]
