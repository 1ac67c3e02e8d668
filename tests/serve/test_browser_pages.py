"""
The pages in a browser: what a person does there.

``look`` fails a test whose page reported anything or asked for anything remote.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Server = Any  # the one of conftest.py, which no test can import
Look = Callable[..., Page]
NASTY = '<script>alert("1")</script> & "quoted" </script>'


@pytest.fixture
def look(server: Server, watched: Callable[[Server], Look]) -> Look:
    return watched(server)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_on_its_ground(look: Look, scheme: str) -> None:
    page = look("/concept/method/nasty", color_scheme=scheme)
    assert page.url.endswith(".html")
    assert page.locator("h1").inner_text() == NASTY
    ink, ground = page.evaluate(
        "['color', 'backgroundColor'].map((n) => getComputedStyle(document.body)[n])"
    )
    light = [sum(map(int, re.findall(r"\d+", c)[:3])) / 3 for c in (ink, ground)]
    assert (light[0] < light[1]) == (scheme == "light")
    assert abs(light[0] - light[1]) > 150


def test_a_thing_is_found_with_the_keyboard_alone(look: Look) -> None:
    page = look("/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    search = page.get_by_role("combobox", name="Search papers and concepts")
    search.focus()
    search.press_sequentially("alias of do")
    page.wait_for_load_state("networkidle")  # the answers to all that was typed
    first = page.get_by_role("option").first
    expect(first).to_contain_text("dots a.b")
    search.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    search.press("Enter")
    expect(page.locator("h1")).to_have_text("dots a.b")


def test_search_works_without_a_choice(look: Look) -> None:
    page = look("/")
    search = page.get_by_role("combobox", name="Search papers and concepts")
    search.fill("script")
    search.press("Enter")
    expect(page.locator("main li a").first).to_have_text(NASTY)


def test_a_paper_shows_its_concepts_in_its_text(look: Look) -> None:
    page = look("/browse/papers")
    page.locator("main li a").first.click()
    mark = page.locator(".abstract .mark").first
    words = mark.inner_text()
    assert words in page.locator(".abstract").inner_text()
    mark.click()
    expect(page.locator(".kind").first).to_have_text(
        re.compile("Method|Task|Dataset|Metric")
    )


def test_a_query_is_written_and_run(look: Look) -> None:
    page = look("/sparql")
    text = page.get_by_role("textbox", name="Query")
    text.fill("SELECT ?label { ?c sg:key 'method/nasty' ; rdfs:label ?label }")
    text.press("Control+Enter")
    expect(page.locator("#answer td")).to_have_text(NASTY)
    assert "?query=SELECT" in page.url
    page.reload()
    expect(page.locator("#answer td")).to_have_text(NASTY)
    text.fill("ASK {}")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#answer p")).to_have_text("Yes")
    text.fill("DESCRIBE <https://w3id.org/scholargraph/concept/method/nasty>")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#answer pre")).to_contain_text("skos:prefLabel")
    page.get_by_label("Begin with").select_option(label="Adoption of new methods")


def test_an_answer_is_saved(look: Look) -> None:
    page = look("/sparql")
    page.get_by_role("textbox", name="Query").fill("SELECT (1 AS ?one) {}")
    page.get_by_label("Save as").select_option("CSV")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save").click()
    assert saving.value.suggested_filename == "answer.csv"
    assert saving.value.path().read_text("utf-8").split() == ["one", "1"]


def test_yasgui_asks_this_server_alone(look: Look) -> None:
    page = look("/yasgui")
    page.get_by_label("Begin with").select_option(label="Concepts without authority")
    expect(page.locator(".CodeMirror-code")).to_contain_text("skos:exactMatch")
    page.evaluate(
        "(text) => document.querySelector('.CodeMirror').CodeMirror.setValue(text)",
        "SELECT ?label { ?c sg:key 'method/nasty' ; rdfs:label ?label }",
    )
    page.locator(".yasqe_queryButton").click()
    expect(page.locator(".yasr_results tbody td").nth(1)).to_contain_text("<script>")
