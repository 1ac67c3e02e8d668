"""
How fast the network page of a graph is, in headless Chromium.

Run as ``python benchmarks/network_page.py GRAPH_FOLDER...``; prints time and memory of
the writing, the size of the file, the time to the first picture and to everything, the
frames a second while panning, and the time to open the largest community and the
concept of most papers.
"""

import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from scholargraph.html import write_page
from scholargraph.knowledge_graph import open_graph

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
]
DRAGS = 120
COUNT_FRAMES = """() => {
  window.frames_ = 0;
  window.start_ = performance.now();
  const count = () => { window.frames_ += 1; requestAnimationFrame(count); };
  count();
}"""
OPEN = """() => new Promise((resolve) => {
  const start = performance.now();
  const root = document.documentElement;
  const isDone = () => root.dataset.open === "0" && document.querySelector("#back");
  const look = () => requestAnimationFrame(() =>
    isDone() ? resolve((performance.now() - start) / 1000) : look());
  const choice = document.querySelector("#in");
  choice.value = "0";
  choice.dispatchEvent(new Event("input"));
  look();
})"""
FRAMES = "1000 * window.frames_ / (performance.now() - window.start_)"


def load(page: Page, address: str, *, when: str = "all") -> None:
    """Open the page anew, without what the last measurement left in its address."""
    page.goto("about:blank")
    page.goto(address)
    ready = f"html[data-ready={when}], html[data-ready=all]"
    page.wait_for_selector(ready, timeout=120_000)


def opened(page: Page, address: str) -> dict[str, float]:
    """Return the seconds to the first picture and to everything, as the page saw it."""
    load(page, address)
    return {
        name: page.evaluate(f"performance.getEntriesByName('{name}')[0].startTime")
        / 1e3
        for name in ("picture", "all")
    }


def panned(page: Page) -> float:
    """Return the frames a second while the picture is dragged."""
    box = page.locator("#network").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(COUNT_FRAMES)
    for step in range(DRAGS):
        page.mouse.move(x + step % 60 * 3 - 90, y + step % 30)
    frames = float(page.evaluate(FRAMES))
    page.mouse.up()
    return frames


def community_opened(page: Page, address: str, *, when: str) -> float | None:
    """
    Return the seconds from choosing the largest community to its picture.

    ``when`` is how far the page must be: ``opened``, when all but the first community
    is still compressed, or ``all``. Where there is no community, ``None``.
    """
    load(page, address, when=when)
    if page.locator("#in option").count() < 2:  # noqa: PLR2004 - the whole and one more
        return None
    return float(page.evaluate(OPEN))


def concept_opened(page: Page, address: str) -> float:
    """Return the seconds from a click on the most used concept to its card."""
    load(page, address)
    start = time.perf_counter()
    page.locator("#panel .bar").first.click()
    page.wait_for_selector("#panel .steps", timeout=120_000)
    return time.perf_counter() - start


def measure(folder: str, browser: Browser) -> None:
    """Write the page of a graph, open it and print the figures."""
    with tempfile.TemporaryDirectory() as scratch:
        start, busy = time.perf_counter(), time.process_time()
        with open_graph(folder) as graph:
            written = write_page(graph.corpus, Path(scratch) / "graph.html")
        busy = time.process_time() - busy
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{folder}: {written.papers:,} papers, {written.concepts:,} concepts")
        print(
            f"  written in          {time.perf_counter() - start:6.1f} s"
            f" ({busy:.1f} s of processor time, {most:,.0f} MB at most)"
        )
        print(f"  size                {written.size / 1e6:6.2f} MB")
        address = written.path.as_uri()
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        opened(page, address)  # the browser's own start is not counted
        marks = opened(page, address)
        print(f"  first picture after {marks['picture']:6.2f} s")
        print(f"  all is read after   {marks['all']:6.2f} s")
        print(f"  panning             {panned(page):6.1f} frames a second")
        for when in ("opened", "all"):
            seconds = community_opened(page, address, when=when)
            if seconds is not None:
                print(f"  opening a community {seconds:6.2f} s ({when})")
        print(f"  panning in it       {panned(page):6.1f} frames a second")
        print(f"  opening a concept   {concept_opened(page, address):6.2f} s")
        page.close()


def main(folders: list[str]) -> None:
    """Measure each graph."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{os.cpu_count()} cores, of which others use (load): {load}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=FLAGS
        )
        for folder in folders:
            measure(folder, browser)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
