"""Fits the comparator's weights; the only part of resolution that needs numpy."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from scholargraph.resolve.comparator import OTHER_WAY, Comparator, Verdict
from scholargraph.resolve.features import Features, features, swapped
from scholargraph.resolve.pairs import Pair

_PENALTY: Final = 0.001
_STEPS: Final = 1500
_RATE: Final = 0.05
_MOMENTS: Final = (0.9, 0.999)  # those of Adam (arXiv:1412.6980)

_Matrix = npt.NDArray[np.float64]
Example = tuple[Features, Verdict]


def fit(pairs: Sequence[Pair]) -> Comparator:
    """
    Return the comparator that the pairs teach.

    Deterministic: all examples at once, from zero weights.
    """
    examples = [example for pair in pairs for example in _examples(pair)]
    names = sorted({name for found, _ in examples for name in found})
    inputs = np.array(
        [[found.get(name, 0.0) for name in names] for found, _ in examples]
    )
    verdicts = list(Verdict)
    targets = np.eye(len(verdicts))[[verdicts.index(label) for _, label in examples]]
    penalised = np.array([[name != "bias"] for name in names]) * _PENALTY
    weights = _descend(inputs, targets, penalised)
    return Comparator(
        {
            verdict: dict(zip(names, map(float, weights[:, column]), strict=True))
            for column, verdict in enumerate(verdicts)
        }
    )


def _examples(pair: Pair) -> Iterator[Example]:
    """Yield a pair as seen with and without the lists, both ways round."""
    for lists in (True, False):
        found = features(pair.a, pair.b, pair.kind, lists=lists)
        yield found, pair.label
        yield swapped(found), OTHER_WAY[pair.label]


def _descend(
    inputs: _Matrix,
    targets: _Matrix,
    penalised: _Matrix,
) -> _Matrix:
    weights = np.zeros((inputs.shape[1], targets.shape[1]))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    decay, decay2 = _MOMENTS
    for step in range(1, _STEPS + 1):
        scores = inputs @ weights
        exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
        error = exponents / exponents.sum(axis=1, keepdims=True) - targets
        slope = inputs.T @ error / len(inputs) + penalised * weights
        first = decay * first + (1 - decay) * slope
        second = decay2 * second + (1 - decay2) * slope**2
        size = np.sqrt(second / (1 - decay2**step)) + 1e-8
        weights = weights - _RATE * first / (1 - decay**step) / size
    return weights
