"""Lay reports out: as text tables for people, as JSON for programs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from scholargraph.evaluation.details import Calibration, Confusion
from scholargraph.evaluation.intervals import Interval
from scholargraph.evaluation.report import Case, Comparison, Figure, Report

Json: TypeAlias = dict[str, Any]

_WORST = 10
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def to_text(report: Report) -> str:
    """Return the report as tables."""
    return "\n".join(_lines(report)) + "\n"


def to_json(report: Report) -> Json:
    """Return the report as a JSON object, without its cases' texts."""
    return {
        "gold": report.gold,
        "papers": report.papers,
        "unanswered": report.unanswered,
        "figures": [_figure_json(figure) for figure in report.figures],
        "partial": [_figure_json(figure) for figure in report.partial],
        "in_graph": [_figure_json(figure) for figure in report.taken],
        "kind_confusion": [_confusion_json(item) for item in report.kinds],
        "role_confusion": [_confusion_json(item) for item in report.roles],
        "calibration": [_calibration_json(item) for item in report.calibrations],
        "worst": [_case_json(case) for case in report.worst(_WORST)],
    }


def comparison_to_text(comparison: Comparison) -> str:
    """Return the comparison as a table."""
    rows = [("layer", "first F1", "second F1", "change", "95 % interval", "p")]
    rows += [
        (
            change.layer,
            f"{change.first:.3f}",
            f"{change.second:.3f}",
            f"{change.difference.f1:+.3f}",
            _signed(change.difference.interval),
            f"{change.difference.p_value:.3f}",
        )
        for change in comparison.changes
    ]
    return "\n".join([f"{comparison.papers} papers", *_table(rows)]) + "\n"


def comparison_to_json(comparison: Comparison) -> Json:
    """Return the comparison as a JSON object."""
    return {
        "papers": comparison.papers,
        "changes": [
            {
                "layer": change.layer,
                "first": _rounded(change.first),
                "second": _rounded(change.second),
                "difference": _rounded(change.difference.f1),
                "low": _rounded(change.difference.interval.low),
                "high": _rounded(change.difference.interval.high),
                "p_value": _rounded(change.difference.p_value),
            }
            for change in comparison.changes
        ],
    }


def _lines(report: Report) -> Iterator[str]:
    missing = f", {report.unanswered} without an answer" if report.unanswered else ""
    yield f"{report.gold}: {report.papers} papers{missing}"
    for title, figures in (
        ("Exact", report.figures),
        ("Partly right", report.partial),
        ("As the graph takes them by default", report.taken),
    ):
        yield ""
        yield f"{title}; intervals are 95 %, by resampling papers"
        yield from _table([_HEAD, *(_figure_row(figure) for figure in figures)])
    yield ""
    yield "Kinds of mentions: gold down, predicted across"
    yield from _matrix(report.kinds)
    yield ""
    yield "Wrong roles of found concepts, most frequent first"
    wrong = [item for item in report.roles if item.wanted != item.given]
    yield from _table(
        [
            (item.wanted, "read as", item.given, str(item.count))
            for item in sorted(wrong, key=lambda item: (-item.count, item.wanted))
        ][:_WORST]
    )
    yield ""
    yield "Confidences: expected calibration error, and confidence/share right by bin"
    yield from _table([_calibration_row(item) for item in report.calibrations])
    yield ""
    yield "Papers with the most errors in concepts and roles"
    yield from _table([_case_row(case) for case in report.worst(_WORST)])


_HEAD = ("layer", "P", "R", "F1", "95 % interval", "gold", "predicted")


def _figure_row(figure: Figure) -> tuple[str, ...]:
    counts = figure.counts
    return (
        figure.layer,
        f"{counts.precision:.3f}",
        f"{counts.recall:.3f}",
        f"{counts.f1:.3f}",
        f"{figure.interval.low:.3f} to {figure.interval.high:.3f}",
        str(counts.right + counts.missing),
        str(counts.right + counts.wrong),
    )


def _calibration_row(item: Calibration) -> tuple[str, ...]:
    bins = " ".join(f"{part.confidence:.2f}/{part.right:.2f}" for part in item.bins)
    return item.layer, f"{item.error:.3f}", bins


def _case_row(case: Case) -> tuple[str, ...]:
    f1 = case.layers["concept+role"].f1
    return case.paper.id, str(case.errors), f"{f1:.2f}", case.paper.title[:60]


def _matrix(confusions: Sequence[Confusion]) -> Iterator[str]:
    counts = {(item.wanted, item.given): item.count for item in confusions}
    wanted = sorted({item.wanted for item in confusions})
    given = sorted({item.given for item in confusions})
    rows = [("", *given)]
    rows += [
        (left, *(str(counts.get((left, right), 0)) for right in given))
        for left in wanted
    ]
    yield from _table(rows)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the rows with their columns aligned, numbers to the right."""
    if not rows:
        yield "  none"
        return
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    right = [bool(_NUMBER.fullmatch(column[-1])) for column in columns]
    for row in rows:
        cells = [
            cell.rjust(width) if aligned else cell.ljust(width)
            for cell, width, aligned in zip(row, widths, right, strict=True)
        ]
        yield "  " + "  ".join(cells).rstrip()


def _figure_json(figure: Figure) -> Json:
    counts = figure.counts
    return {
        "layer": figure.layer,
        "precision": _rounded(counts.precision),
        "recall": _rounded(counts.recall),
        "f1": _rounded(counts.f1),
        "low": _rounded(figure.interval.low),
        "high": _rounded(figure.interval.high),
        "right": counts.right,
        "wrong": counts.wrong,
        "missing": counts.missing,
    }


def _confusion_json(item: Confusion) -> Json:
    return {"wanted": item.wanted, "given": item.given, "count": item.count}


def _calibration_json(item: Calibration) -> Json:
    bins: list[Mapping[str, float]] = [
        {
            "count": part.count,
            "confidence": _rounded(part.confidence),
            "right": _rounded(part.right),
        }
        for part in item.bins
    ]
    return {"layer": item.layer, "error": _rounded(item.error), "bins": bins}


def _case_json(case: Case) -> Json:
    return {
        "id": case.paper.id,
        "title": case.paper.title,
        "errors": case.errors,
        "f1": _rounded(case.layers["concept+role"].f1),
    }


def _signed(interval: Interval) -> str:
    return f"{interval.low:+.3f} to {interval.high:+.3f}"


def _rounded(figure: float) -> float:
    return round(figure, 6)
