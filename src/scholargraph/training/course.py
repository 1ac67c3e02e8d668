"""
The course of a run: rounds that all learn from, then branches, and their mean.

A run that starts with papers an earlier model has read goes on from there several
times over the annotated ones, in other orders, and the weights of the ends are
averaged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from scholargraph.training import loop

Tell: TypeAlias = Callable[[loop.Epoch], None]


@dataclass(frozen=True, slots=True)
class Course:
    """The rounds that come first, and those that each branch walks after them."""

    shared: tuple[loop.Round, ...]
    own: tuple[loop.Round, ...]


def walk(
    run: loop.Run, course: Course, plan: loop.Plan, *, into: Path, tell: Tell
) -> loop.State:
    """
    Return the averaged weights at the end of the course; ``run`` is at its start.

    Checkpoints go ``into`` a folder; what they hold is not done again. ``tell`` hears
    of each epoch.
    """
    rounds = (*course.shared, *course.own)
    total = loop.steps(rounds, plan)

    def end(
        each: loop.Run, part: Sequence[loop.Round], seeded: loop.Plan, name: str
    ) -> loop.State:
        place = into / name
        for epoch in loop.epochs(each, part, seeded, checkpoint=place, total=total):
            tell(epoch)
        return each.average

    start = end(run, course.shared or rounds, plan, loop.CHECKPOINT)
    if not course.shared:
        return start
    ends = []
    for number in range(plan.branches):
        branch = loop.start(deepcopy(run.network), plan)
        loop.resume(branch, into / loop.CHECKPOINT)
        seeded = replace(plan, seed=plan.seed + number)
        ends.append(end(branch, rounds, seeded, f"branch-{number + 1}.pt"))
    return loop.mean_state(ends)
