"""A value is a result of some metric, and as sure as number and metric are."""

import numpy as np
import pytest

from scholargraph.extract.neural.concepts import Group, Span
from scholargraph.extract.neural.labels import ABSOLUTE, METRIC, RESULT_KINDS
from scholargraph.extract.neural.mentions import logit
from scholargraph.extract.neural.numbers import numbers
from scholargraph.extract.neural.reading import Found, Row, sooner_some_metric
from scholargraph.extract.neural.records import RESULT_EVIDENCE, result_evidence
from scholargraph.extract.neural.tokens import cut

TOKENS = cut("", "FooNet has 91.2 AP")
AP = Found(Group(METRIC, (Span(3, 4, METRIC),)), (0.5,), 0, 1.0)
SCORE, GAIN = ABSOLUTE, RESULT_KINDS.index("delta")


@pytest.mark.parametrize(
    ("kind", "metric", "wanted"),
    [
        (SCORE, 0, [logit(0.4), 0, 0]),
        (SCORE, None, [logit(0.8), 1, 1]),
        (GAIN, None, [logit(0.8), 1, 0]),
    ],
)
def test_a_score_of_no_metric_is_a_case_of_its_own(
    kind: int, metric: int | None, wanted: list[float]
) -> None:
    (number,) = numbers(TOKENS)
    row = Row(number, kind, (None, None, None, metric), 0.8)
    found = result_evidence(row, [AP])
    assert len(found) == RESULT_EVIDENCE
    assert found == pytest.approx(wanted)


def test_a_score_but_no_gain_is_sooner_of_some_metric_than_of_none() -> None:
    nulls, kinds = np.zeros((2, 4), np.float32), np.zeros((2, 4), np.float32)
    kinds[0, SCORE] = kinds[1, GAIN] = 1
    found = sooner_some_metric(nulls, kinds)
    assert found[0, METRIC] < 0
    assert not found[1].any()
    assert not np.delete(found, METRIC, 1).any()
    assert not nulls.any()
