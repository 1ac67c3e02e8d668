"""
Say how far figures can be trusted: intervals and comparisons by resampling papers.

Papers are drawn, not mentions, since the mentions of one paper stand or fall
together (B. Efron and R. Tibshirani, "An Introduction to the Bootstrap", 1993, ch. 13;
for two runs ch. 15). Seeded: the same counts give the same figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from scholargraph.evaluation.counting import Counts

Floats: TypeAlias = NDArray[np.float64]
Table: TypeAlias = NDArray[np.int64]

SAMPLES: Final = 1000
_EDGES: Final = (0.025, 0.975)  # a 95 % interval
_CHUNK: Final = 100  # samples drawn at a time; memory is this times the papers


@dataclass(frozen=True, slots=True)
class Interval:
    """The bounds within which a figure lies in 95 % of the samples."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """
    How much higher the second run's F1 is, and whether that may be chance.

    ``p_value`` is two-sided, by approximate randomisation: the share of random swaps
    of the two runs' papers with a difference at least as large (E. W. Noreen,
    "Computer-Intensive Methods for Testing Hypotheses", 1989).
    """

    f1: float
    interval: Interval
    p_value: float


def f1_interval(counts: Sequence[Counts], *, samples: int, seed: int) -> Interval:
    """Return the 95 % interval of the F1 of papers with those counts."""
    table = _table(counts)
    drawn = [_f1(part @ table) for part in _draws(len(table), samples, seed)]
    return _interval(np.concatenate(drawn) if drawn else np.zeros(1))


def difference(
    first: Sequence[Counts], second: Sequence[Counts], *, samples: int, seed: int
) -> Difference:
    """Compare two runs over the same papers, given in the same order."""
    one, other = _table(first), _table(second)
    observed = float(_f1(other.sum(axis=0)) - _f1(one.sum(axis=0)))
    drawn = [
        _f1(part @ other) - _f1(part @ one) for part in _draws(len(one), samples, seed)
    ]
    swapped = _swapped(one, other, samples=samples, seed=seed)
    # Rounding must not make an equal difference look smaller.
    as_large = int((np.abs(swapped) >= abs(observed) - 1e-12).sum())
    return Difference(
        observed,
        _interval(np.concatenate(drawn) if drawn else np.zeros(1)),
        (as_large + 1) / (len(swapped) + 1),
    )


def _table(counts: Sequence[Counts]) -> Table:
    """Return [papers, 3]."""
    rows = [(item.right, item.wrong, item.missing) for item in counts]
    return np.array(rows, dtype=np.int64).reshape(len(rows), 3)


def _draws(papers: int, samples: int, seed: int) -> list[Table]:
    """Return how often each paper is in each sample, in parts [≤ chunk, papers]."""
    if not papers:
        return []
    random = np.random.default_rng(seed)
    shares = np.full(papers, 1 / papers)
    parts = [min(_CHUNK, samples - start) for start in range(0, samples, _CHUNK)]
    return [random.multinomial(papers, shares, size=size) for size in parts]


def _swapped(one: Table, other: Table, *, samples: int, seed: int) -> Floats:
    """Return the differences after the runs' answers to random papers are swapped."""
    random = np.random.default_rng(seed)
    total, gap = one.sum(axis=0), other - one
    found = [np.zeros(0)]
    for start in range(0, samples, _CHUNK):
        size = (min(_CHUNK, samples - start), len(one))
        moved = random.integers(0, 2, size=size) @ gap
        found.append(_f1(other.sum(axis=0) - moved) - _f1(total + moved))
    return np.concatenate(found)


def _f1(totals: Table) -> Floats:
    """Return the F1 of counts [..., 3]; 0 where there is nothing."""
    doubled = 2.0 * totals[..., 0]
    whole = doubled + totals[..., 1] + totals[..., 2]
    found: Floats = np.zeros_like(doubled)
    np.divide(doubled, whole, out=found, where=whole > 0)
    return found


def _interval(figures: Floats) -> Interval:
    low, high = np.quantile(figures, _EDGES)
    return Interval(float(low), float(high))
