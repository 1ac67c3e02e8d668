"""Pages of a daily listing: titles find their abstracts, however the page was saved."""

import json
from collections.abc import Callable
from pathlib import Path
from textwrap import fill

import pytest

from scholargraph import readers
from scholargraph.deduplicate import merge
from scholargraph.model import Paper, Reject

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT.parent / "shared/inputs/daily_papers").glob("*.txt"))
HEADER = "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nJun 13\n\n"
DENSE = "Get trending papers in your email inbox!\nSubscribe"
LONG = "We present a method that is long to tell of. " * 9
OTHER = "This work studies another matter altogether, and at length. " * 7

Read = Callable[..., list[Paper | Reject]]


def pairs(rows: list[Paper | Reject]) -> list[tuple[str, str]]:
    return [
        (row.title, row.abstract) if isinstance(row, Paper) else ("!", row.reason)
        for row in rows
    ]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (f"{HEADER}A: b?\n\n{LONG}\n\nC\n\n{OTHER}", [("A: b?", LONG), ("C", OTHER)]),
        (f"{DENSE}A\n{LONG}\nC\n{OTHER}\n", [("A", LONG), ("C", OTHER)]),
        # a title that begins like the button, one that is a word of the header
        (
            f"{DENSE}iA\n{LONG}\nSubscribers\n{OTHER}",
            [("iA", LONG), ("Subscribers", OTHER)],
        ),
        # titles without abstracts, in the middle and at the end
        (f"{HEADER}A\n\nB b\n\n{LONG}\n\nC", [("A", ""), ("B b", LONG), ("C", "")]),
        # an abstract of two paragraphs, and one that ends with a link of its own
        (
            f"{HEADER}A\n\n{LONG}\n\n{OTHER}\n\nB\n\n{LONG}",
            [("A", LONG + OTHER), ("B", LONG)],
        ),
        (
            f"{DENSE}A\n{LONG}\nCode: https://github.com/a/b\nB\n{OTHER}",
            [("A", LONG + "Code: https://github.com/a/b"), ("B", OTHER)],
        ),
        # short abstracts
        (f"{HEADER}A a\n\nWord\n\nB b\n\nIt is shown.\n\nC c\n\n{LONG}",
         [("A a", "Word"), ("B b", "It is shown."), ("C c", LONG)]),
        # cut within the first words of an abstract
        (f"{DENSE}A\n{LONG}\nB b\nLately dif", [("A", LONG), ("B b", "Lately dif")]),
        # cut above: the first abstract has lost its title
        (f"{HEADER}{OTHER}\n\nA\n\n{LONG}", [("!", "no title"), ("A", LONG)]),
        # two pages in one file
        (f"{DENSE}A\n{LONG}\n{HEADER}B b\n\n{OTHER}", [("A", LONG), ("B b", OTHER)]),
        # quotes, LaTeX, a question and its answer, and no header at all
        (
            f'No "Zero-Shot": $O(n^2)$!\n{LONG}\nHow? A \\textbf{{study}}\n{OTHER}\n',
            [('No "Zero-Shot": $O(n^2)$!', LONG), ("How? A \\textbf{study}", OTHER)],
        ),
        # lines broken at a width
        (
            f"{HEADER}A b\nc\n\n{fill(LONG, 60)}\n\nB b\n\n{fill(OTHER, 60)}",
            [("A b c", LONG), ("B b", OTHER)],
        ),
    ],
)  # fmt: skip
def test_titles_find_their_abstracts(
    page: str, expected: list[tuple[str, str]], read: Read
) -> None:
    assert pairs(read(page)) == [(title, text.strip()) for title, text in expected]


def test_an_identifier_on_a_line_of_its_own_is_kept(read: Read) -> None:
    page = f"{HEADER}A\n\nhttps://arxiv.org/abs/2506.11417v1\n\n{LONG}"
    (paper,) = read(page)
    assert isinstance(paper, Paper)
    assert paper.id == "arxiv:2506.11417"
    assert paper.abstract == LONG.strip()


def test_the_example_page_gives_the_annotated_papers() -> None:
    rows = list(readers.read(str(ROOT / "examples/daily_papers.txt")))
    assert len(rows) == 76
    assert all(isinstance(row, Paper) and len(row.abstract) > 300 for row in rows)


def test_a_page_cut_anywhere_gives_the_papers_above_the_cut(read: Read) -> None:
    page = (ROOT / "examples/daily_papers.txt").read_bytes()[:12_000]
    whole = pairs(read(page))
    for cut in range(6_000, 12_000, 211):
        found = pairs(read(page[:cut]))
        assert found[:-1] == whole[: len(found) - 1]
        assert whole[len(found) - 1][0].startswith(found[-1][0])


@pytest.mark.skipif(not PAGES, reason="the collected pages are not here")
def test_the_collected_pages_hold_472_papers() -> None:
    rows = [row for page in PAGES for row in readers.read(str(page))]
    assert not [row for row in rows if isinstance(row, Reject)]
    papers = merge(row for row in rows if isinstance(row, Paper)).papers
    assert len(papers) == 472
    texts = {(paper.title, paper.abstract) for paper in papers}
    for name in ("train", "dev"):
        gold = ROOT.parent / f"shared/gold/{name}.jsonl"
        for line in gold.read_text(encoding="utf-8").splitlines():
            annotated = json.loads(line)
            if annotated["source"] == "daily_papers":
                assert (annotated["title"], annotated["abstract"]) in texts
