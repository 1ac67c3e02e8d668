"""Charts as SVG and tables as HTML, legible in print and without colour."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from scholargraph.text import readable

_ROW: Final = 22
_LABEL: Final = 250
_WIDTH: Final = 330
_MOST_LETTERS: Final = 36


def short(text: str, most: int = _MOST_LETTERS) -> str:
    """
    Return a label that fits, its LaTeX rendered.

    >>> short("a very long name of a method", most=12)
    'a very long…'
    """
    shown = " ".join(readable(str(text)).split())
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"


def bars(
    rows: Iterable[tuple[str, float]],
    *,
    caption: str,
    intervals: Sequence[tuple[float, float]] | None = None,
    percent: bool = False,
) -> str:
    """
    Return a chart of horizontal bars, with the values written beside them.

    ``intervals`` draws a whisker from low to high on each bar. Who cannot see the
    chart is told the same values.
    """
    items = list(rows)
    ends = [value for _, value in items] + [high for _, high in intervals or ()]
    most = max([*ends, 1e-9])
    height = _ROW * len(items) + 4
    drawn = [
        _bar(number, label, value / most, _written(value, percent=percent))
        for number, (label, value) in enumerate(items)
    ]
    drawn += [
        _whisker(number, low / most, high / most)
        for number, (low, high) in enumerate(intervals or ())
    ]
    told = "; ".join(
        f"{readable(label)} {_written(value, percent=percent)}"
        for label, value in items
    )
    return (
        f'<figure><svg viewBox="0 0 {_LABEL + _WIDTH + 70} {height}" role="img"'
        f' aria-label="{escape(f"{caption}: {told}")}">{"".join(drawn)}</svg>'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def _written(value: float, *, percent: bool) -> str:
    return f"{value:.0%}" if percent else f"{value:,.0f}"


def _bar(number: int, label: str, part: float, value: str) -> str:
    y = number * _ROW + 2
    width = max(part * _WIDTH, 1.0)
    return (
        f'<text x="{_LABEL - 8}" y="{y + 14}" text-anchor="end">'
        f"<title>{escape(readable(label))}</title>{escape(short(label))}</text>"
        f'<rect x="{_LABEL}" y="{y}" width="{width:.1f}" height="{_ROW - 5}"/>'
        f'<text class="value" x="{_LABEL + _WIDTH + 64}" y="{y + 14}"'
        f' text-anchor="end">{escape(value)}</text>'
    )


def _whisker(number: int, low: float, high: float) -> str:
    y = number * _ROW + 2 + (_ROW - 5) / 2
    left, right = _LABEL + low * _WIDTH, _LABEL + high * _WIDTH
    return f'<path d="M{left:.1f} {y}H{right:.1f}m0 -4v8M{left:.1f} {y - 4}v8"/>'


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; columns of numbers stand to the right, with their headings."""
    body = list(rows)
    right = [all(map(_is_number, column)) for column in zip(*body, strict=True)]
    right = right or [False] * len(head)
    names = "".join(
        f'<th scope="col"{_class(number)}>{escape(name)}</th>'
        for name, number in zip(head, right, strict=True)
    )
    lines = "".join(f"<tr>{''.join(map(_cell, row, right))}</tr>" for row in body)
    return (
        '<div class="wide" role="region" tabindex="0"'
        f' aria-label="Table: {escape(", ".join(head))}">'
        f"<table><thead><tr>{names}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float))


def _class(number: bool) -> str:  # noqa: FBT001 (it is the only thing given)
    return ' class="number"' if number else ""


def _cell(value: object, number: bool) -> str:  # noqa: FBT001 (mapped over a row)
    if isinstance(value, float):
        shown = f"{value:,.1f}"
    else:
        shown = f"{value:,}" if isinstance(value, int) else readable(str(value))
    return f"<td{_class(number)}>{escape(shown)}</td>"
