"""
How fast the network page of a graph is, in headless Chromium.

Run as ``python benchmarks/network_page.py GRAPH_FOLDER``; prints the size of the file,
the time to the first picture and to everything, the frames a second while panning, and
the time to open the concept of most papers.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

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
FRAMES = "1000 * window.frames_ / (performance.now() - window.start_)"


def opened(page: Page, address: str) -> list[float]:
    """Return the seconds to the first picture and to everything, as the page saw it."""
    page.goto(address)
    page.wait_for_selector("html[data-ready=all]")
    marks = [
        f"performance.getEntriesByName('{name}')[0]" for name in ("picture", "all")
    ]
    return [page.evaluate(f"{mark}.startTime") / 1000 for mark in marks]


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


def selected(page: Page) -> float:
    """Return the seconds from a click on the most used concept to its card."""
    page.reload()
    page.wait_for_selector("html[data-ready=all]")
    start = time.perf_counter()
    page.locator("#panel .bar").first.click()
    page.wait_for_selector("#panel .steps")
    return time.perf_counter() - start


def main(folder: str) -> None:
    """Write the page, open it and print the figures."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        start = time.perf_counter()
        with open_graph(folder) as graph:
            written = write_page(graph, Path(scratch) / "graph.html")
        print(f"written in          {time.perf_counter() - start:6.2f} s")
        print(f"papers, concepts    {written.papers:,}, {written.concepts:,}")
        print(f"size                {written.size / 1e6:6.2f} MB")
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=FLAGS
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        opened(page, written.path.as_uri())  # the browser's own start is not counted
        first, everything = opened(page, written.path.as_uri())
        print(
            f"first picture after {first:6.2f} s, everything after {everything:.2f} s"
        )
        print(f"panning             {panned(page):6.1f} frames a second")
        print(f"opening a concept   {selected(page):6.2f} s")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
