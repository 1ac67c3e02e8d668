"""Corpora to draw, and a browser to look at the pages with."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from scholargraph.html import write_page
from scholargraph.ids import slug
from scholargraph.model import Concept, Corpus, ResolvedPaper
from scholargraph.record_format import from_json
from scholargraph.vocab import Kind

ROOT = Path(__file__).parents[2]
ANNOTATED = ROOT / "tests" / "data" / "annotated_daily_papers.jsonl"
Json = dict[str, Any]
Aliases = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Papers:
    """A corpus in memory."""

    concepts: tuple[Concept, ...]
    resolved: tuple[ResolvedPaper, ...]

    def papers(self) -> Iterator[ResolvedPaper]:
        return iter(self.resolved)


def to_corpus(records: Iterable[Json], aliases: Aliases | None = None) -> Papers:
    """Return the records as a corpus in which each name is a concept."""
    resolved = []
    names: dict[str, tuple[str, Kind]] = {}
    for record in records:
        paper, extraction = from_json(record)
        paper = replace(paper, **record.get("paper", {}))
        ids = {e.name: f"{e.kind.lower()}/{slug(e.name)}" for e in extraction.entities}
        names |= {ids[e.name]: (e.name, e.kind) for e in extraction.entities}
        resolved.append(ResolvedPaper(paper, extraction, ids))
    concepts = [
        Concept(id_, kind, label, aliases=(aliases or {}).get(label, ()))
        for id_, (label, kind) in sorted(names.items())
    ]
    return Papers(tuple(concepts), tuple(sorted(resolved, key=lambda r: r.paper.id)))


def entity(name: str, kind: str, role: str) -> Json:
    return {"name": name, "type": kind, "role": role, "mentions": [name]}


def record(number: int, entities: list[Json], **fields: Any) -> Json:
    names = " and ".join(each["name"] for each in entities)
    return {
        "id": f"arxiv:2501.{number:05}",
        "title": f"Study {number}",
        "abstract": f"An opening. We look at {names} here. An end.",
        "entities": entities,
        "relations": [],
        "results": [],
        "links": [],
    } | fields


@pytest.fixture(scope="session")
def annotated() -> Papers:
    """Real daily papers, annotated by hand."""
    lines = ANNOTATED.read_text(encoding="utf-8").splitlines()
    return to_corpus(json.loads(line) for line in lines)


def many(count: int) -> Papers:
    """Return papers that share methods and datasets, each with a metric of its own."""
    return to_corpus(
        record(
            number,
            [
                entity(f"Method {number % 13}", "Method", "uses"),
                entity(f"Method {number % 7 + 20}", "Method", "compares"),
                entity(f"Data {number % 11}", "Dataset", "evaluates"),
                entity(f"Measure {number}", "Metric", "introduces"),
            ],
        )
        for number in range(count)
    )


@pytest.fixture(scope="session")
def make_corpus() -> Callable[..., Corpus]:
    return to_corpus


@pytest.fixture(scope="session")
def make_record() -> Callable[..., Json]:
    return record


@pytest.fixture(scope="session")
def make_entity() -> Callable[[str, str, str], Json]:
    return entity


@pytest.fixture(scope="session")
def shared() -> Papers:
    """Papers and concepts too many to be drawn whole."""
    return many(150)


FIELDS = ("vision", "speech", "graphs", "robots")


@pytest.fixture(scope="session")
def thousands() -> Papers:
    """
    Papers too many to be drawn at all: the page is a map of their communities.

    Each of four fields has methods and a dataset of its own, each paper a metric; one
    method is everybody's, and some papers share nothing with others.
    """
    records = [
        record(
            number,
            [
                entity(f"{field} method {number % 5}", "Method", "uses"),
                entity(f"{field} task", "Task", "addresses"),
                entity(f"{field} data", "Dataset", "evaluates"),
                entity("Adam", "Method", "compares"),
                entity(f"Measure {number}", "Metric", "introduces"),
            ],
            paper={"date": f"{2020 + number % 4}-05"},
            relations=[[f"{field} method {number % 5}", "used_for", f"{field} task"]],
        )
        for number in range(2100)
        for field in (FIELDS[number % 4],)
    ]
    alone = [
        record(number, [entity(f"Lonely {number}", "Method", "introduces")])
        for number in range(3000, 3004)
    ]
    return to_corpus(records + alone, {"speech data": ("spoken words",)})


@pytest.fixture(scope="session")
def two() -> Papers:
    """Two papers with everything that a card shows."""
    clip = entity("CLIP", "Method", "uses")
    lvis = entity("LVIS", "Dataset", "evaluates")
    task = entity("object detection", "Task", "addresses")
    score = entity("AP", "Metric", "reports")
    first = {
        "id": "arxiv:2501.00001",
        "title": "Detecting the rare: FRACAL & CLIP",
        "abstract": "Rare things are hard. FRACAL helps CLIP in object detection."
        " It reaches 52.4\\% AP on LVIS. Code: https://github.com/a/code.",
        "entities": [entity("FRACAL", "Method", "introduces"), clip, lvis, task, score],
        "relations": [
            {"head": "FRACAL", "type": "used_for", "tail": "object detection"}
            | {"start": 56, "end": 95}
        ],
        "results": [
            {"method": "FRACAL", "dataset": "LVIS", "task": None, "metric": "AP"}
            | {"value": "52.4", "unit": "%", "kind": "absolute"}
        ],
        "links": [{"url": "https://github.com/a/code", "kind": "code", "own": True}],
        "paper": {
            "date": "2025-01-31",
            "authors": ("Ada Ex", "Bo Wy"),
            "venue": "CVPR",
        },
    }
    second = record(2, [clip | {"role": "compares"}, lvis], paper={"date": "2025-02"})
    return to_corpus([first, second], {"CLIP": ("contrastive pretraining",)})


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Corpus], Path]:
    """Write a corpus's page, once in a session."""
    folder = tmp_path_factory.mktemp("pages")
    pages: dict[int, tuple[Corpus, Path]] = {}

    def write(corpus: Corpus) -> Path:
        if id(corpus) not in pages:
            path = folder / f"{len(pages)}.html"
            write_page(corpus, path)
            pages[id(corpus)] = corpus, path
        return pages[id(corpus)][1]

    return write


@pytest.fixture
def look(
    browser: Browser, written: Callable[[Corpus], Path]
) -> Iterator[Callable[..., Page]]:
    """
    Open a corpus's page in the browser.

    Whatever a test does with it: in the end nothing was reported on the console, and
    no request has left the page.
    """
    faults: list[str] = []
    contexts = []

    def open_page(
        corpus: Corpus, fragment: str = "", *, width: int = 1280, **context: Any
    ) -> Page:
        contexts.append(
            browser.new_context(
                viewport={"width": width, "height": 800},
                reduced_motion="reduce",
                **context,
            )
        )
        page = contexts[-1].new_page()
        address = written(corpus).as_uri()
        page.on("console", lambda message: faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.split("#")[0] == address
                or request.url.startswith(("data:", "blob:"))
                else faults.append(f"request: {request.url}")
            ),
        )
        page.goto(address + fragment)
        page.wait_for_selector("html[data-ready=all]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
