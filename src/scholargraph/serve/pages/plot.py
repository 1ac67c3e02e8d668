"""Results over time as a picture, drawn here: no script is needed to see it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from scholargraph.serve.frames import Json
from scholargraph.serve.pages.results import Board

# The axes and the frame in concept.html have the same numbers.
WIDTH: Final = 640
HEIGHT: Final = 260
_LEFT: Final = 56
_RIGHT: Final = 16
_TOP: Final = 14
_BOTTOM: Final = 30
_TICKS: Final = 4


@dataclass(frozen=True, slots=True)
class Point:
    """A result's place in the picture."""

    x: float
    y: float
    row: Json


@dataclass(frozen=True, slots=True)
class Plot:
    """Points, the line of the best so far, and the marks of the axes."""

    points: tuple[Point, ...]
    best: str
    dates: tuple[tuple[float, str], ...]
    values: tuple[tuple[float, str], ...]


def draw(board: Board) -> Plot | None:
    """Return the picture of a board; ``None`` where two dated values are lacking."""
    found = [(day.toordinal(), number, row) for day, number, row in dated(board)]
    days = [day for day, _, _ in found]
    numbers = [number for _, number, _ in found]
    if len(set(days)) < 2 or len(set(numbers)) < 2:  # noqa: PLR2004 - no line is made of one
        return None
    x = _scale(days[0], days[-1], _LEFT, WIDTH - _RIGHT)
    y = _scale(min(numbers), max(numbers), HEIGHT - _BOTTOM, _TOP)
    points = tuple(Point(x(day), y(number), row) for day, number, row in found)
    return Plot(
        points,
        _best(points, down=board.higher is False),
        tuple((x(day), _month(day)) for day in _marks(days[0], days[-1])),
        tuple((y(v), f"{v:.4g}") for v in _marks(min(numbers), max(numbers))),
    )


def dated(board: Board) -> list[tuple[date, float, Json]]:
    """Return the results that have a day and a number, by both."""
    return sorted(_dated(board), key=lambda item: (item[0], item[1]))


def _dated(board: Board) -> Iterator[tuple[date, float, Json]]:
    for row in board.rows:
        day = _day(row.get("date", ""))
        if row["number"] is not None and day is not None:
            yield day, float(row["number"]), row


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return None


def _month(day: float) -> str:
    return date.fromordinal(int(day)).isoformat()[:7]


def _scale(
    first: float, last: float, start: float, end: float
) -> Callable[[float], float]:
    share = (end - start) / (last - first)
    return lambda value: round(start + (value - first) * share, 1)


def _marks(first: float, last: float) -> list[float]:
    return [first + (last - first) * i / _TICKS for i in range(_TICKS + 1)]


def _best(points: tuple[Point, ...], *, down: bool) -> str:
    """Return the steps of the best value so far, as a path."""
    path = f"M{points[0].x} {points[0].y}"
    best = points[0].y
    for point in points[1:]:
        better = point.y > best if down else point.y < best
        if better:
            best = point.y
            path += f"H{point.x}V{best}"
    return f"{path}H{points[-1].x}"
