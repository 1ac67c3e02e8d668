"""A picture as a page of its own: to point at, to thin out, to read as a table."""

from html import escape
from importlib.resources import files
from string import Template
from typing import Any, Final

from scholargraph.html.embedding import embedded, program, source
from scholargraph.pictures.drawing import COLOURS
from scholargraph.pictures.shapes import Grid, Picture

SCRIPTS: Final = ("dom.js", "files.js")  # of the network page
_ASSETS: Final = files("scholargraph.pictures") / "assets"


def to_html(picture: Picture) -> bytes:
    """Return a picture as a self-contained page."""
    script = program(SCRIPTS, _asset("picture.js"))
    page = Template(_asset("picture.html")).substitute(
        title=escape(picture.title),
        text=escape(picture.text),
        style=_asset("picture.css"),
        allowed=source(script),
        data=embedded(_data(picture)),
        script=script,
    )
    return page.encode("utf-8", errors="replace")


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _data(picture: Picture) -> dict[str, Any]:
    if isinstance(picture, Grid):
        return {
            "sort": "grid",
            "title": picture.title,
            "measure": picture.measure,
            "rows": picture.rows,
            "columns": picture.columns,
            "cells": picture.cells,
            "isSquare": picture.is_square,
        }
    return {
        "sort": "lines",
        "title": picture.title,
        "measure": picture.measure,
        "colours": COLOURS,
        "series": [
            {
                "name": series.name,
                "how": series.how,
                "points": [
                    [point.day.isoformat(), point.value, point.note]
                    for point in series.points
                ],
            }
            for series in picture.series
        ],
    }
