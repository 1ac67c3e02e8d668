"""What is drawn on demand: the network around a concept, and results over time."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from scholargraph import rdf, store, vocab
from scholargraph.database import Database, Part
from scholargraph.floor import USUAL
from scholargraph.html import Selection, write_page
from scholargraph.model import Concept, Corpus
from scholargraph.serve import neighbourhood
from scholargraph.serve.faults import Fault

Serve = Callable[..., Any]
Look = Callable[..., Page]
NASTY = '<script>alert("1")</script> & "quoted" </script>'
PLACE = ".generations/000001/store"
DATASET = "/concept/dataset/lvis-val"


def renamed(concept: Concept) -> Concept:
    return replace(concept, label=NASTY) if concept.id == "method/fracal" else concept


@pytest.fixture(scope="module")
def hostile(corpus: Corpus) -> Part:
    """Return the small graph, one of its names an attack."""
    return Part(tuple(map(renamed, corpus.concepts)), tuple(corpus.papers()))


@pytest.fixture(scope="module")
def folder(hostile: Part, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a store and with the records that it was made from."""
    folder = tmp_path_factory.mktemp("drawn") / "kg"
    (folder / PLACE).mkdir(parents=True)
    store.build(rdf.triples(hostile, base=vocab.BASE, run="test"), folder / PLACE)
    (folder / "store").symlink_to(PLACE)
    extractor = hostile.resolved[0].extraction.extractor
    with Database.open(folder / "extractions.db") as database:
        draft = database.draft(extractor, USUAL)
        draft.fill((r.paper for r in hostile.resolved), ())
        database.add_extractions([(r.paper, r.extraction) for r in hostile.resolved])
        draft.resolve(
            hostile.concepts, [(r.paper.id, r.concept_ids) for r in hostile.resolved]
        )
        draft.publish({"base": vocab.BASE, "store": PLACE})
    return folder


@pytest.fixture(scope="module")
def server(serve_all: Serve, folder: Path) -> Any:
    return serve_all(folder=folder)


def test_the_network_around_a_concept_is_the_page_that_view_writes(
    server: Any, hostile: Part, tmp_path: Path
) -> None:
    for concept in ("dataset/lvis-val", "method/fracal"):
        answer = server.get(f"/concept/{concept}/network")
        near = Selection(around=concept, depth=1)
        written = write_page(hostile, tmp_path / "a", selection=near, title="kg")
        assert answer.status == 200
        assert answer.type == "text/html"
        assert answer.body == written.path.read_bytes(), concept
    again = server.get(f"{DATASET}/network")
    assert (
        server.get(f"{DATASET}/network", If_None_Match=again.headers["etag"]).status
        == 304
    )


def test_a_drawn_page_may_reach_nothing(server: Any) -> None:
    etag = ""
    for path in (f"{DATASET}/network", f"{DATASET}/results/1.html"):
        for status in (200, 304):
            answer = server.get(path, If_None_Match=etag)
            assert answer.status == status
            policy = answer.headers["content-security-policy"]
            assert policy.startswith("default-src 'none'; script-src 'unsafe-inline';")
            assert "http" not in policy
            assert "connect-src" not in policy
            etag = answer.headers["etag"]


def test_what_cannot_be_drawn_is_not_found(server: Any) -> None:
    names = ("0.svg", "3.svg", "1.pdf", "1", ".", f"{'9' * 5000}.svg")
    for path in (
        "/concept/dataset/none/network",
        "/concept/dataset/%22%3E%00/network",
        "/concept/metric/accuracy-of-nothing/network",
        "/concept/method/none/results/1.svg",
        *(f"{DATASET}/results/{name}" for name in names),
    ):
        assert server.get(path).status == 404, path


def test_what_takes_too_long_to_draw_is_told(serve: Serve, folder: Path) -> None:
    server = serve("--timeout", "0.1", folder=folder)
    answer = server.get(f"{DATASET}/network")
    assert answer.status == 503
    assert "time limit" in answer.text


def test_results_over_time_come_in_each_format(server: Any) -> None:
    page = server.get(DATASET + ".html").text
    for suffix, type_, start in (
        ("svg", "image/svg+xml", b"<?xml"),
        ("png", "image/png", b"\x89PNG"),
        ("html", "text/html", b"<!doctype html>"),
    ):
        path = f"{DATASET}/results/1.{suffix}"
        assert f'href="{path}"' in page
        answer = server.get(path)
        assert (answer.status, answer.type) == (200, type_)
        assert answer.body.startswith(start)
        assert server.get(path).body == answer.body
    drawn = ET.fromstring(server.get(f"{DATASET}/results/1.svg").body)
    assert drawn.get("role") == "img"
    title = drawn.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == "box AP on LVIS-val: higher is better"


def test_a_folder_with_a_store_alone_has_no_network(serve: Serve) -> None:
    server = serve()
    assert "/network" not in server.get("/concept/method/nasty.html").text
    answer = server.get("/concept/method/nasty/network")
    assert (answer.status, answer.text) == (
        404,
        "the graph folder has no records to draw\n",
    )


def test_records_of_another_store_are_not_shown(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(Fault) as raised:
        neighbourhood.to_network(folder, tmp_path, "dataset/lvis-val", title="kg")
    assert raised.value.status == 503


def test_of_many_papers_the_best_connected_are_drawn(
    folder: Path, hostile: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbourhood, "MOST_PAPERS", 1)
    place = (folder / PLACE).resolve()
    page = neighbourhood.to_network(folder, place, "dataset/lvis-val", title="kg")
    assert f'"leftOut":{len(hostile.resolved) - 1}' in page.decode().replace(": ", ":")


@pytest.fixture
def look(server: Any, watched: Callable[[Any], Look]) -> Look:
    return watched(server)


@pytest.mark.browser
def test_the_network_is_reached_from_the_concept_and_works(
    look: Look,
) -> None:
    page = look("/concept/method/fracal.html")
    page.get_by_role("link", name="See the network around it").click()
    for _ in range(2):
        expect(page.locator("#network canvas")).to_be_visible()
        search = page.get_by_role("combobox", name="Find a concept or a paper")
        search.fill("script")
        expect(page.get_by_role("option").first).to_contain_text(NASTY)
        page.reload()  # from what the browser has kept


@pytest.mark.browser
def test_pictures_are_drawn_and_can_be_explored(look: Look) -> None:
    page = look(DATASET + ".html")
    page.get_by_role("link", name="SVG").first.click()
    page.wait_for_url("**/results/1.svg")
    page = look(f"{DATASET}/results/1.html")
    expect(page.locator("#picture svg")).to_have_count(1)
