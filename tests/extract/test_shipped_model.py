"""The shipped extractor's figures on annotated daily papers."""

import json
from collections import Counter
from pathlib import Path

import pytest

from scholargraph.extract import Extractor, find_links
from scholargraph.extract.links import normal_form
from scholargraph.record_format import from_json

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "gold"
GOLD = [
    HERE / "daily_papers.gold.jsonl",
    *(path for path in [SHARED / "dev.jsonl", SHARED / "train.jsonl"] if path.exists()),
]


def f1(right: int, given: int, wanted: int) -> float:
    return 2 * right / (given + wanted)


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.name)
def test_links_are_those_of_the_annotators(path: Path) -> None:
    counts: Counter[str] = Counter()
    for line in path.read_text("utf-8").splitlines():
        paper, gold = from_json(json.loads(line))
        wanted = {normal_form(link.url): link for link in gold.links}
        given = {normal_form(link.url): link for link in find_links(paper.text)}
        both = wanted.keys() & given.keys()
        counts["wanted"] += len(wanted)
        counts["given"] += len(given)
        counts["right"] += len(both)
        counts["kind"] += sum(wanted[url].kind is given[url].kind for url in both)
        counts["own"] += sum(wanted[url].own == given[url].own for url in both)
    assert f1(counts["right"], counts["given"], counts["wanted"]) >= 0.98
    assert counts["kind"] / counts["right"] >= 0.85
    assert counts["own"] / counts["right"] >= 0.98


def test_mentions_are_as_good_as_the_card_says(shipped: Extractor) -> None:
    right = given = wanted = 0
    lines = GOLD[0].read_text("utf-8").splitlines()
    pairs = [from_json(json.loads(line)) for line in lines]
    found = shipped.extract(paper for paper, _ in pairs)
    for (_, gold), extraction in zip(pairs, found, strict=True):
        one = {(m.start, m.end, m.kind) for e in gold.entities for m in e.mentions}
        other = {
            (m.start, m.end, m.kind) for e in extraction.entities for m in e.mentions
        }
        right += len(one & other)
        wanted += len(one)
        given += len(other)
    assert f1(right, given, wanted) >= 0.75
