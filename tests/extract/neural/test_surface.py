"""The surface heads learn from what was read before what was annotated."""

import random

import pytest

from scholargraph.training.surface import Recipe, schedule

pytestmark = pytest.mark.slow

RECIPE = Recipe(read_epochs=2, epochs=3, alone=5, batch=2)


def test_read_papers_come_first() -> None:
    steps = list(schedule(3, 5, RECIPE, random.Random(0)))
    read, annotated = steps[:4], steps[4:]
    assert sorted(spot for step in read for spot in step) == [0, 0, 1, 1, 2, 2]
    assert [sorted(step) for step in annotated] == [[3, 4]] * 3


def test_annotated_papers_alone_come_more_often() -> None:
    steps = list(schedule(0, 2, RECIPE, random.Random(0)))
    assert [sorted(step) for step in steps] == [[0, 1]] * 5
