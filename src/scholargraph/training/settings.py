"""
Choose a model's settings on held-out papers: thresholds first, then calibration.

The order is that of the reading: mentions decide concepts, these decide relations
and results, so each step is tuned on what the steps before it give.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from scholargraph.extract.neural import records
from scholargraph.extract.neural.labels import KINDS, METRIC, RELATIONS
from scholargraph.extract.neural.reading import Reading, Text, Thresholds, read
from scholargraph.extract.neural.settings import LAYERS, Settings
from scholargraph.model import Extraction
from scholargraph.training.judging import Layer, Record, judge
from scholargraph.training.tuning import (
    best_least,
    best_value,
    calibration_error,
    cross_fitted,
    fit,
)

Evidence: TypeAlias = list[list[float]]

MENTIONS = (0.4, 0.45, 0.5, 0.55, 0.6)
FORMS = (-3.0, -2.0, -1.0, 0.0)
LEAST = (0.0, 0.15, 0.2, 0.25, 0.3)
# What is less likely than not is no result: F1 is flat from 0.3 to 0.55, and a wrong
# value does more harm than a missing one.
FLOOR = {"result": 0.5}
FEWEST = 30  # statements of a layer; on fewer, confidence stays what the head says
SECOND = (0.2, 0.3, 0.4, 0.5)
# Candidates below these are too unlikely to be worth a verdict.
LOW = Thresholds(relations=(0.05,) * len(RELATIONS), result=0.1)
JUDGED = {
    "mention": "span",
    "entity": "role",
    "relation": "relation",
    "result": "result",
}
PLAIN: dict[str, tuple[float, ...]] = {
    "mention": (1.0, 0.0),
    "entity": (0.0, 1.0, 0.0, 0.0),
    "relation": (1.0, *[0.0] * (records.RELATION_EVIDENCE - 1), 0.0),
    "result": (1.0, *[0.0] * (records.RESULT_EVIDENCE - 1), 0.0),
}


@dataclass(frozen=True, slots=True)
class Held:
    """Held-out papers: their annotations, and their texts as the model encodes them."""

    records: Sequence[Record]
    texts: Sequence[Text]
    weights: dict[str, Any]

    def readings(self, thresholds: Thresholds) -> list[Reading]:
        """Return what the heads make of each text."""
        return [read(text, self.weights, thresholds) for text in self.texts]

    def judged(self, settings: Settings) -> dict[str, Layer]:
        """Return the verdicts on what these settings extract."""
        readings = self.readings(settings.thresholds)
        return judge(
            zip(
                self.records,
                (extraction(each, settings) for each in readings),
                strict=True,
            )
        )


def extraction(reading: Reading, settings: Settings) -> Extraction:
    """Return the records of a reading."""
    made = records.entities(reading, settings)
    return Extraction(
        paper_id="",
        entities=tuple(made.values()),
        relations=tuple(records.relations(reading, made, settings)),
        results=tuple(records.results(reading, made, settings)),
        links=(),
        extractor="",
    )


def choose_settings(held: Held, version: str) -> tuple[Settings, dict[str, float]]:
    """Return the settings that do best, and each layer's calibration error."""
    base = Settings(version, choose_thresholds(held), PLAIN, dict.fromkeys(LAYERS, 0.0))
    low = replace(base.thresholds, relations=LOW.relations, result=LOW.result)
    settings = replace(base, thresholds=low)
    readings = held.readings(low)
    layers = judge(
        zip(
            held.records, (extraction(each, settings) for each in readings), strict=True
        )
    )
    calibration, least, errors = dict(PLAIN), dict.fromkeys(LAYERS, 0.5), {}
    for layer in LAYERS:
        judged = layers[JUDGED[layer]]
        if len(judged.verdicts) < FEWEST:
            continue
        rows, papers = evidence(readings, layer)
        right = np.array([is_right for _, is_right in judged.verdicts], float)
        sure = cross_fitted(rows, right, papers)
        calibration[layer] = fit(rows, right)
        errors[layer] = round(calibration_error(sure, right), 4)
        verdicts = list(zip(sure.tolist(), (right > 0).tolist(), strict=True))
        best = best_least(verdicts, judged.gold)
        least[layer] = round(max(best, FLOOR.get(layer, 0.0)), 3)
    # The mention threshold has cut already; to cut again would only lose.
    least["mention"] = 0.0
    least["entity"] = 0.0
    chosen = replace(settings, calibration=calibration, least=least)
    return least_entity(held, chosen), errors


def least_entity(held: Held, settings: Settings) -> Settings:
    """Return the settings with the least confidence of entities that does best."""
    tried = [
        replace(settings, least={**settings.least, "entity": value}) for value in LEAST
    ]

    def score(one: Settings) -> float:
        layers = held.judged(one)
        return sum(layers[name].f1() for name in ("span", "concept", "role"))

    return max(tried, key=score)


def choose_thresholds(held: Held) -> Thresholds:
    """Return the thresholds of mentions, merging and metrics, in that order."""

    def score(layer: str) -> Callable[[Thresholds], float]:
        def scored(thresholds: Thresholds) -> float:
            settings = Settings("", thresholds, PLAIN, dict.fromkeys(LAYERS, 0.0))
            return held.judged(settings)[layer].f1()

        return scored

    best = Thresholds()
    for kind in range(len(KINDS)):
        # Whether a number is a result hangs on the metric beside it.
        layer = "result" if kind == METRIC else "span"
        values = [replaced(best.mentions, kind, value) for value in MENTIONS]
        best = best_value(best, "mentions", values, score(layer))
        values = [replaced(best.forms, kind, value) for value in FORMS]
        best = best_value(best, "forms", values, score("concept"))
    return best_value(best, "second_metric", SECOND, score("result"))


def replaced(values: Sequence[float], place: int, value: float) -> tuple[float, ...]:
    """Return the values with the one of a place replaced."""
    return (*values[:place], value, *values[place + 1 :])


def evidence(readings: Sequence[Reading], layer: str) -> tuple[Any, Any]:
    """Return the evidence for each statement, in the verdicts' order, and its paper."""
    rows: Evidence = []
    papers: list[int] = []
    for paper, reading in enumerate(readings):
        found = EVIDENCE[layer](reading)
        rows += found
        papers += [paper] * len(found)
    return np.array(rows, float), np.array(papers, np.int64)


EVIDENCE: dict[str, Any] = {
    "mention": lambda reading: [
        records.mention_evidence(chance)
        for concept in reading.concepts
        for chance in concept.chances
    ],
    "entity": lambda reading: [
        records.entity_evidence(concept) for concept in reading.concepts
    ],
    "relation": lambda reading: [
        records.relation_evidence(pair, reading.concepts) for pair in reading.pairs
    ],
    "result": lambda reading: [
        records.result_evidence(row, reading.concepts) for row in reading.rows
    ],
}
