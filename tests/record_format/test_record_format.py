import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph import record_format
from scholargraph.errors import InputError
from scholargraph.vocab import RELATION_ENDS, ROLES, Kind, RelationType

ANNOTATED = Path(__file__).parents[1] / "data" / "annotated_daily_papers.jsonl"
LINES = ANNOTATED.read_text(encoding="utf-8").splitlines()
RECORDS = [json.loads(line) for line in LINES]


def record(title: str, abstract: str, *mentions: object) -> dict[str, object]:
    entity = {
        "name": "x",
        "type": "Method",
        "role": "uses",
        "mentions": list(mentions),
    }
    rest: dict[str, object] = {"relations": [], "results": [], "links": []}
    return {
        "id": "p",
        "title": title,
        "abstract": abstract,
        "entities": [entity],
    } | rest


def spans(title: str, abstract: str, *mentions: object) -> list[tuple[int, int]]:
    _, extraction = record_format.from_json(record(title, abstract, *mentions))
    return [(m.start, m.end) for e in extraction.entities for m in e.mentions]


@pytest.mark.parametrize("annotated", RECORDS, ids=[r["id"] for r in RECORDS])
def test_an_annotated_record_survives_the_round_trip(
    annotated: dict[str, object],
) -> None:
    paper, extraction = record_format.from_json(annotated)
    line = record_format.to_line(paper, extraction)
    assert record_format.from_json(json.loads(line)) == (paper, extraction)


@pytest.mark.parametrize("annotated", RECORDS, ids=[r["id"] for r in RECORDS])
def test_every_offset_slices_to_its_mention(annotated: dict[str, object]) -> None:
    paper, extraction = record_format.from_json(annotated)
    mentions = [m for e in extraction.entities for m in e.mentions]
    assert mentions
    assert all(paper.text[m.start : m.end] == m.text for m in mentions)


def test_a_bare_string_stands_for_each_of_its_occurrences() -> None:
    assert spans("CNN", "A CNN and a CNN.", "CNN") == [(0, 3), (6, 9), (16, 19)]


def test_a_bare_string_is_not_found_inside_a_word() -> None:
    assert spans("SAMPLE", "SAM", "SAM") == [(7, 10)]


def test_the_longest_string_wins() -> None:
    assert spans("", "deep neural network", "network", "deep neural network") == [
        (1, 20)
    ]


@pytest.mark.parametrize(
    ("mention", "problem"),
    [
        ({"start": 0, "end": 3, "text": "CNM"}, "'CNM' is not at 0-3"),
        ({"start": 0, "end": 99, "text": "CNN"}, "'CNN' is not at 0-99"),
        ({"start": 2, "end": 2, "text": ""}, "'' is not at 2-2"),
        ({"end": 2, "text": ""}, "no field 'start'"),
    ],
)
def test_an_offset_that_does_not_slice_is_refused(
    mention: dict[str, object], problem: str
) -> None:
    with pytest.raises(InputError, match=problem):
        record_format.from_json(record("CNN", "", mention))


@pytest.mark.parametrize(
    "change",
    [
        {"entities": None},
        {"relations": [["a", "eats", "b"]]},
        {"relations": [["a", "part_of"]]},
        {"links": [{"url": "x.org", "kind": "zip", "own": True}]},
        {"title": None, "entities": [{"name": "x"}]},
    ],
)
def test_what_is_not_in_the_format_is_refused_in_one_line(
    change: dict[str, object],
) -> None:
    with pytest.raises(InputError) as caught:
        record_format.from_json(record("CNN", "") | change)
    assert str(caught.value).startswith("p: ")
    assert "\n" not in str(caught.value)


@given(st.text(), st.text(), st.lists(st.text(min_size=1), max_size=4))
def test_offsets_slice_for_any_text(
    title: str, abstract: str, mentions: list[str]
) -> None:
    paper, extraction = record_format.from_json(record(title, abstract, *mentions))
    found = [m for e in extraction.entities for m in e.mentions]
    assert all(paper.text[m.start : m.end] == m.text for m in found)
    ends = [0, *(m.end for m in sorted(found))]
    assert all(m.start >= end for m, end in zip(sorted(found), ends, strict=False))


def test_every_kind_has_roles_and_every_relation_type_has_ends() -> None:
    assert set(ROLES) == set(Kind)
    assert set(RELATION_ENDS) == set(RelationType)
