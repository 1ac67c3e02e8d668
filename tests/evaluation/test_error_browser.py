import re
from html.parser import HTMLParser
from pathlib import Path

from scholargraph.evaluation import browser, evaluate_file
from scholargraph.evaluation.browser import marked

CASES = Path(__file__).parent / "cases"


class Reader(HTMLParser):
    """Collects a page's visible text and tags."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def test_the_marked_text_is_the_papers_text() -> None:
    report = evaluate_file(CASES / "gold.jsonl", CASES / "predicted.jsonl", samples=2)
    for case in report.cases:
        assert "".join(read(marked(case)).text) == case.paper.text


def test_each_sort_of_error_is_marked() -> None:
    report = evaluate_file(CASES / "gold.jsonl", CASES / "predicted.jsonl", samples=2)
    page = "".join(browser(report))
    classes = set(re.findall(r'<mark class="(\w+)" title', page))
    assert classes == {"agreed", "place", "kind", "missed", "spurious"}
    assert 'title="gold: Dataset, evaluates, COCO; predicted: Method, compares' in page
    assert "LVIS: evaluates, predicted trains" in page
    assert page.count("<article") == 4
    assert "concepts missed (2)" in page


def test_the_page_asks_nothing_of_the_network() -> None:
    report = evaluate_file(CASES / "gold.jsonl", CASES / "predicted.jsonl", samples=2)
    reader = read("".join(browser(report)))
    assert not [tag for tag, _ in reader.tags if tag in {"link", "img", "iframe", "a"}]
    assert not [
        attributes
        for _, attributes in reader.tags
        if {"src", "href", "onclick"} & attributes.keys()
    ]
    policies = [attributes for tag, attributes in reader.tags if tag == "meta"]
    assert any("default-src 'none'" in (item.get("content") or "") for item in policies)


def test_texts_are_escaped() -> None:
    report = evaluate_file(CASES / "gold.jsonl", CASES / "predicted.jsonl", samples=2)
    page = "".join(browser(report))
    assert "<b>" not in page
    assert "Nothing &lt;b&gt;here&lt;/b&gt; &amp; there" in page
