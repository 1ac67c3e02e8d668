"""
Whether two names of one kind mean the same, or one something narrower.

A multinomial logistic regression over ``features``. The shipped weights are a small
table in JSON, made by ``learning.fit`` from annotated pairs of names.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from scholargraph.errors import ModelError
from scholargraph.resolve.aligned import turned
from scholargraph.resolve.features import Features, features, swapped
from scholargraph.vocab import Kind

# Chosen by cross-validation on the development pairs for a precision of 0.95.
SAME_THRESHOLD: Final = 0.6


class Verdict(StrEnum):
    """How two names stand to each other."""

    SAME = "same"
    A_NARROWER = "a_narrower"
    B_NARROWER = "b_narrower"
    DIFFERENT = "different"


OTHER_WAY: Final = {
    Verdict.SAME: Verdict.SAME,
    Verdict.A_NARROWER: Verdict.B_NARROWER,
    Verdict.B_NARROWER: Verdict.A_NARROWER,
    Verdict.DIFFERENT: Verdict.DIFFERENT,
}

Weights = Mapping[Verdict, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The probability of each verdict, and which to go by."""

    probabilities: Mapping[Verdict, float]

    @property
    def same(self) -> float:
        """The probability that both names mean the same."""
        return self.probabilities[Verdict.SAME]

    @property
    def verdict(self) -> Verdict:
        """Same only where that is sure; else the most probable of the others."""
        if self.same >= SAME_THRESHOLD:
            return Verdict.SAME
        others = [verdict for verdict in Verdict if verdict is not Verdict.SAME]
        return max(others, key=lambda verdict: self.probabilities[verdict])


_APART: Final = Comparison(
    {verdict: float(verdict is Verdict.DIFFERENT) for verdict in Verdict}
)


@dataclass(frozen=True, slots=True)
class Comparator:
    """Compares names with a table of weights."""

    weights: Weights
    learned_from: frozenset[str] = frozenset()
    """Fingerprints of the pairs that the weights were learned from."""

    def compare(self, a: str, b: str, kind: Kind) -> Comparison:
        """
        Compare two names; swapping them swaps the answer.

        >>> load().compare("SFT", "supervised fine-tuning", Kind.METHOD).verdict.value
        'same'
        """
        if turned(a, b, kind):
            return _APART
        found = features(a, b, kind)
        one, two = self._probabilities(found), self._probabilities(swapped(found))
        return Comparison({v: (one[v] + two[OTHER_WAY[v]]) / 2 for v in Verdict})

    def _probabilities(self, found: Features) -> dict[Verdict, float]:
        # What is 0 adds nothing, and most features are.
        items = [(name, value) for name, value in found.items() if value]
        scores = {
            verdict: math.exp(
                sum([table.get(name, 0.0) * value for name, value in items])
            )
            for verdict, table in self.weights.items()
        }
        total = sum(scores.values())
        return {verdict: score / total for verdict, score in scores.items()}


@cache
def load() -> Comparator:
    """Return the comparator with the shipped weights."""
    text = files("scholargraph.resolve").joinpath("comparator.json").read_text("utf-8")
    return Comparator(
        _weights(text, "comparator.json"), frozenset(json.loads(text)["learned_from"])
    )


def write_weights(comparator: Comparator, path: Path) -> None:
    """Write a comparator's weights as JSON, sorted, rounded to 4 places."""
    table: dict[str, object] = {
        verdict.value: {name: round(value, 4) for name, value in sorted(row.items())}
        for verdict, row in comparator.weights.items()
    }
    table["learned_from"] = sorted(comparator.learned_from)
    path.write_text(json.dumps(table, indent=1) + "\n", "utf-8")


def _weights(text: str, where: str) -> Weights:
    try:
        table = json.loads(text)
        return {
            verdict: {name: float(value) for name, value in table[verdict].items()}
            for verdict in Verdict
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(where, f"holds no weights: {error}") from error
