"""What a picture is made of, before it is drawn: lines over time, or a grid."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Point:
    """A day, a value, and what is said of it where it is pointed at."""

    day: date
    value: float
    note: str


@dataclass(frozen=True, slots=True)
class Series:
    """
    Points of one name, by day.

    ``how`` is ``line`` for counts, ``dots`` for single results, and ``steps`` for a
    value that holds until the next.
    """

    name: str
    how: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Series over time. ``text`` says what is seen and what it does not say."""

    title: str
    text: str
    measure: str
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """
    Numbers of papers for rows and columns; 0 where there are none.

    ``is_square`` has the same names on both sides, and nothing on the diagonal.
    """

    title: str
    text: str
    measure: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    is_square: bool = False


Picture = Lines | Grid
