"""The pictures as pages, in a browser."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from scholargraph.frames import Frames
from scholargraph.pictures import PICTURES, Choice, Picture, to_bytes
from scholargraph.pictures.shapes import Grid

pytestmark = pytest.mark.browser

Look = Callable[..., Page]
CASES = Path(__file__).parents[1] / "html" / "cases" / "payloads.txt"


@pytest.fixture
def look(browser: Browser, tmp_path: Path) -> Iterator[Look]:
    """Open a picture's page; in the end nothing was reported, and nothing asked for."""
    faults: list[str] = []
    contexts = []

    def open_page(picture: Picture, *, width: int = 1280, **context: Any) -> Page:
        file = tmp_path / "picture.html"
        file.write_bytes(to_bytes(picture, "html"))
        viewport: Any = {"width": width, "height": 800}
        contexts.append(browser.new_context(viewport=viewport, **context))
        page = contexts[-1].new_page()
        page.on("console", lambda message: faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
        page.on(
            "request",
            lambda request: (
                None
                if request.url == file.as_uri()
                or request.url.startswith(("data:", "blob:"))
                else faults.append(f"request: {request.url}")
            ),
        )
        page.goto(file.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def of(frames: Frames, name: str) -> Picture:
    return PICTURES[name](frames, Choice())


@pytest.mark.parametrize("name", sorted(PICTURES))
@pytest.mark.parametrize("width", [390, 1280])
def test_a_picture_is_drawn_within_its_page(
    frames: Frames, look: Look, name: str, width: int
) -> None:
    page = look(of(frames, name), width=width, color_scheme="dark")
    expect(page.locator("#picture svg")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#table summary").click()
    expect(page.locator("#table tr").nth(2)).to_be_attached()  # filled when it opens


def test_a_line_can_be_taken_out(frames: Frames, look: Look) -> None:
    page = look(of(frames, "timeline"))
    lines = page.locator("#picture path")
    before = lines.count()
    page.locator("#names button").first.focus()
    page.keyboard.press("Enter")
    expect(lines).to_have_count(before - 1)
    for button in page.locator("#names button").all()[1:]:
        button.click()
    expect(lines).to_have_count(0)


def test_a_point_says_what_it_is_to_the_keyboard_too(
    frames: Frames, look: Look
) -> None:
    page = look(of(frames, "results"))
    page.locator("#picture circle").first.focus()
    expect(page.locator("#said")).to_contain_text("2024-01-10: FRACAL: 40.5 %")


def test_a_column_sorts_the_rows(frames: Frames, look: Look) -> None:
    page = look(of(frames, "matrix"))
    head = page.locator("#picture text[tabindex]", has_text="speech recognition")
    head.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("Sorted by speech recognition.")
    first = page.locator("#picture text[text-anchor=end]").first
    expect(first).to_have_text("LibriSpeech")


def test_a_picture_s_table_is_saved_and_runs_no_formula(look: Look) -> None:
    page = look(Grid("t", "", "papers", ("=1+1,",), ("b",), ((3,),)))
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert list(csv.reader(text.splitlines())) == [["", "b"], ["'=1+1,", "3"]]


def test_hostile_names_are_texts(look: Look) -> None:
    text = CASES.read_text(encoding="utf-8")
    names = tuple(line for line in text.splitlines() if not line.startswith("# "))
    cells = tuple(tuple(1 for _ in names) for _ in names)
    page = look(Grid(names[0], names[1], names[2], names, names, cells))
    page.locator("#table summary").click()
    shown = page.locator("#table th").all_inner_texts()[1:]
    assert [" ".join(name.split()) for name in names] == [
        " ".join(name.split()) for name in shown
    ]
    assert page.locator("h1").inner_text() == names[0]
    assert page.evaluate("window.hit") is None
    made = page.evaluate("[...document.querySelectorAll('*')].map((e) => e.localName)")
    assert not {"img", "iframe", "form", "base", "math", "object"} & set(made)
