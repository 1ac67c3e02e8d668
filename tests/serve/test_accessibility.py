"""What axe-core finds in the pages: nothing serious, in light and in dark."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Server = Any  # the one of conftest.py, which no test can import
PATIENCE = 300_000  # milliseconds, for a machine that is busy with other things
PAGES = (
    *("/", "/sparql?query=SELECT%20*%20%7B%20%3Fs%20a%20sg%3APaper%20%7D"),
    *("/queries", "/queries/who-introduced", "/queries/unlinked-concepts?least=1"),
    *("/concept/method/nasty.html", "/search?q=a", "/browse/methods", "/leaderboards"),
)
SERIOUS = {"serious", "critical"}
CONTRAST = {"runOnly": ["color-contrast"]}


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(color_scheme="light")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_serious_fault(
    server: Server, context: BrowserContext, path: str
) -> None:
    check(context, server.address + path)


def test_the_page_of_a_paper_a_dataset_and_a_result_have_none(
    server: Server, context: BrowserContext
) -> None:
    for pattern in (
        "?it a sg:Paper . ?r sg:statedIn ?it ; sg:value ?v",
        "?r sg:onDataset ?it ; sg:value ?v",
        "?it sg:value ?v",
    ):
        found = server.query(f"SELECT ?it {{ {pattern} }} ORDER BY ?it LIMIT 1").rows()
        path = found[0][0].removeprefix("https://w3id.org/scholargraph/")
        check(context, f"{server.address}/{path}.html")


def check(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    try:
        page.goto(address, wait_until="networkidle")
        faults = Axe().run(page).response["violations"]
        page.emulate_media(color_scheme="dark")  # what else it would find is the same
        faults += Axe().run(page, options=CONTRAST).response["violations"]
    finally:
        page.close()
    serious = [
        (fault["id"], [node["html"][:200] for node in fault["nodes"][:3]])
        for fault in faults
        if fault["impact"] in SERIOUS
    ]
    assert serious == [], address
