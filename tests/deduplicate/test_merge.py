"""One paper once, in whatever order its records come; different papers stay apart."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scholargraph.deduplicate import Conflict, Deduplication, MergeReason, merge
from scholargraph.ids import identifier_pairs, paper_id, text_hash
from scholargraph.model import Paper, Source

FRACTAL = (
    "Real-world datasets follow an imbalanced distribution, which poses significant "
    "challenges in rare-category object detection. Recent studies tackle this problem "
    "by developing re-weighting and re-sampling methods, that utilise the class "
    "frequencies of the dataset. However, these techniques focus solely on the "
    "frequency statistics and ignore the distribution of the classes in image space."
)
TREES = (
    "We grow decision trees on tabular records of hospital visits and show that small "
    "ensembles predict readmission as well as much larger neural networks do, while "
    "doctors can follow every single decision of the trees that were grown."
)


def record(title: str, abstract: str = "", row: int = 1, **fields: Any) -> Paper:
    """Return a record as a reader gives it."""
    known = fields.pop("identifiers", ())
    assert isinstance(known, tuple)
    given_id = fields.pop("id", None)
    paper = Paper(
        str(given_id or paper_id(title, abstract, known)),
        title,
        abstract,
        identifiers=known,
        source=(Source("file", row),),
    )
    return replace(paper, **fields)


def in_any_order(*records: Paper) -> Deduplication:
    """Return what the records are merged to, whichever comes first."""
    expected = merge(records)
    shuffled = list(records)
    for seed in range(5):
        random.Random(seed).shuffle(shuffled)
        assert merge(shuffled) == expected
    return expected


def test_the_same_text_twice_is_one_paper() -> None:
    found = in_any_order(record("Fractal", FRACTAL), record("Fractal", FRACTAL, row=2))
    (paper,) = found.papers
    assert paper.source == (Source("file", 1), Source("file", 2))
    (report,) = found.merges
    assert (report.paper_id, report.reason) == (paper.id, MergeReason.TEXT)
    assert len(report.variants) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"arxiv": "2410.11774"}, {"arxiv": "2410.11774v2"}),
        ({"arxiv": "2410.11774"}, {"doi": "10.48550/arXiv.2410.11774"}),
        ({"doi": "10.1000/X"}, {"doi": "https://doi.org/10.1000/x", "s2": "a"}),
        ({"openalex": "W1"}, {"openalex": "W1", "pmid": "5"}),
    ],
)
def test_records_with_a_common_identifier_are_one_paper(
    one: dict[str, str], other: dict[str, str]
) -> None:
    found = in_any_order(
        record("Fractal calibration", "Short.", identifiers=identifier_pairs(**one)),
        record("FRACAL, revised", FRACTAL, 2, identifiers=identifier_pairs(**other)),
    )
    (paper,) = found.papers
    assert paper.text == f"FRACAL, revised\n{FRACTAL}"
    assert found.merges[0].reason is MergeReason.IDENTIFIER
    assert {variant.title for variant in found.merges[0].variants} == {
        "Fractal calibration",
        "FRACAL, revised",
    }


@pytest.mark.parametrize(
    "other",
    [
        ("FRACTAL CALIBRATION, for detection!", FRACTAL),
        (
            r"\textbf{Fractal} Calibration for Detection",
            FRACTAL.replace("utilise", "use"),
        ),
        ("Fractal calibration for detection", FRACTAL[:90]),
        ("Fractal calibration for detection", ""),
        ("Fractal callibration for detecton", FRACTAL),
        ("Fractal Calibration for Detection: Supplement", FRACTAL),
    ],
)
def test_alike_titles_and_abstracts_are_one_paper(other: tuple[str, str]) -> None:
    found = in_any_order(
        record("Fractal calibration for detection", FRACTAL), record(*other, row=2)
    )
    assert len(found.papers) == 1
    assert found.papers[0].abstract == FRACTAL
    assert found.merges[0].reason is MergeReason.TEXT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Fractal calibration", FRACTAL), ("Fractal calibration", TREES)),
        (("Editorial", ""), ("Editorial", TREES)),
        (("Learning, part I", FRACTAL), ("Learning, part II", FRACTAL)),
        (("A data set of 2019", FRACTAL), ("A data set of 2020", FRACTAL)),
        (("Fractals in detection", FRACTAL), ("Hospital visits", FRACTAL)),
        (("One", "Withdrawn."), ("Another", "Withdrawn.")),
    ],
)
def test_different_papers_stay_two(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    found = in_any_order(record(*one), record(*other, row=2))
    assert len(found.papers) == 2
    assert not found.merges


def test_two_submissions_to_arxiv_stay_two_whatever_their_texts() -> None:
    one, other = (
        record("Fractal", FRACTAL, row, identifiers=(("arxiv", f"2410.1177{row}"),))
        for row in (1, 2)
    )
    assert len(in_any_order(one, other, record("Fractal", FRACTAL, 3)).papers) == 2


def test_an_identifier_given_to_unrelated_papers_does_not_join_them() -> None:
    volume = (("doi", "10.1000/volume"),)
    found = in_any_order(
        record("Fractal calibration", FRACTAL, identifiers=volume),
        record("Hospital visits", TREES, 2, identifiers=volume),
    )
    ids = tuple(paper.id for paper in found.papers)
    assert len(set(ids)) == 2
    assert found.conflicts == (Conflict("doi:10.1000/volume", ids),)


def test_a_record_without_abstract_ties_no_papers_together() -> None:
    title = "A title that several papers have"
    found = in_any_order(
        record(title, FRACTAL), record(title, TREES, 2), record(title, "", 3)
    )
    assert len(found.papers) == 3


def test_one_given_id_of_different_papers_is_told_apart_and_reported() -> None:
    found = in_any_order(
        record("Fractal", FRACTAL, id="1"), record("Trees", TREES, 2, id="1")
    )
    ids = sorted(
        f"1-{text_hash(*text)}" for text in [("Fractal", FRACTAL), ("Trees", TREES)]
    )
    assert [paper.id for paper in found.papers] == ids
    assert found.conflicts == (Conflict("1", tuple(ids)),)


def test_one_given_id_of_alike_texts_is_one_paper() -> None:
    found = in_any_order(
        record("Fractal", FRACTAL, id="1"),
        record("Fractal, renamed", FRACTAL + " More.", 2, id="1"),
    )
    assert [paper.id for paper in found.papers] == ["1"]
    assert found.merges[0].reason is MergeReason.IDENTIFIER


def test_the_paper_has_the_richest_of_each_field() -> None:
    known = identifier_pairs(arxiv="2410.11774")
    found = in_any_order(
        record(
            *("Fractal", FRACTAL),
            identifiers=known,
            date="2024-10",
            categories=("cs.CV", "cs.AI"),
            venue="CoRR",
            address="https://example.org/1",
        ),
        record(
            *("Fractal", FRACTAL, 2),
            identifiers=(*known, ("doi", "10.1000/x")),
            date="2024-10-15",
            authors=("Jane Doe", "Richard Roe"),
            categories=("vision",),
            venue="CVPR",
            address="https://arxiv.org/abs/2410.11774",
        ),
        record("Fractal", FRACTAL, 3, date="2025", authors=("J. Doe",)),
    )
    (paper,) = found.papers
    assert paper == Paper(
        id="arxiv:2410.11774",
        title="Fractal",
        abstract=FRACTAL,
        date="2024-10-15",
        authors=("Jane Doe", "Richard Roe"),
        identifiers=(("arxiv", "2410.11774"), ("doi", "10.1000/x")),
        venue="CVPR",
        categories=("cs.CV", "cs.AI", "vision"),
        address="https://arxiv.org/abs/2410.11774",
        source=tuple(Source("file", row) for row in (1, 2, 3)),
    )


def test_a_paper_read_once_stays_as_it_is() -> None:
    paper = record("Fractal", FRACTAL, id="my id")
    assert merge([paper]) == Deduplication((paper,), (), ())


def test_no_records_give_no_papers() -> None:
    assert merge([]) == Deduplication((), (), ())


def test_many_records_of_one_title_and_abstract_are_still_compared() -> None:
    editorials = [
        record("Editorial", f"{TREES} {'x' * row}", row) for row in range(1, 40)
    ]
    withdrawn = [record(f"Title {row}", "Withdrawn.", row) for row in range(1, 500)]
    found = merge([*editorials, *withdrawn])
    assert len(found.papers) == 1 + 499


WORDS = st.lists(
    st.sampled_from(["graph", "net", "the", "of", "model", "data"]), max_size=6
)
RECORDS = st.builds(
    record,
    WORDS.filter(bool).map(" ".join),
    WORDS.map(" ".join),
    st.integers(1, 9),
    identifiers=st.sampled_from(
        [(), (("arxiv", "2410.11774"),), (("doi", "10.1000/x"),), (("s2", "a"),)]
    ),
    id=st.sampled_from([None, "1", "2"]),
    date=st.sampled_from([None, "2024", "2024-05"]),
)


@settings(deadline=None)
@given(st.lists(RECORDS, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(
    records: list[Paper], chance: random.Random
) -> None:
    expected = merge(records)
    shuffled = list(records)
    chance.shuffle(shuffled)
    assert merge(shuffled) == expected


@settings(deadline=None)
@given(st.lists(RECORDS, max_size=8))
def test_nothing_is_lost_and_ids_are_unique(records: list[Paper]) -> None:
    found = merge(records)
    ids = [paper.id for paper in found.papers]
    assert ids == sorted(set(ids))
    assert {place for paper in found.papers for place in paper.source} == {
        place for paper in records for place in paper.source
    }
    merged = sum(len(report.variants) - 1 for report in found.merges)
    assert len(found.papers) + merged == len(records)


def test_an_id_that_a_text_would_get_may_be_taken() -> None:
    one, other = (record("Fractal", text, id="1") for text in (FRACTAL, TREES))
    taken = record("Elsewhere", "", id=f"1-{text_hash(one.title, one.abstract)}")
    found = in_any_order(one, other, taken)
    assert taken in found.papers
    assert len({paper.id for paper in found.papers}) == 3
    (conflict,) = found.conflicts
    assert taken.id not in conflict.paper_ids
