"""Settings of all tests, the small graph and the browser that they share."""

import json
import os
import resource
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from scholargraph.frames import Frames
from scholargraph.model import Concept, Match, ResolvedPaper
from scholargraph.record_format import from_json
from scholargraph.vocab import Kind

# How long an example takes depends on the machine, which no test may time.
# In CI the examples are the same at every run: it says what a change did, no more.
settings.register_profile("untimed", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("untimed")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Whole servers and builds, hostile texts of any length: for `make test` alone.
SLOW = ("serve", "pipeline", "pictures", "exports", "test_any_input")
FACTS = ("home", "higher_is_better", "unit", "scale", "range")
DATA = Path(__file__).parent / "data"


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    for item in items:
        if not {*item.path.parts, item.path.stem}.isdisjoint(SLOW) and (
            "tests" in item.path.parts
        ):
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def workers() -> Callable[[int], list[int]]:
    """Give what tells the worker processes of a command."""

    def found(parent: int) -> list[int]:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return [
            int(child)
            for child in children
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
        ]

    return found


@dataclass(frozen=True)
class SmallCorpus:
    """Six dated papers and their concepts, written for the tests."""

    concepts: Sequence[Concept]
    resolved: Sequence[ResolvedPaper]

    def papers(self) -> Iterator[ResolvedPaper]:
        return iter(self.resolved)


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


def _paper(record: dict[str, Any], ids: dict[tuple[str, str], str]) -> ResolvedPaper:
    paper, extraction = from_json(record)
    paper = replace(
        paper,
        date=record["date"],
        authors=tuple(record["authors"]),
        identifiers=tuple((s, v) for s, v in record.get("identifiers", [])),
        venue=record.get("venue"),
        categories=tuple(record.get("categories", [])),
    )
    names = {e.name: ids[e.kind, e.name] for e in extraction.entities}
    return ResolvedPaper(paper, extraction, names)


def _concept(record: dict[str, Any], count: int) -> Concept:
    return Concept(
        record["id"],
        Kind(record["kind"]),
        record["label"],
        aliases=tuple(record["aliases"]),
        broader=tuple(record["broader"]),
        paper_count=count,
        matches=tuple(Match(*match) for match in record.get("matches", [])),
        ambiguous=record.get("ambiguous", False),
        **{name: record.get(name) for name in FACTS},
    )


@pytest.fixture
def no_larger_file() -> Callable[[int], AbstractContextManager[None]]:
    """Return what refuses to let files grow above a size, as a full disk does."""

    @contextmanager
    def limited(size: int) -> Iterator[None]:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    return limited


@pytest.fixture(scope="session")
def corpus() -> SmallCorpus:
    records = _lines("small_concepts.jsonl")
    ids = {(c["kind"], c["label"]): c["id"] for c in records}
    papers = [_paper(record, ids) for record in _lines("small_graph.jsonl")]
    counts = [id_ for paper in papers for id_ in set(paper.concept_ids.values())]
    concepts = [_concept(c, counts.count(c["id"])) for c in records]
    return SmallCorpus(
        sorted(concepts, key=lambda c: c.id), sorted(papers, key=lambda p: p.paper.id)
    )


@pytest.fixture(scope="session")
def frames(corpus: SmallCorpus) -> Frames:
    return Frames(corpus)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail(f"no browser: none of {', '.join(BROWSERS)} is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()
