"""The semi-Markov model agrees with counting all cuts of a short text."""

from collections.abc import Iterator

import numpy as np
import pytest

from scholargraph.extract.neural.segments import (
    LONGEST,
    LOW,
    Floats,
    probabilities,
)

Cut = tuple[tuple[int, int, int], ...]


def cuts(length: int, start: int = 0) -> Iterator[Cut]:
    """Yield every way to mark spans of two kinds in tokens from ``start`` on."""
    if start == length:
        yield ()
        return
    yield from cuts(length, start + 1)
    for width in range(1, length - start + 1):
        for rest in cuts(length, start + width):
            for kind in range(2):
                yield ((start, width, kind), *rest)


def random_scores(length: int, seed: int) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(seed)
    scores = np.full((length, LONGEST, 4), LOW, np.float32)
    for start in range(length):
        for width in range(min(length - start, LONGEST)):
            scores[start, width, :2] = rng.normal(size=2)
    return scores, rng.normal(size=length).astype(np.float32)


def counted(scores: Floats, outside: Floats) -> Floats:
    """Return each span's share of all cuts."""
    total, shares = 0.0, np.zeros(scores.shape)
    for cut in cuts(len(outside)):
        inside = {at for start, width, _ in cut for at in range(start, start + width)}
        score = sum(scores[start, width - 1, kind] for start, width, kind in cut)
        score += sum(outside[at] for at in range(len(outside)) if at not in inside)
        weight = np.exp(score)
        total += weight
        for start, width, kind in cut:
            shares[start, width - 1, kind] += weight
    return (shares / total).astype(np.float32)


@pytest.mark.parametrize("length", [1, 2, 5])
def test_probabilities_are_shares_of_all_cuts(length: int) -> None:
    texts = [random_scores(length, seed) for seed in range(3)]
    for (scores, outside), found in zip(texts, probabilities(texts), strict=True):
        np.testing.assert_allclose(found, counted(scores, outside), atol=1e-5)


def test_texts_of_other_lengths_do_not_change_a_probability() -> None:
    texts = [random_scores(length, length) for length in (1, 30, 7)]
    together = probabilities(texts)
    for text, found in zip(texts, together, strict=True):
        np.testing.assert_allclose(found, probabilities([text])[0], atol=1e-6)


def test_a_text_without_tokens_has_no_probabilities() -> None:
    empty = np.zeros((0, LONGEST, 4), np.float32), np.zeros(0, np.float32)
    assert [len(found) for found in probabilities([empty])] == [0]
