"""
Merge surface forms into concepts, likeliest pair first.

Two concepts become one where the mean over all pairs of their forms says so: a
single likely pair must not chain unlike forms together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise, product
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
# What tells against two forms that a list has side by side ("LSTM and GRU"): of
# 2,056 annotated pairs seven are one concept.
LISTED = 3.0
COMMAS = frozenset((",", "/", "&", "and", "or", "vs", "versus"))
MOST_COMMAS = 3


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
    beside = side_by_side(tokens, forms)
    scores = {
        (one, other): float(logit)
        - least[forms[one].kind]
        - LISTED * ((one, other) in beside)
        for (one, other), logit in zip(pairs.tolist(), logits, strict=True)
    }
    return [
        Group(
            forms[spots[0]].kind,
            tuple(sorted(span for spot in spots for span in forms[spot].spans)),
        )
        for spots in clusters(scores, len(forms))
    ]


def side_by_side(tokens: Tokens, forms: Sequence[Group]) -> set[tuple[int, int]]:
    """Return the pairs of forms, first the lower, that a list has side by side."""
    found = sorted(
        (span, spot) for spot, form in enumerate(forms) for span in form.spans
    )
    return {
        (min(one, other), max(one, other))
        for (left, one), (right, other) in pairwise(found)
        if is_list(tokens.words[left.end : right.first])
    }


def is_list(between: Sequence[str]) -> bool:
    """
    Tell whether the tokens between two names make them members of a list.

    >>> is_list([",", "and"]), is_list(["vs", "."]), is_list(["("]), is_list([])
    (True, True, False, False)
    """
    words = [word.lower() for word in between]
    if words[-2:] == ["vs", "."]:
        words.pop()
    return 0 < len(words) <= MOST_COMMAS and COMMAS.issuperset(words)


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
