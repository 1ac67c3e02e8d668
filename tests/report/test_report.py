import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pandas as pd
import pytest

from scholargraph.frames import Frames
from scholargraph.model import Concept, ResolvedPaper
from scholargraph.report import to_html
from scholargraph.report.charts import table
from scholargraph.report.sections import _last_years
from scholargraph.vocab import Kind

VOID = {"meta", "link", "br", "img", "rect", "path"}


class Balance(HTMLParser):
    """Raise where elements are not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None: ...

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page(frames: Frames) -> str:
    return to_html(frames, title="kg")


def test_the_page_is_well_formed_and_the_same_again(page: str, frames: Frames) -> None:
    Balance(page)
    assert to_html(frames, title="kg") == page


def test_a_chart_tells_its_values_to_who_cannot_see_it(page: str) -> None:
    labels = re.findall(r'<svg[^>]* aria-label="([^"]+)"', page)
    charts = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(labels) == len(charts) > 0
    for label, chart in zip(labels, charts, strict=True):
        assert label.count(";") + 1 == chart.count("<rect")


def test_numbers_and_their_headings_stand_on_one_side() -> None:
    found = table(["name", "papers"], [("a", 1234), ("b", 5)])
    assert '<th scope="col" class="number">papers</th>' in found
    assert '<td class="number">1,234</td>' in found
    assert "<td>a</td>" in found


def test_a_table_without_rows_is_a_table() -> None:
    Balance(table(["name", "papers"], []))


def test_earlier_years_are_put_together() -> None:
    counts = pd.Series(range(1, 21), index=range(2001, 2021))
    rows = _last_years(counts)
    assert rows[0] == ("to 2005", 15)
    assert rows[1] == ("2006", 6)
    assert len(rows) == 16


def test_the_page_needs_no_other_file_and_runs_nothing(page: str) -> None:
    assert not re.search(r"<script|<link|src=|@import|url\(|\son\w+=", page)


def test_the_page_has_every_section_that_has_something_to_say(page: str) -> None:
    assert re.findall("<h2>(.*?)</h2>", page) == [
        "What the papers are about",
        "With time",
        "Taken up by others",
        "Themes",
        "Who shares code",
        "Reported results",
        "Where papers differ",
        "How far to trust this page",
    ]


class Hostile:
    concepts = (Concept("method/x", Kind.METHOD, "<script>alert(1)</script> $title"),)

    def papers(self) -> Iterator[ResolvedPaper]:
        return iter(())


def test_text_from_papers_stays_text_and_emptiness_is_no_error() -> None:
    page = to_html(Frames(Hostile()), title="<b>&")
    Balance(page)
    assert "<script" not in page
    assert "&lt;b&gt;&amp;" in page
