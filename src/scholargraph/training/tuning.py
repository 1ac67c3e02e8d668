"""
Choose thresholds and calibrate confidence on papers that training did not see.

Each layer's confidence is a logistic regression on a few pieces of evidence; its
error is measured on papers that the regression did not see either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from scholargraph.extract.neural.reading import Thresholds
from scholargraph.training.judging import Verdicts

Rows: TypeAlias = NDArray[np.float64]

Chosen = TypeVar("Chosen", bound=Thresholds)

BINS = 10
FOLDS = 5
REPEATS = 5  # ways to cut the papers into folds; results are few
RIDGE = 1.0
NEWTON = 25
NEAR = 0.002  # of the best F1; what scores so is taken to be as good


def fit(evidence: Rows, right: Rows) -> tuple[float, ...]:
    """Return a logistic regression's weights, the constant last (Newton's method)."""
    x = np.concatenate([evidence, np.ones((len(evidence), 1))], axis=1)
    weights = np.zeros(x.shape[1])
    penalty = np.diag([RIDGE] * evidence.shape[1] + [1e-6])
    for _ in range(NEWTON):
        shares = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (shares - right) + penalty @ weights
        curve = (x * (shares * (1 - shares))[:, None]).T @ x + penalty
        weights -= np.linalg.solve(curve, slope)
    return tuple(round(float(weight), 5) for weight in weights)


def apply(weights: Sequence[float], evidence: Rows) -> Rows:
    """Return the confidence that the weights give to each row of evidence."""
    score = evidence @ np.array(weights[:-1]) + weights[-1]
    confidence: Rows = 1 / (1 + np.exp(-np.clip(score, -30, 30)))
    return confidence


def cross_fitted(evidence: Rows, right: Rows, papers: NDArray[np.int64]) -> Rows:
    """Return each row's confidence by weights fitted on other papers, over REPEATS."""
    count = int(papers.max(initial=-1)) + 1
    total = np.zeros(len(right))
    for repeat in range(REPEATS):
        folds = np.random.default_rng(repeat).permutation(count)[papers] % FOLDS
        for fold in range(FOLDS):
            held = folds == fold
            if held.any() and not held.all():
                weights = fit(evidence[~held], right[~held])
                total[held] += apply(weights, evidence[held])
    return total / REPEATS


def calibration_error(confidence: Rows, right: Rows) -> float:
    """Return the expected calibration error over equal bins (Naeini et al., 2015)."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [
        abs(confidence[bins == spot].mean() - right[bins == spot].mean())
        * (bins == spot).sum()
        for spot in range(BINS)
        if (bins == spot).any()
    ]
    return float(sum(gaps) / max(len(right), 1))


def best_least(verdicts: Verdicts, gold: int) -> float:
    """Return the highest least confidence that all but gives the best F1."""
    scores: list[tuple[float, float]] = []
    right = 0
    order = sorted(verdicts, reverse=True)
    for kept, (sure, is_right) in enumerate(order, start=1):
        right += is_right
        if kept == len(order) or order[kept][0] < sure:
            scores.append((sure, 2 * right / (kept + gold)))
    return highest(scores, NEAR) if scores else 0.0


def highest(scores: Iterable[tuple[float, float]], near: float) -> float:
    """
    Return the highest value whose score is as near to the best one.

    What is wrong in a graph does it more harm than what is missing.

    >>> highest([(0.2, 0.70), (0.3, 0.699), (0.4, 0.6)], 0.002)
    0.3
    """
    found = list(scores)
    best = max(score for _, score in found)
    return max(value for value, score in found if score >= best - near)


def best_value(
    base: Chosen, field: str, values: Sequence[Any], score: Callable[[Chosen], float]
) -> Chosen:
    """Return ``base`` with the value of ``field`` that scores best."""
    tried = [replace(base, **{field: value}) for value in values]
    return max(tried, key=score)
