"""How well scores tell two sorts apart: the area under the ROC curve."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

_ROUNDS: Final = 200

Scores = NDArray[np.float64]


def auc(
    yes: Scores,
    no: Scores,
    *,
    yes_times: Scores | None = None,
    no_times: Scores | None = None,
) -> float:
    """
    Return the probability that one of ``yes`` exceeds one of ``no``; ties count half.

    It is the Mann-Whitney statistic over the number of pairs. ``yes_times`` and
    ``no_times`` say how often each counts, else once.

    >>> auc(np.array([3.0, 1.0]), np.array([1.0, 0.0]))
    0.875
    """
    values, place = np.unique(np.concatenate([yes, no]), return_inverse=True)
    size = len(values)
    ones = np.bincount(place[: len(yes)], weights=yes_times, minlength=size)
    others = np.bincount(place[len(yes) :], weights=no_times, minlength=size)
    below = np.cumsum(others) - others / 2
    return float((ones * below).sum() / (ones.sum() * others.sum()))


def interval(
    yes: Scores, no: Scores, *, groups: Sequence[str], seed: int
) -> tuple[float, float]:
    """
    Return the 95 % bootstrap interval of the AUC.

    ``groups`` has the group of each of ``yes``; what is drawn anew is whole groups,
    since members of one are not independent, and single ones of ``no``.
    """
    generator = np.random.default_rng(seed)
    names, group = np.unique(np.asarray(groups), return_inverse=True)
    values = []
    for _ in range(_ROUNDS):
        drawn = generator.multinomial(len(names), np.full(len(names), 1 / len(names)))
        others = generator.multinomial(len(no), np.full(len(no), 1 / len(no)))
        times = drawn[group].astype(float), others.astype(float)
        values.append(auc(yes, no, yes_times=times[0], no_times=times[1]))
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)
