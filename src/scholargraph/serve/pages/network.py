"""A concept among its nearest: a small network, drawn here."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from scholargraph.serve.frames import Json

# The frame and the middle in concept.html have the same numbers.
WIDTH: Final = 720
HEIGHT: Final = 400
_MOST: Final = 14
_LONGEST: Final = 26


@dataclass(frozen=True, slots=True)
class Node:
    """A neighbour: where it stands, and how it is tied."""

    x: float
    y: float
    anchor: str
    other: str
    label: str
    short: str
    relation: str
    papers: int
    width: float


def around(relations: Iterable[Json]) -> tuple[Node, ...]:
    """Return the concepts that most papers relate to one, in an ellipse around it."""
    nearest: dict[str, Json] = {}
    for row in relations:
        nearest.setdefault(row["other"], row)
    rows = list(nearest.values())[:_MOST]
    return tuple(_node(row, index, len(rows)) for index, row in enumerate(rows))


def _node(row: Json, index: int, number: int) -> Node:
    angle = 2 * math.pi * (index + 0.5) / number - math.pi / 2
    side = math.cos(angle)
    papers = int(row["papers"])
    return Node(
        x=round(WIDTH / 2 + side * WIDTH * 0.27, 1),
        y=round(HEIGHT / 2 + math.sin(angle) * HEIGHT * 0.41, 1),
        anchor="start" if side > 0 else "end",
        other=row["other"],
        label=row["label"],
        short=_short(row["label"]),
        relation=row["relation"],
        papers=papers,
        width=round(1 + math.log2(papers), 1),
    )


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else label[: _LONGEST - 1] + "…"
