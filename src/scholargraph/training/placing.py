"""
Find the places of annotated results, and make targets of them.

Annotations give values, not places: a value written more than once is taken where
its metric, dataset and method are nearest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from scholargraph.extract.neural import pointers
from scholargraph.extract.neural.concepts import Group
from scholargraph.extract.neural.labels import RESULT_KINDS, SLOTS
from scholargraph.extract.neural.numbers import (
    NUMBER_FEATURES,
    Number,
    number_features,
    numbers,
)
from scholargraph.extract.neural.tokens import Tokens

Row: TypeAlias = Mapping[str, Any]
Floats: TypeAlias = NDArray[np.float32]

UNKNOWN = -1  # a number that may be an annotated one or not


def results(
    tokens: Tokens, groups: Mapping[str, Group], gold: Sequence[Row]
) -> dict[str, Any]:
    """Return the candidate numbers, their result kinds and their concepts."""
    found = numbers(tokens)
    placed = place(tokens, found, groups, gold)
    index = {name: spot for spot, name in enumerate(groups)}
    rows, features = pointers.pointer_inputs(tokens, found, list(groups.values()))
    known, empty, targets = slots(placed, index, len(found))
    pointed = [float((int(spot), int(group)) in targets) for spot, group, *_ in rows]
    described = [number_features(tokens, number) for number in found]
    return {
        "number_tokens": np.array([number.token for number in found], np.int64),
        "number_features": np.array(described, np.float32).reshape(-1, NUMBER_FEATURES),
        "number_kinds": np.array(kinds(found, placed, gold), np.int64),
        "pointers": rows,
        "pointer_features": features,
        "pointed": np.array(pointed, np.float32),
        "slot_known": known,
        "slot_empty": empty,
    }


def kinds(
    found: Sequence[Number], placed: Mapping[int, Sequence[Row]], gold: Sequence[Row]
) -> list[int]:
    """Return the result kinds, UNKNOWN for further places of a result's value."""
    values = {unsigned(row["value"]) for row in gold}
    return [
        RESULT_KINDS.index(placed[spot][0]["kind"])
        if spot in placed
        else UNKNOWN * (unsigned(number.value) in values)
        for spot, number in enumerate(found)
    ]


def unsigned(value: str) -> str:
    """Return a value without its sign, which annotations keep or drop."""
    return value.lstrip("-")


def slots(
    placed: Mapping[int, Sequence[Row]], index: Mapping[str, int], count: int
) -> tuple[Floats, Floats, set[tuple[int, int]]]:
    """Return which slots of each number count, which are empty, and who fills them."""
    known = np.zeros((count, len(SLOTS)), np.float32)
    empty = np.zeros((count, len(SLOTS)), np.float32)
    targets: set[tuple[int, int]] = set()
    for spot, rows in placed.items():
        for kind, slot in enumerate(SLOTS):
            names = {row[slot] for row in rows}
            fillers = {(spot, index[name]) for name in names if name in index}
            targets |= fillers
            empty[spot, kind] = names == {None}
            known[spot, kind] = bool(fillers) or names == {None}
    return known, empty, targets


def place(
    tokens: Tokens,
    found: Sequence[Number],
    groups: Mapping[str, Group],
    gold: Sequence[Row],
) -> dict[int, list[Row]]:
    """Return the annotated rows of each number, by its place among the candidates."""
    placed: dict[int, list[Row]] = {}
    for row in gold:
        spots = [
            spot
            for spot, number in enumerate(found)
            if unsigned(number.value) == unsigned(row["value"])
        ]
        slots = [row[slot] for slot in ("metric", "dataset", "method")]
        ends = [groups[name] for name in slots if name in groups]
        costs = [
            (
                any(row["metric"] == other["metric"] for other in placed.get(spot, ())),
                found[spot].token < tokens.title,
                distance(ends, found[spot].token),
                spot,
            )
            for spot in spots
        ]
        if costs:
            placed.setdefault(min(costs)[-1], []).append(row)
    return placed


def distance(ends: Sequence[Group], token: int) -> int:
    """Return the tokens from a number to the nearest mention of each group, summed."""
    return sum(
        min(pointers.distance(span, token) for span in end.spans) for end in ends
    )
