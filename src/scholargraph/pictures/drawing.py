"""
A picture with matplotlib, as SVG or PNG: for papers, slides and pages without scripts.

The same picture gives the same bytes: no date, no random identifier.
"""

import io
import math
import warnings
from collections.abc import Callable
from html import escape
from typing import Any, Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from scholargraph.pictures.shapes import Grid, Lines, Picture, Series
from scholargraph.text import readable

# Okabe and Ito's colours, told apart with any colour vision; https://jfly.uni-koeln.de/color/
COLOURS: Final = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#cc79a7",
    "#e69f00",
    "#56b4e9",
    "#000000",
    "#888888",
)
_MARKS: Final = "os^DvPX*"  # and with none at all
_LONGEST: Final = 34
_DARK: Final = 0.6  # of the most, beyond which a cell's number is white
_SETTINGS: Final[Any] = {
    "svg.hashsalt": "scholargraph",
    # A label is a name, not a formula.
    "text.parse_math": False,
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def to_svg(picture: Picture) -> bytes:
    """Return a picture as SVG, with its title and text for those who hear it read."""
    drawn = _drawn(picture, FigureCanvasSVG, "svg", {"Date": None, "Creator": None})
    before, start, rest = drawn.partition(b"<svg ")
    attributes, end, rest = rest.partition(b">")
    title, text = escape(readable(picture.title)), escape(readable(picture.text))
    said = f"\n <title>{title}</title>\n <desc>{text}</desc>".encode(errors="replace")
    return before + start + b'role="img" ' + attributes + end + said + rest


def to_png(picture: Picture) -> bytes:
    """Return a picture as PNG, 150 dots an inch."""
    return _drawn(picture, FigureCanvasAgg, "png", {"Software": None})


def _drawn(
    picture: Picture,
    canvas: Callable[[Figure], Any],
    format_name: str,
    metadata: dict[str, None],
) -> bytes:
    with mpl.rc_context(), warnings.catch_warnings():
        # From the library's own settings: those of a user must not show in the file.
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        # A letter that the font lacks is a box: no reason to draw nothing.
        warnings.filterwarnings(
            "ignore", message="Glyph .* missing", category=UserWarning
        )
        figure = to_figure(picture)
        canvas(figure)
        stream = io.BytesIO()
        figure.savefig(stream, format=format_name, dpi=150, metadata=metadata)
    return stream.getvalue()


def to_figure(picture: Picture) -> Figure:
    """Return a picture as a figure, for those who want to change it."""
    if isinstance(picture, Grid):
        return _grid(picture)
    return _lines(picture)


def shortened(text: str, longest: int = _LONGEST) -> str:
    """
    Return a name that fits.

    >>> shortened("large language models for everybody", 12)
    'large langu…'
    """
    shown = " ".join(text.split())
    return shown if len(shown) <= longest else shown[: longest - 1].rstrip() + "…"


def _lines(picture: Lines) -> Figure:
    figure = Figure(figsize=(9, 4.6), layout="constrained")
    axes = figure.subplots()
    for number, series in enumerate(picture.series):
        _add(axes, series, number)
    axes.set_ylabel(picture.measure)
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    if all(series.how == "line" for series in picture.series):
        axes.set_ylim(bottom=0)
    axes.set_title(shortened(picture.title, 80), loc="left", fontweight="bold")
    figure.legend(loc="outside right upper", frameon=False)
    return figure


def _add(axes: Axes, series: Series, number: int) -> None:
    days: Any = [point.day for point in series.points]
    values = [point.value for point in series.points]
    colour, label = COLOURS[number % len(COLOURS)], shortened(series.name)
    mark = _MARKS[number % len(_MARKS)]
    if series.how == "steps":
        axes.step(days, values, where="post", color=colour, label=label, linewidth=2)
    elif series.how == "dots":
        axes.plot(
            days, values, mark, color=colour, label=label, markersize=5, alpha=0.8
        )
    else:
        axes.plot(
            days,
            values,
            f"{mark}-",
            color=colour,
            label=label,
            markersize=3,
            linewidth=1.4,
        )


def _grid(picture: Grid) -> Figure:
    rows, columns = len(picture.rows), len(picture.columns)
    figure = Figure(
        figsize=(3.2 + 0.42 * columns, 2.6 + 0.34 * rows), layout="constrained"
    )
    axes = figure.subplots()
    most = max(1, *(cell for row in picture.cells for cell in row))
    # The root, or the largest cell would leave all others white.
    shades = [[math.sqrt(cell / most) for cell in row] for row in picture.cells]
    axes.imshow(shades, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for y, row in enumerate(picture.cells):
        for x, cell in enumerate(row):
            if cell:
                ink = "white" if shades[y][x] > _DARK else "black"
                axes.text(
                    x, y, f"{cell:,}", ha="center", va="center", color=ink, size=7
                )
    names = [shortened(name, 28) for name in picture.columns]
    axes.set_xticks(range(columns), names, rotation=50, ha="right")
    axes.set_xticks([x - 0.5 for x in range(1, columns)], minor=True)
    axes.set_yticks(range(rows), [shortened(name) for name in picture.rows])
    axes.set_yticks([y - 0.5 for y in range(1, rows)], minor=True)
    axes.grid(which="minor", color="white", linewidth=1.2)
    axes.tick_params(which="both", length=0)
    axes.spines[:].set_visible(False)
    axes.set_title(shortened(picture.title, 60), loc="left", fontweight="bold")
    return figure
