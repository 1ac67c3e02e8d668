"""The file that is written, without a browser."""

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph.errors import ScholargraphError
from scholargraph.html import MOST_PAPERS, Selection, write_page
from scholargraph.html.content import read_content
from scholargraph.html.embedding import ASSETS, embedded
from scholargraph.html.layout import Layout, arrange
from scholargraph.html.packing import pack
from scholargraph.html.page import SCRIPTS
from scholargraph.model import Corpus

Make = Callable[..., Any]
SHARED = Path(__file__).parents[3] / "shared" / "gold"


def element(html: str, id_: str) -> Any:
    match = re.search(rf'<script[^>]* id="{id_}">(.*?)</script>', html, re.DOTALL)
    assert match is not None
    return json.loads(match[1])


def unpacked(text: str) -> Any:
    """Return what the page unpacks; for the "<" of base 85 there is a comma."""
    return json.loads(zlib.decompress(base64.b85decode(text.replace(",", "<"))))


def packed(html: str, id_: str) -> Any:
    return unpacked(element(html, id_))


def arranged(corpus: Corpus) -> Layout:
    layout = arrange(read_content(corpus, all_ids(corpus)))
    assert layout is not None
    return layout


def all_ids(corpus: Corpus) -> set[str]:
    return {resolved.paper.id for resolved in corpus.papers()}


@pytest.fixture
def html(annotated: Corpus, written: Callable[[Corpus], Path]) -> str:
    return written(annotated).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["annotated", "shared", "thousands"])
def test_the_same_corpus_gives_the_same_bytes(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    corpus = request.getfixturevalue(name)
    for file in ("a.html", "b.html"):
        write_page(corpus, tmp_path / file)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_the_page_tells_what_it_shows(annotated: Corpus, tmp_path: Path) -> None:
    page = write_page(annotated, tmp_path / "page.html")
    assert page.papers == len(all_ids(annotated))
    assert page.concepts == len(annotated.concepts)
    assert page.size == page.path.stat().st_size
    assert page.left_out == 0
    top = write_page(annotated, tmp_path / "top.html", selection=Selection(top=5))
    assert (top.papers, top.left_out) == (5, page.papers - 5)


def test_nothing_remote_is_linked(html: str) -> None:
    markup = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    assert "http:" not in markup
    assert "https:" not in markup
    assert re.findall(r"<link [^>]*>", markup) == ['<link rel="icon" href="data:,">']
    assert not re.search(r"<script[^>]*\ssrc", html)
    assert not re.search(r"url\(|@import", markup)


def test_only_the_page_s_own_scripts_may_run(html: str) -> None:
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digests = [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in scripts
    ]
    assert len(scripts) == 2
    allowed = " ".join(f"&#39;sha256-{digest}&#39;" for digest in digests)
    assert f"default-src 'none'; script-src {allowed};" in html


def test_every_script_is_used_and_none_makes_markup_of_text() -> None:
    files = {file.name: file.read_text() for file in (ASSETS / "js").iterdir()}
    assert set(files) == set(SCRIPTS)
    risky = r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function"
    assert [n for n, text in sorted(files.items()) if re.search(risky, text)] == []


def test_nodes_and_edges_are_all_there_once(annotated: Corpus, html: str) -> None:
    nodes = element(html, "nodes") + packed(html, "more")["nodes"]
    papers = sorted(node["key"] for node in nodes if node["kind"] == "Paper")
    concepts = sorted(node["key"] for node in nodes if node["kind"] != "Paper")
    assert papers == sorted(all_ids(annotated))
    assert concepts == sorted(concept.id for concept in annotated.concepts)
    edges = element(html, "edges") + packed(html, "more")["edges"]
    roles = [edge for edge in edges if "papers" not in edge]
    named = sum(len(set(r.concept_ids.values())) for r in annotated.papers())
    assert len(roles) == named


def test_concepts_of_one_paper_are_not_in_the_first_view(shared: Corpus) -> None:
    layout = arranged(shared)
    kinds = [concept.kind for concept in shared.concepts]
    first = {kinds[node] for node in layout.first if node < len(kinds)}
    assert (sorted(first), layout.minimum) == (["Dataset", "Method"], 2)
    assert len(layout.places) == 150 + len(kinds)


@pytest.mark.parametrize("name", ["annotated", "shared"])
def test_no_two_nodes_of_the_first_view_touch(
    name: str, request: pytest.FixtureRequest
) -> None:
    layout = arranged(request.getfixturevalue(name))
    places = [layout.places[node] for node in sorted(layout.first)]
    near = [
        (a, b)
        for i, a in enumerate(places)
        for b in places[i + 1 :]
        if abs(a[0] - b[0]) < 8 and abs(a[1] - b[1]) < 8
    ]
    assert near == []


def test_an_offset_counts_as_javascript_counts(make_corpus: Make) -> None:
    mention = {"start": 3, "end": 7, "text": "CLIP", "confidence": 1.0}
    entity = {"name": "CLIP", "type": "Method", "role": "uses", "mentions": [mention]}
    empty: dict[str, list[Any]] = {"relations": [], "results": [], "links": []}
    record = {"id": "p", "title": "😀𝒳 CLIP", "abstract": "", "entities": [entity]}
    content = read_content(make_corpus([record | empty]), {"p"})
    start, end, _ = content.details[0]["mentions"][0]
    text = record["title"].encode("utf-16-le")  # type: ignore[attr-defined]
    assert text[2 * start : 2 * end].decode("utf-16-le") == "CLIP"


def test_of_two_roles_the_stronger_is_drawn(
    make_corpus: Make, make_record: Make, make_entity: Make
) -> None:
    corpus = make_corpus(
        [
            make_record(
                1,
                [
                    make_entity("clip", "Method", "compares"),
                    make_entity("CLIP", "Method", "introduces"),
                    make_entity("Clip", "Method", "mentions"),
                ],
            )
        ]
    )
    content = read_content(corpus, all_ids(corpus))
    assert [edge["role"] for edge in content.edges] == ["introduces"]


def test_a_relation_of_a_concept_with_itself_is_no_edge(
    make_corpus: Make, make_record: Make, make_entity: Make
) -> None:
    entities = [make_entity(name, "Method", "uses") for name in ("CLIP", "clip")]
    relations = [["CLIP", "part_of", "clip"]]
    corpus = make_corpus([make_record(1, entities, relations=relations)])
    content = read_content(corpus, all_ids(corpus))
    assert [edge["role"] for edge in content.edges] == ["uses"]


def test_a_corpus_without_papers_has_a_page(make_corpus: Make, tmp_path: Path) -> None:
    page = write_page(make_corpus([]), tmp_path / "empty.html")
    assert (page.papers, page.concepts) == (0, 0)


@pytest.mark.parametrize("name", [".", "missing/page.html", "x" * 300 + ".html", "\0"])
def test_a_file_that_cannot_be_written_is_named(
    annotated: Corpus, tmp_path: Path, name: str
) -> None:
    with pytest.raises(ScholargraphError, match="cannot be written"):
        write_page(annotated, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_not_replaced(annotated: Corpus, tmp_path: Path) -> None:
    folder = tmp_path / "page.html"
    folder.mkdir()
    with pytest.raises(ScholargraphError, match="cannot be written: Is a directory"):
        write_page(annotated, folder)
    assert list(tmp_path.iterdir()) == [folder]


@given(st.recursive(st.text() | st.integers(), st.lists, max_leaves=5))
def test_what_is_embedded_reads_back_and_ends_no_script(value: Any) -> None:
    text = embedded(value)
    assert json.loads(text) == value
    assert "<" not in text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_packed_reads_back(text: str) -> None:
    assert unpacked(pack([text])) == [text]
    assert "<" not in pack([text])


def test_a_lone_surrogate_does_not_stop_the_page(
    make_corpus: Make, make_record: Make, make_entity: Make, tmp_path: Path
) -> None:
    entities = [make_entity("CL\ud800P", "Method", "uses")]
    corpus = make_corpus([make_record(1, entities, title="half \udc00")])
    write_page(corpus, tmp_path / "page.html").path.read_text(encoding="utf-8")


def test_all_daily_papers_fit_in_three_megabytes(
    annotated: Corpus, make_corpus: Make, tmp_path: Path
) -> None:
    corpus, files = annotated, [SHARED / "train.jsonl", SHARED / "dev.jsonl"]
    if all(file.exists() for file in files):  # where they are at hand, all of them
        lines = [line for f in files for line in f.read_text("utf-8").splitlines()]
        records = [json.loads(line) for line in lines]
        daily = [r for r in records if r["source"] == "daily_papers"]
        corpus = make_corpus(daily)
    page = write_page(corpus, tmp_path / "page.html")
    assert page.size < 3_000_000
    assert page.papers <= MOST_PAPERS


def test_a_hostile_title_is_text(annotated: Corpus, tmp_path: Path) -> None:
    title = "</title><script>alert(1)</script>"
    html = write_page(annotated, tmp_path / "page.html", title=title).path.read_text()
    assert "<script>alert" not in html
    assert element(html, "about")["title"] == title
