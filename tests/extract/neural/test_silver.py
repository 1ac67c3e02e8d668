"""What an earlier model read is learned from only where it was sure."""

from typing import Any

from scholargraph.training.examples import to_example
from scholargraph.training.silver import choose


def read(name: str, title: str, *sure: float) -> dict[str, Any]:
    """Return a paper with a mention of each confidence."""
    mentions = [
        {"start": 0, "end": 1, "text": f"m{place}", "confidence": confidence}
        for place, confidence in enumerate(sure)
    ]
    entity = {"name": "m0", "type": "Method", "role": "uses", "mentions": mentions}
    relation = {"head": "m0", "type": "part_of", "tail": "m1", "confidence": 0.9}
    return {
        "id": name,
        "title": title,
        "abstract": "",
        "entities": [entity],
        "relations": [relation],
        "results": [],
    }


SURE = (0.9, 0.9, 0.9, 0.9, 0.4)
PAPERS = [
    read("a", "One", *SURE),
    read("b", "Two", 0.9, 0.2, 0.9, 0.2, 0.4),
    read("c", "Three", 0.9),
    read("d", "Four", *SURE),
    read("e", "Five", *SURE),
]


def test_unsure_and_nearly_empty_papers_are_left_out() -> None:
    assert {record["id"] for record in choose(PAPERS, [], 9)} == {"a", "d", "e"}


def test_a_paper_that_is_annotated_or_held_out_is_left_out() -> None:
    known = [{"title": "FOUR."}]
    assert {record["id"] for record in choose(PAPERS, known, 9)} == {"a", "e"}


def test_the_choice_does_not_hang_on_the_order() -> None:
    chosen = choose(PAPERS, [], 2)
    assert choose(PAPERS[::-1], [], 2) == chosen
    assert len(chosen) == 2


def test_a_chosen_paper_looks_like_an_annotated_one() -> None:
    (chosen,) = choose(PAPERS, [], 1)
    assert chosen["entities"][0]["mentions"] == ["m0", "m1", "m2", "m3", "m4"]
    assert chosen["relations"] == [("m0", "part_of", "m1", 0.9)]


def test_a_relation_is_learned_for_as_much_as_it_is_likely() -> None:
    uses = {"type": "Method", "role": "uses"}
    record = {
        "id": "a",
        "title": "FooNet",
        "abstract": "FooNet has a BarNet and a BazNet.",
        "entities": [
            {**uses, "name": name, "mentions": [name]}
            for name in ("FooNet", "BarNet", "BazNet")
        ],
        "relations": [
            ("BarNet", "part_of", "FooNet", 0.25),
            ("BazNet", "part_of", "FooNet"),
        ],
        "results": [],
    }
    related = to_example(record).related
    assert sorted(related[related > 0].tolist()) == [0.25, 1.0]
