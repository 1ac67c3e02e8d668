"""
The page in a browser: what a person sees, finds and reads there.

``look`` fails a test whose page reported anything or asked for anything remote.
"""

import csv
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Locator, Page, expect

from scholargraph.model import Corpus
from scholargraph.text import readable

pytestmark = pytest.mark.browser

Look = Callable[..., Page]
Make = Callable[..., Any]
CASES = Path(__file__).parent / "cases"
PAPER = "arxiv:2501.00001"
# Where the picture has most of a colour: the middle of the pixels near to it. They are
# read from a copy, since the browser warns of reading from what is drawn.
FIND = """(colour) => {
  const canvas = document.querySelector("#network canvas");
  const { width, height } = canvas;
  const copy = new OffscreenCanvas(width, height);
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const hits = [];
  for (let i = 0; i < data.length; i += 4) {
    const far = [0, 1, 2].map((at) => Math.abs(data[i + at] - colour[at]));
    if (Math.max(...far) < 5 && data[i + 3] > 200) hits.push(i / 4);
  }
  const mean = (numbers) => numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const x = mean(hits.map((hit) => hit % width)) / width;
  const y = mean(hits.map((hit) => Math.floor(hit / width))) / height;
  return { x: x * canvas.clientWidth, y: y * canvas.clientHeight };
}"""
METHOD = (0, 114, 178)  # the colour of methods in the light


def lines(name: str) -> list[str]:
    text = (CASES / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("# ")]


def title_of(page: Page) -> Locator:
    return page.locator("#panel h2").first


def note(page: Page) -> str:
    return page.locator("#note").inner_text()


def test_the_page_opens_with_an_overview(shared: Corpus, look: Look) -> None:
    page = look(shared)
    expect(title_of(page)).to_have_text("At a glance")
    expect(page.locator("#panel .bar").first).to_have_text("Method 2022")
    assert note(page) == (
        "Drawn: 31 concepts, 150 papers. 150 concepts named by fewer than 2 papers"
        " are hidden: open a paper to see its own, or search."
    )


def test_an_empty_corpus_opens(make_corpus: Make, look: Look) -> None:
    assert "0 papers" in look(make_corpus([])).locator("#panel").inner_text()


def test_search_finds_a_concept_by_its_alias(two: Corpus, look: Look) -> None:
    page = look(two)
    page.locator("#search").press_sequentially("PRETRAIN")
    option = page.get_by_role("option")
    expect(option).to_have_count(1)
    expect(option).to_contain_text("CLIP contrastive pretraining")
    expect(option).to_have_attribute("aria-selected", "true")
    option.click()
    expect(title_of(page)).to_have_text("CLIP")
    assert page.url.endswith("#at=method/clip")


def test_search_finds_what_the_picture_hides(shared: Corpus, look: Look) -> None:
    page = look(shared)
    page.locator("#search").fill("measure 77")
    page.get_by_role("option", name="Measure 77").click()
    expect(title_of(page)).to_have_text("Measure 77")
    page.locator("#search").fill("no such thing")
    expect(page.locator("#suggestions")).to_contain_text("Nothing on this page")


def test_everything_can_be_reached_by_keyboard(two: Corpus, look: Look) -> None:
    page = look(two)
    page.keyboard.press("/")
    page.keyboard.type("f")
    first = page.locator("#search").get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert page.locator("#search").get_attribute("aria-activedescendant") != first
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(title_of(page)).to_have_text("FRACAL")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith("Detecting"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("#panel .kind").first).to_have_text("Paper")
    page.keyboard.press("Escape")
    expect(title_of(page)).to_have_text("At a glance")


def wait_until(page: Page, is_so: Callable[[], bool]) -> None:
    """Give a slow machine the time to draw."""
    for _ in range(100):
        if is_so():
            return
        page.wait_for_timeout(100)
    pytest.fail("the picture does not get there")


def test_the_picture_moves_by_keyboard(two: Corpus, look: Look) -> None:
    page = look(two)
    page.locator("#network").focus()
    place = page.evaluate(FIND, METHOD)
    page.keyboard.press("ArrowRight")
    wait_until(page, lambda: page.evaluate(FIND, METHOD)["x"] < place["x"] - 40)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("+")
    page.keyboard.press("0")
    wait_until(page, lambda: page.evaluate(FIND, METHOD) == pytest.approx(place, abs=2))


def test_a_click_opens_a_node_and_one_beside_it_closes_it(
    make_corpus: Make, make_record: Make, make_entity: Make, look: Look
) -> None:
    page = look(make_corpus([make_record(1, [make_entity("CLIP", "Method", "uses")])]))
    title = title_of(page)
    canvas = page.locator("#network canvas")
    canvas.click(position=page.evaluate(FIND, METHOD))
    expect(title).to_have_text("CLIP")
    canvas.click(position={"x": 5, "y": 5})
    expect(title).to_have_text("At a glance")
    page.locator("#network").press("0")
    canvas.click()  # the middle, which lies between the two
    expect(page.locator("#panel .kind").first).to_have_text("Connection")


def test_a_concept_s_card_tells_who_has_it(two: Corpus, look: Look) -> None:
    page = look(two, "#at=method/clip")
    panel = page.locator("#panel")
    expect(panel.locator(".aliases")).to_have_text(
        "also written contrastive pretraining"
    )
    expect(panel).to_contain_text("In 2 papers: uses 1compares 1")
    papers = panel.locator(
        "section", has=page.get_by_text("Papers", exact=True)
    ).locator("li")
    assert papers.all_inner_texts() == [  # the newest first
        "Study 2 2025-02comparesquote",
        "Detecting the rare: FRACAL & CLIP 2025-01-31usesquote",
    ]
    companions = panel.locator("section", has_text="Often named with it").locator("li")
    assert companions.all_inner_texts() == ["LVIS 2 papers"]


def test_a_concept_s_results_name_the_paper(two: Corpus, look: Look) -> None:
    page = look(two, "#at=dataset/lvis")
    expect(page.locator(".result")).to_have_text(
        "52.4 % APFRACAL on LVISDetecting the rare: FRACAL & CLIP"
    )


def test_a_paper_s_card_marks_the_mentions(two: Corpus, look: Look) -> None:
    page = look(two, f"#at={PAPER}")
    panel = page.locator("#panel")
    expect(panel.locator(".facts")).to_have_text("Ada Ex, Bo Wy · CVPR · 2025-01-31")
    marks = panel.locator(".abstract mark")
    found = [(m.get_attribute("class"), m.inner_text()) for m in marks.all()]
    assert found == [
        ("Method", "FRACAL"),
        ("Method", "CLIP"),
        ("Task", "object detection"),
        ("Metric", "AP"),
        ("Dataset", "LVIS"),
    ]
    expect(panel.locator(".abstract")).to_contain_text("It reaches 52.4% AP")
    addresses = panel.locator("a.address")
    assert [a.get_attribute("href") for a in addresses.all()] == [
        "https://arxiv.org/abs/2501.00001",
        "https://github.com/a/code",
    ]
    assert {a.get_attribute("rel") for a in addresses.all()} == {"noopener noreferrer"}


def test_a_mark_leads_to_its_concept(two: Corpus, look: Look) -> None:
    page = look(two, f"#at={PAPER}")
    page.locator(".abstract mark", has_text="LVIS").click()
    expect(title_of(page)).to_have_text("LVIS")


def test_an_edge_s_card_quotes_the_paper(two: Corpus, look: Look) -> None:
    page = look(two, f"#at={PAPER}&to=dataset/lvis")
    quotes = page.locator("blockquote")
    assert quotes.all_inner_texts() == ["It reaches 52.4% AP on LVIS."]
    assert quotes.locator("mark").all_inner_texts() == ["LVIS"]


def test_a_relation_s_card_quotes_its_evidence(two: Corpus, look: Look) -> None:
    page = look(two, "#at=method/fracal&to=task/object-detection")
    expect(page.locator("h2.edge")).to_have_text("FRACAL used for object detection")
    quotes = page.locator("blockquote")
    assert quotes.all_inner_texts() == ["FRACAL helps CLIP in object detection."]
    assert quotes.locator("mark").all_inner_texts() == ["FRACAL", "object detection"]


def test_what_is_not_on_the_page_is_said(two: Corpus, look: Look) -> None:
    page = look(two, "#at=method/none&to=x&in=77&around=9&min=x&theme=pink&off=,")
    expect(page.locator("#panel")).to_contain_text("This is not on this page.")


def test_back_and_forward_and_reload_keep_the_view(two: Corpus, look: Look) -> None:
    page = look(two)
    title = title_of(page)
    page.locator("#panel .bar", has_text="CLIP").click()
    expect(title).to_have_text("CLIP")
    page.locator("#panel .node", has_text="Study 2").click()
    expect(title).to_have_text("Study 2")
    page.go_back()
    expect(title).to_have_text("CLIP")
    page.go_forward()
    expect(title).to_have_text("Study 2")
    page.reload()
    expect(title).to_have_text("Study 2")
    page.locator("#home").click()
    expect(title).to_have_text("At a glance")


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("Method", "Drawn: 11 concepts, 150 papers."),
        ("Dataset", "Drawn: 20 concepts, 150 papers."),
        ("Paper", "Drawn: 0 concepts, 0 papers."),
        ("uses", "Drawn: 18 concepts, 150 papers."),
        ("evaluates", "Drawn: 20 concepts, 150 papers."),
    ],
)
def test_the_legend_filters(shared: Corpus, look: Look, name: str, drawn: str) -> None:
    page = look(shared)
    box = page.locator(f"#legend input[name={name}]")
    box.uncheck()
    assert note(page) == drawn
    assert page.url.endswith(f"#off={name}")
    page.reload()
    page.wait_for_selector("html[data-ready=all]")
    expect(box).not_to_be_checked()
    assert note(page) == drawn
    box.check()
    assert note(page).startswith("Drawn: 31 concepts, 150 papers.")


def test_the_minimum_filters(shared: Corpus, look: Look) -> None:
    page = look(shared)
    page.locator("#min").fill("13")
    assert note(page).startswith("Drawn: 18 concepts, 150 papers.")
    assert page.url.endswith("#min=13")
    page.locator("#min").fill("1")
    assert note(page) == "Drawn: 181 concepts, 150 papers."


def test_confidence_and_period_filter(
    make_corpus: Make, make_record: Make, make_entity: Make, look: Look
) -> None:
    sure = make_entity("CLIP", "Method", "uses")
    unsure = make_entity("LVIS", "Dataset", "evaluates") | {"confidence": 0.5}
    records = [
        make_record(1, [sure, unsure], paper={"date": "2023-05"}),
        make_record(2, [sure], paper={"date": "2025"}),
    ]
    page = look(make_corpus(records))
    page.locator("#sure").fill("60")
    assert note(page) == "Drawn: 1 concept, 2 papers."
    page.locator("#since").select_option("2025")
    assert note(page) == "Drawn: 1 concept, 1 paper."
    assert page.url.endswith("#sure=60&since=2025")
    page.locator("#sure").fill("0")
    page.locator("#since").select_option("2023")
    assert note(page) == "Drawn: 2 concepts, 2 papers."
    page.locator("#until").select_option("2023")
    assert note(page) == "Drawn: 2 concepts, 1 paper."
    assert page.url.endswith("#since=2023&until=2023")


@pytest.mark.parametrize(
    ("name", "start"),
    [("PNG", b"\x89PNG\r\n"), ("SVG", b"<svg "), ("CSV", b"from,from_label,relation,")],
)
def test_what_is_drawn_can_be_saved(
    two: Corpus, look: Look, name: str, start: bytes
) -> None:
    page = look(two, "#at=method/clip")
    page.locator("#save summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    assert download.value.suggested_filename == f"network.{name.lower()}"
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(start)
    assert len(data) > 300


def test_the_saved_svg_is_well_formed_and_shows_names(
    make_corpus: Make, make_record: Make, make_entity: Make, look: Look
) -> None:
    name = '<b>"&CLIP'
    page = look(make_corpus([make_record(1, [make_entity(name, "Method", "uses")])]))
    page.locator("#save summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="SVG").click()
    root = ET.fromstring(Path(download.value.path()).read_bytes())
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert name in texts


def test_the_saved_table_runs_no_formula(
    make_corpus: Make, make_record: Make, make_entity: Make, look: Look
) -> None:
    name = '=HYPERLINK("x"),a'
    page = look(make_corpus([make_record(1, [make_entity(name, "Method", "uses")])]))
    page.locator("#save summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    (row,) = csv.DictReader(text.splitlines())
    assert row["to_label"] == f"'{name}"
    assert (row["from"], row["relation"]) == (PAPER, "uses")


def test_one_can_step_out_from_a_node(shared: Corpus, look: Look) -> None:
    page = look(shared, "#at=metric/measure-7")
    page.get_by_role("button", name="Neighbours").click()
    assert note(page) == "Drawn: 1 concept, 1 paper."
    page.get_by_role("button", name="Two steps").click()
    assert note(page) == "Drawn: 4 concepts, 1 paper."
    assert page.url.endswith("#at=metric/measure-7&around=2")
    page.go_back()
    assert note(page) == "Drawn: 1 concept, 1 paper."


def test_a_community_can_be_looked_at_alone(shared: Corpus, look: Look) -> None:
    page = look(shared)
    whole = note(page)
    name = page.locator(".theme a").first
    text = name.inner_text()
    name.click()
    expect(title_of(page)).to_have_text(text)
    assert page.url.endswith("#in=0")
    expect(page.locator("#in")).to_have_value("0")
    assert note(page) != whole
    page.locator("#panel .node").first.click()
    expect(page.locator("#in")).to_have_value("0")
    page.keyboard.press("Escape")
    expect(title_of(page)).to_have_text(text)
    page.keyboard.press("Escape")
    expect(title_of(page)).to_have_text("At a glance")
    assert note(page) == whole
    page.locator("#in").select_option("1")
    assert page.url.endswith("#in=1")


def test_one_kind_of_relation_can_be_left_out(two: Corpus, look: Look) -> None:
    page = look(two, "#at=method/fracal")
    page.locator("#types summary").click()
    box = page.locator("#types input")
    expect(box).to_have_count(1)
    with_it = saved_relations(page)
    assert "used_for" in with_it
    box.uncheck()
    assert page.url.endswith("&off=used_for")
    assert saved_relations(page) == with_it - {"used_for"}


def saved_relations(page: Page) -> set[str]:
    """Return what the lines that are drawn say, as the saved table has it."""
    if page.locator("#save[open]").count() == 0:
        page.locator("#save summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    return {row["relation"] for row in csv.DictReader(text.splitlines())}


@pytest.mark.parametrize("system", ["light", "dark"])
def test_light_and_dark_follow_the_system_and_can_be_switched(
    two: Corpus, look: Look, system: str
) -> None:
    page = look(two, color_scheme=system)
    root = page.locator("html")
    expect(root).to_have_attribute("data-theme", system)
    page.locator("#theme").click()
    other = {"light": "dark", "dark": "light"}[system]
    expect(root).to_have_attribute("data-theme", other)
    assert page.url.endswith(f"#theme={other}")


@pytest.mark.parametrize("width", [390, 800, 1280])
def test_nothing_overlaps_the_controls(shared: Corpus, look: Look, width: int) -> None:
    page = look(shared, "#at=method/method-1", width=width)
    boxes = [
        box
        for selector in ("#find", "#theme", "#legend", "#zoom", "#panel", "#home")
        if (box := page.locator(selector).bounding_box()) is not None
    ]
    assert len(boxes) == 6
    for i, a in enumerate(boxes):
        assert a["x"] >= 0
        assert a["x"] + a["width"] <= width
        for b in boxes[i + 1 :]:
            apart = (
                a["x"] + a["width"] <= b["x"]
                or b["x"] + b["width"] <= a["x"]
                or a["y"] + a["height"] <= b["y"]
                or b["y"] + b["height"] <= a["y"]
            )
            assert apart, (a, b)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_open_legend_fits_a_narrow_screen(shared: Corpus, look: Look) -> None:
    page = look(shared, width=390)
    page.locator("#legend summary").first.click()
    box = page.locator("#legend").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator("#zoom")).to_be_hidden()
    page.locator("#legend input[name=Method]").uncheck()
    page.locator("#legend summary").first.click()
    expect(page.locator("#zoom")).to_be_visible()


def test_a_concept_s_card_leads_to_broader_and_narrower_ones(
    make_corpus: Make, make_record: Make, make_entity: Make, look: Look
) -> None:
    names = ("CLIP", "EVA-CLIP")
    entities = [make_entity(name, "Method", "uses") for name in names]
    corpus = make_corpus([make_record(1, entities)])
    narrow = replace(corpus.concepts[1], broader=(corpus.concepts[0].id,))
    page = look(
        replace(corpus, concepts=(corpus.concepts[0], narrow)), "#at=method/clip"
    )
    kinds = page.locator("#panel section", has_text="Kinds of it")
    kinds.locator(".node").click()
    expect(title_of(page)).to_have_text("EVA-CLIP")
    expect(page.locator("#panel")).to_contain_text("a kind of CLIP")


def test_hostile_texts_are_shown_as_texts(
    make_corpus: Make, make_entity: Make, look: Look
) -> None:
    payloads = lines("payloads.txt")
    assert len(payloads) >= 20
    records = [
        {
            "id": f"{payload} {number}",
            "title": payload,
            "abstract": f"{payload} in words",
            "entities": [make_entity(payload, "Method", "uses")],
            "relations": [],
            "results": [
                {"method": payload, "dataset": payload, "task": payload}
                | {"metric": payload, "value": payload, "unit": payload}
                | {"kind": "absolute"}
            ],
            "links": [{"url": payload, "kind": "code", "own": True}],
            "paper": {"authors": (payload,), "venue": payload, "address": payload},
        }
        for number, payload in enumerate(payloads)
    ]
    aliases = {payload: (f"also {payload}",) for payload in payloads}
    page = look(make_corpus(records, aliases))
    panel = page.locator("#panel")
    page.locator("#search").fill("<")
    expect(page.get_by_role("option")).to_have_count(10)
    for payload in payloads:
        label = readable(payload)
        page.locator("#search").fill(f"also {label}")
        page.keyboard.press("Enter")
        expect(title_of(page)).to_have_text(label)
        expect(panel).to_contain_text(f"also written also {label}")
        panel.locator("section", has_text="Papers").locator(".node").first.click()
        expect(panel.locator(".kind").first).to_have_text("Paper")
        expect(title_of(page)).to_have_text(payload)
        assert panel.locator(".abstract").inner_text() == f"{payload} in words"
    assert page.evaluate("window.hit") is None
    made = page.evaluate("[...document.querySelectorAll('*')].map((e) => e.localName)")
    assert not {"img", "iframe", "form", "base", "math", "object"} & set(made)
    assert made.count("script") == 9


def test_only_https_addresses_become_links(
    make_corpus: Make, make_record: Make, look: Look
) -> None:
    cases = [line.rpartition(" |") for line in lines("addresses.txt")]
    links = [{"url": url, "kind": "page", "own": False} for url, _, _ in cases]
    page = look(make_corpus([make_record(1, [], links=links)]), f"#at={PAPER}")
    show_all = page.get_by_role("button", name=re.compile("Show all"))
    if show_all.count():
        show_all.click()
    shown = page.locator("section", has_text="Links").locator(".address")
    found = [each.get_attribute("href") or "" for each in shown.all()]
    assert found == [expected.strip() for _, _, expected in cases]
