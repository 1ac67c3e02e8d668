"""The map of a large corpus in a browser: opened community by community."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from scholargraph.model import Corpus
from scholargraph.text import readable

pytestmark = pytest.mark.browser

Look = Callable[..., Page]
Make = Callable[..., Any]
CASES = Path(__file__).parent / "cases"


def title_of(page: Page) -> Locator:
    return page.locator("#panel h2").first


def note(page: Page) -> str:
    return page.locator("#note").inner_text()


def open_community(page: Page, name: str) -> str:
    """Open the community of a field from the panel; return its number."""
    page.locator(".theme a", has_text=name).first.click()
    expect(page.locator("#panel .kind").first).to_have_text("Community")
    return str(page.locator("html").get_attribute("data-open"))


def test_a_large_corpus_opens_as_a_map(thousands: Corpus, look: Look) -> None:
    page = look(thousands)
    assert note(page) == (
        "Drawn: 5 communities of 2,104 papers and 2,133 concepts. Click one to open it."
    )
    expect(page.locator(".theme")).to_have_count(5)
    expect(page.locator("#panel .bar").first).to_have_text("Adam2100")


def test_a_community_opens_and_closes(thousands: Corpus, look: Look) -> None:
    page = look(thousands)
    number = open_community(page, "speech")
    assert page.url.endswith(f"#in={number}")
    assert note(page).startswith("Drawn: 8 concepts, 525 papers. 525 concepts")
    page.locator("#min").fill("1")
    assert note(page) == "Drawn: 533 concepts, 525 papers."
    page.locator("#back").click()
    expect(title_of(page)).to_have_text("At a glance")
    page.go_back()
    assert page.locator("html").get_attribute("data-open") == number
    page.go_back()
    expect(title_of(page)).to_have_text("At a glance")
    page.go_forward()
    expect(page.locator("#in")).to_have_value(number)


def test_a_click_on_the_map_opens_a_community(thousands: Corpus, look: Look) -> None:
    page = look(thousands)
    box = page.locator("#network").bounding_box()
    assert box is not None
    for y in range(20, int(box["height"]), 12):
        for x in range(20, int(box["width"]) - 60, 24):
            page.mouse.move(box["x"] + x, box["y"] + y)
            page.wait_for_timeout(5)
            style = page.locator("#network").get_attribute("style") or ""
            if "pointer" in style:
                page.mouse.click(box["x"] + x, box["y"] + y)
                expect(page.locator("#panel .kind").first).to_have_text("Community")
                return
    pytest.fail("no community under the pointer")


@pytest.mark.parametrize(
    "case",
    [
        ("Measure 1501", "Measure 1501", "speech"),
        ("spoken", "speech data", "speech"),
        ("robots method 2", "robots method 2", "robots"),
        ("Lonely 3002", "Lonely 3002", "apart"),
        ("study 1502", "Study 1502", "graphs"),
    ],
)
def test_search_goes_to_the_community_of_anything(
    thousands: Corpus, look: Look, case: tuple[str, str, str]
) -> None:
    typed, title, field = case
    page = look(thousands)
    page.keyboard.press("/")
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(title_of(page)).to_have_text(title)
    number = page.locator("#in").input_value()
    assert f"&in={number}" in page.url
    expect(page.locator("#in option:checked")).to_contain_text(field)
    page.keyboard.press("Escape")
    expect(page.locator("#panel .kind").first).to_have_text("Community")
    page.keyboard.press("Escape")
    expect(title_of(page)).to_have_text("At a glance")


def test_an_address_opens_what_it_names(thousands: Corpus, look: Look) -> None:
    page = look(thousands, "#at=method/vision-method-0")
    expect(title_of(page)).to_have_text("vision method 0")
    expect(page.locator("#panel")).to_contain_text("In 105 papers: uses 105")
    expect(page.locator("#in option:checked")).to_contain_text("vision")
    page.reload()
    page.wait_for_selector("html[data-ready=all]")
    expect(title_of(page)).to_have_text("vision method 0")
    page.goto(page.url.split("#")[0] + "#at=community/2&around=1")
    expect(page.locator("#panel .kind").first).to_have_text("Community")
    expect(page.locator("html")).to_have_attribute("data-open", "2")


def test_a_concept_of_all_communities_stays_in_the_opened_one(
    thousands: Corpus, look: Look
) -> None:
    page = look(thousands)
    number = open_community(page, "robots")
    page.get_by_role("link", name="Adam", exact=True).click()
    expect(page.locator("#panel")).to_contain_text("In 2,100 papers: compares 2100")
    assert page.url.endswith(f"#at=method/adam&in={number}")
    assert note(page).startswith("Drawn: 8 concepts, 525 papers.")
    page.get_by_role("button", name="Neighbours").click()
    expect(page.locator("#note")).to_contain_text("1 concept, 2,100 papers.")


def test_texts_and_quotes_are_those_of_the_papers(
    thousands: Corpus, look: Look
) -> None:
    page = look(thousands, "#at=arxiv:2501.00002&to=task/graphs-task")
    quote = page.locator("blockquote")
    expect(quote).to_have_text(
        "We look at graphs method 2 and graphs task and graphs data and Adam and"
        " Measure 2 here."
    )
    expect(quote.locator("mark")).to_have_text("graphs task")
    page.goto(page.url.split("#")[0] + "#at=method/graphs-method-2&to=task/graphs-task")
    expect(page.locator("h2.edge")).to_have_text("graphs method 2 used for graphs task")
    expect(page.locator("#panel .facts")).to_have_text("In 105 papers")


def test_filters_are_for_what_is_inside(thousands: Corpus, look: Look) -> None:
    page = look(thousands)
    whole = note(page)
    page.locator("#legend input[name=Dataset]").uncheck()
    assert note(page) == whole
    open_community(page, "vision")
    assert note(page) == "Drawn: 7 concepts, 525 papers."
    page.locator("#legend input[name=Dataset]").check()
    page.locator("#until").select_option("2020")
    assert re.fullmatch(r"Drawn: 8 concepts, 525 papers\.", note(page))
    page.locator("#until").select_option("")
    page.locator("#since").select_option("2021")
    assert note(page) == "Drawn: 0 concepts, 0 papers."


def test_names_of_communities_are_texts(
    make_corpus: Make, make_record: Make, make_entity: Make, look: Look
) -> None:
    text = (CASES / "payloads.txt").read_text(encoding="utf-8")
    payloads = [line for line in text.splitlines() if not line.startswith("# ")]
    records = [
        make_record(
            number,
            [
                make_entity(payload, "Method", "uses"),
                make_entity("Adam", "Method", "uses"),
            ],
            title=payload,
        )
        for number in range(70 * len(payloads))
        for payload in (payloads[number % len(payloads)],)
    ]
    page = look(make_corpus(records))
    show_all = page.get_by_role("button", name=re.compile("Show all"))
    show_all.first.click()
    names = " ".join(page.locator(".theme a").all_inner_texts())
    assert [p for p in payloads if " ".join(readable(p).split()) not in names] == []
    for payload in payloads[:5]:
        page.locator("#search").fill(readable(payload))
        page.keyboard.press("Enter")
        expect(title_of(page)).to_have_text(readable(payload))
    assert page.evaluate("window.hit") is None
    made = page.evaluate("[...document.querySelectorAll('*')].map((e) => e.localName)")
    assert not {"img", "iframe", "form", "base", "math", "object"} & set(made)
