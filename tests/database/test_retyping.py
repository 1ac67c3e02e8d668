"""What is read of a paper follows a decision that a concept is of another kind."""

from pathlib import Path

import pytest

from scholargraph.database.retyping import kind_of, retyped
from scholargraph.record_format import Json

CASES = Path(__file__).parent / "cases" / "retyping.txt"
NAMES = {"A": "method/a", "B": "dataset/b", "C": "task/c", "D": "metric/d", "E": "e"}


def rows() -> list[list[str]]:
    lines = CASES.read_text("utf-8").splitlines()
    return [
        [cell.strip() for cell in line.split("|")]
        for line in lines
        if line and not line.startswith("#")
    ]


@pytest.mark.parametrize(("head", "type_", "tail", "wanted"), rows())
def test_a_relation_stays_where_its_ends_fit(
    head: str, type_: str, tail: str, wanted: str
) -> None:
    relation = {"head": head, "type": type_, "tail": tail}
    found = retyped("relations", [relation], NAMES)
    assert found == ([relation] if wanted == "stays" else [])


def test_an_entity_of_another_kind_is_mentioned_where_its_role_is_none_of_it() -> None:
    def entity(name: str, kind: str, role: str) -> Json:
        return {"name": name, "type": kind, "role": role}

    items = [
        entity("A", "Method", "uses"),
        entity("B", "Method", "introduces"),
        entity("C", "Method", "compares"),
        entity("E", "Method", "uses"),
        entity("F", "Method", "uses"),
    ]
    assert retyped("entities", items, NAMES) == [
        entity("A", "Method", "uses"),
        entity("B", "Dataset", "introduces"),
        entity("C", "Task", "mentions"),
        entity("E", "Method", "uses"),
        entity("F", "Method", "uses"),
    ]


def test_a_result_lacks_what_has_no_place_in_it() -> None:
    result = {"method": "A", "dataset": "A", "task": "C", "metric": None, "value": "1"}
    assert retyped("results", [result], NAMES) == [{**result, "dataset": None}]


def test_links_are_left_as_they_are() -> None:
    assert retyped("links", [{"url": "x"}], NAMES) == [{"url": "x"}]


def test_an_id_of_no_kind_has_none() -> None:
    assert kind_of("thing/x") is kind_of("") is None
