"""Results as a leaderboard: what may be compared stands together, and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby

from scholargraph.serve.frames import Json
from scholargraph.vocab import SG, ResultKind


@dataclass(frozen=True, slots=True)
class Board:
    """
    Results of one metric on one dataset, of one kind, unit and scale, best first.

    ``higher`` is whether higher is better, ``None`` where that is not known; it is
    then taken to be.
    """

    metric: str
    metric_label: str
    dataset: str
    dataset_label: str
    kind: str
    unit: str
    doubt: bool
    higher: bool | None
    rows: tuple[Json, ...]

    @property
    def direction(self) -> str:
        """What is better, in words."""
        if self.kind != ResultKind.ABSOLUTE:
            return "larger changes first"
        if self.higher is None:
            return "direction not known; higher first"
        return "higher is better" if self.higher else "lower is better"


def boards(results: Iterable[Json]) -> list[Board]:
    """Return results as leaderboards: the longest first, gains after scores."""
    ordered = sorted(results, key=_key)
    found = [_board(key, list(rows)) for key, rows in groupby(ordered, _key)]
    return sorted(
        found,
        key=lambda b: (
            b.kind != ResultKind.ABSOLUTE,
            not b.metric,
            not b.dataset,
            -len(b.rows),
            b.metric_label,
            b.dataset_label,
        ),
    )


def _key(row: Json) -> tuple[str, ...]:
    return (
        row.get("metric", ""),
        row.get("dataset", ""),
        row["kind"].removeprefix(SG),
        row.get("unit", ""),
        row.get("doubt", ""),
    )


def _board(key: tuple[str, ...], rows: list[Json]) -> Board:
    metric, dataset, kind, unit, doubt = key
    said = rows[0].get("higher")
    higher = None if said is None else said == "true"
    numbered = [{**row, "number": to_number(row.get("value"))} for row in rows]
    down = kind == ResultKind.ABSOLUTE and higher is False
    numbered.sort(key=lambda row: _rank(row, down=down))
    return Board(
        metric,
        rows[0].get("metricLabel", ""),
        dataset,
        rows[0].get("datasetLabel", ""),
        kind,
        unit,
        doubt == "true",
        higher,
        tuple(numbered),
    )


def _rank(row: Json, *, down: bool) -> tuple[bool, Decimal, str, str]:
    number = row["number"]
    if number is None:
        return True, Decimal(0), row["raw"], row["result"]
    return False, number if down else -number, row["raw"], row["result"]


def to_number(text: str | None) -> Decimal | None:
    """
    Return a number, ``None`` for what is none.

    >>> to_number("52.4"), to_number(None)
    (Decimal('52.4'), None)
    """
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return None
