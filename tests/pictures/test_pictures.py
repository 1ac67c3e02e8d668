"""What the pictures show, and the files they become."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from scholargraph.errors import ScholargraphError
from scholargraph.frames import Frames
from scholargraph.model import ResolvedPaper
from scholargraph.pictures import PICTURES, Choice, Picture, find, to_bytes
from scholargraph.pictures.shapes import Grid, Lines, Point, Series

CASES = Path(__file__).parents[1] / "html" / "cases" / "payloads.txt"
Make = Callable[..., Picture]


@pytest.fixture(params=sorted(PICTURES))
def picture(request: pytest.FixtureRequest, frames: Frames) -> Picture:
    return PICTURES[request.param](frames, Choice())


def of(frames: Frames, name: str, **choice: Any) -> Any:
    return find(name)(frames, Choice(**choice))


@pytest.mark.parametrize(
    ("format_name", "start"),
    [("svg", b"<?xml"), ("png", b"\x89PNG"), ("html", b"<!doctype html>")],
)
def test_a_picture_gives_the_same_bytes_again(
    picture: Picture, format_name: str, start: bytes
) -> None:
    data = to_bytes(picture, format_name)
    assert data.startswith(start)
    assert data == to_bytes(picture, format_name)


def test_a_timeline_counts_papers_by_month(frames: Frames) -> None:
    lines = of(frames, "timeline", kind="method", top=2)
    assert lines.measure == "papers a month"
    used = {
        series.name: [str(p.day)[:7] for p in series.points if p.value]
        for series in lines.series
    }
    assert used["Faster R-CNN"] == ["2024-01", "2024-03", "2024-06", "2025-01"]
    assert len(used) == 2
    assert {len(series.points) for series in lines.series} == {
        14
    }  # no month is missing


def test_a_matrix_has_no_empty_row(frames: Frames) -> None:
    grid = of(frames, "matrix")
    assert all(any(row) for row in grid.cells)
    cell = dict(zip(grid.columns, grid.cells[grid.rows.index("LVIS-val")], strict=True))
    assert cell["long-tailed object detection"] == 2
    assert len(of(frames, "matrix", top=2).columns) == 2


def test_co_use_is_the_same_from_both_sides(frames: Frames) -> None:
    grid = of(frames, "co-use")
    assert grid.is_square
    assert grid.rows == grid.columns
    assert grid.cells == tuple(zip(*grid.cells, strict=True))
    assert all(row[place] == 0 for place, row in enumerate(grid.cells))


def test_results_have_the_best_so_far(frames: Frames) -> None:
    lines = of(frames, "results", dataset="lvis-val", metric="box ap")
    best, scores = lines.series
    assert [point.value for point in best.points] == [40.5, 41.2, 41.2]
    assert scores.points[0].day == date(2024, 1, 10)
    assert scores.points[0].note.startswith("FRACAL: 40.5 % · Fractal Calibration")


@pytest.mark.parametrize(
    ("name", "choice", "said"),
    [
        ("pie", {}, "picture: none is named 'pie'; known: co-use, matrix"),
        ("co-use", {"kind": "thing"}, "kind: none is named 'thing'; known: Dataset"),
        ("results", {"dataset": "x"}, "dataset: none is named 'x'"),
        ("results", {"dataset": "LibriSpeech", "metric": "box AP"}, "fewer than two"),
    ],
)
def test_what_cannot_be_drawn_is_told(
    frames: Frames, name: str, choice: dict[str, str], said: str
) -> None:
    with pytest.raises(ScholargraphError) as raised:
        of(frames, name, **choice)
    assert said in str(raised.value)


class Nothing:
    """A corpus without papers."""

    concepts = ()

    def papers(self) -> Iterator[ResolvedPaper]:
        return iter(())


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_corpus_without_papers_has_no_picture(name: str) -> None:
    with pytest.raises(
        ScholargraphError, match=r"no dates|no paper has|fewer than two"
    ):
        of(Frames(Nothing()), name)


def test_an_unknown_format_is_told(picture: Picture) -> None:
    with pytest.raises(ScholargraphError, match="none is named 'pdf'; known: html"):
        to_bytes(picture, "pdf")


def hostile() -> list[Picture]:
    text = CASES.read_text(encoding="utf-8")
    names = [line for line in text.splitlines() if not line.startswith("# ")]
    names += ["$x^{", "\\frac{", "语言模型", "e\u0301\u202e", "100 % & more"]
    cells = tuple(tuple(range(len(names))) for _ in names)
    point = Point(date(2025, 1, 1), 1.0, names[0])
    lines = [Series(name, "line", (point, point)) for name in names]
    return [
        Grid(names[0], names[1], "papers", tuple(names), tuple(names), cells),
        Lines(names[0], names[1], names[2], tuple(lines)),
    ]


@pytest.mark.parametrize("each", hostile(), ids=["grid", "lines"])
def test_hostile_names_are_drawn_as_they_are(each: Picture) -> None:
    ET.fromstring(to_bytes(each, "svg"))
    assert to_bytes(each, "png")
    page = to_bytes(each, "html").decode()
    assert page.count("<script") == 2
    assert "<img" not in page
