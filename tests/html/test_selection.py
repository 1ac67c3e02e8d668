"""Which papers a page shows; the cases are in ``cases/selections.txt``."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scholargraph.errors import ScholargraphError
from scholargraph.html import Selection
from scholargraph.html.selection import papers
from scholargraph.model import Concept, Extraction, Paper, ResolvedPaper
from scholargraph.vocab import Kind

CASES = Path(__file__).parent / "cases" / "selections.txt"
DATES = {1: "2023", 2: "2024-05", 3: "2024-05-31", 4: "2025", 5: None, 6: "2025-01"}
NAMED = {1: "AT", 2: "AB", 3: "BCT", 4: "C", 5: "D", 6: "ADT"}
IDS = {letter: f"method/{letter.lower()}" for letter in "ABCD"} | {"T": "task/t"}


class Six:
    """The six papers of the cases."""

    concepts: tuple[Concept, ...] = (
        Concept("method/a", Kind.METHOD, "A", aliases=("Ay",)),
        *(Concept(IDS[letter], Kind.METHOD, letter) for letter in "BCD"),
        Concept("task/t", Kind.TASK, "T"),
    )

    def papers(self) -> Iterator[ResolvedPaper]:
        for number, letters in NAMED.items():
            paper = Paper(f"paper-{number}", "", "", date=DATES[number])
            extraction = Extraction(paper.id, (), (), (), (), "test")
            ids = {letter: IDS[letter] for letter in letters}
            yield ResolvedPaper(paper, extraction, ids)


def cases() -> Iterator[tuple[str, str]]:
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            left, _, right = line.partition("|")
            yield left.strip(), right.strip()


def to_selection(text: str) -> Selection:
    fields = dict(field.split("=") for field in text.split())
    return Selection(
        around=fields.get("around"),
        depth=int(fields.get("depth", 1)),
        task=fields.get("task"),
        since=fields.get("since"),
        top=int(fields["top"]) if "top" in fields else None,
    )


def outcome(selection: Selection) -> str:
    """Return the numbers of the kept papers, or what is wrong."""
    try:
        kept, _ = papers(Six(), selection, most=100)
    except ScholargraphError as error:
        return str(error)
    return " ".join(sorted(id_.removeprefix("paper-") for id_ in kept))


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_a_selection_keeps_the_papers_it_names(text: str, expected: str) -> None:
    assert outcome(to_selection(text)) == expected


def test_without_a_top_no_more_than_the_most_are_kept() -> None:
    kept, all_papers = papers(Six(), Selection(), most=2)
    assert kept == {"paper-3", "paper-6"}
    assert all_papers == 6


def test_a_name_that_is_nearly_right_is_answered_with_those_that_are() -> None:
    concepts = (Concept("method/clip", Kind.METHOD, "CLIP"),)
    corpus = Six()
    corpus.concepts = concepts
    with pytest.raises(ScholargraphError, match="none is named 'CLIPP'; known: CLIP"):
        papers(corpus, Selection(around="CLIPP"), most=9)
