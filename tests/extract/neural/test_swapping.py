"""Papers with other names say the same of them."""

import random
from pathlib import Path
from typing import Any

import pytest

from scholargraph.training.examples import to_example
from scholargraph.training.swapping import (
    Name,
    all_names,
    some_swapped,
    swapped,
)
from scholargraph.training.train import read_gold

pytestmark = pytest.mark.slow

DATA = Path(__file__).parents[2] / "data"
GOLD = read_gold(DATA / "annotated_daily_papers.jsonl")
RECORD: dict[str, Any] = {
    "id": "a",
    "title": "Fractal Calibration",
    "abstract": "Fractal Calibration (FRACAL) beats FRACALs. On LVIS it has 33.6% AP.",
    "entities": [
        {
            "name": "FRACAL",
            "type": "Method",
            "role": "introduces",
            "mentions": ["FRACAL", "Fractal Calibration"],
        },
        {"name": "AP", "type": "Metric", "role": "reports", "mentions": ["AP"]},
    ],
    "relations": [("FRACAL", "evaluated_on", "LVIS")],
    "results": [
        {"method": "FRACAL", "dataset": None, "task": None, "metric": "AP",
         "value": "33.6", "unit": "%", "kind": "absolute"}
    ],
}  # fmt: skip
NAMES = {
    ("Method", 2): [Name("MoE", ("Mixture of Experts", "MoE"))],
    ("Metric", 1): [Name("FID", ("FID",))],
}


def test_all_that_is_said_of_a_concept_goes_with_its_new_name() -> None:
    found = swapped(RECORD, NAMES, random.Random(0), share=1)
    assert found["title"] == "Mixture of Experts"
    said = "Mixture of Experts (MoE) beats FRACALs. On LVIS it has 33.6% FID."
    assert found["abstract"] == said
    assert [each["name"] for each in found["entities"]] == ["MoE", "FID"]
    assert found["entities"][0]["mentions"] == ["Mixture of Experts", "MoE"]
    assert found["relations"] == [("MoE", "evaluated_on", "LVIS")]
    (row,) = found["results"]
    assert (row["method"], row["metric"], row["dataset"]) == ("MoE", "FID", None)


def test_a_name_that_the_text_has_is_not_taken() -> None:
    names = {("Metric", 1): [Name("LVIS", ("LVIS",)), Name("AP", ("AP",))]}
    found = swapped(RECORD, names, random.Random(0), share=1)
    assert found["entities"] == RECORD["entities"]


def test_two_concepts_never_get_one_form() -> None:
    others = [Name("language model", ("LM",)), Name("linear model", ("LM",))]
    method = {"type": "Method", "role": "uses"}
    entities = [
        {**method, "name": name, "mentions": [name]} for name in ("FooNet", "BarNet")
    ]
    record = {**RECORD, "title": "", "abstract": "FooNet and BarNet"}
    record |= {"entities": entities, "relations": [], "results": []}
    for seed in range(9):
        rng = random.Random(seed)
        found = swapped(record, {("Method", 1): others}, rng, share=1)
        assert found["abstract"].count("LM") == 1


def test_annotated_papers_keep_their_targets() -> None:
    names, rng = all_names(GOLD), random.Random(1)
    changed = 0
    for record in GOLD:
        other = swapped(record, names, rng)
        changed += other["abstract"] != record["abstract"]
        one, two = to_example(record), to_example(other)
        assert len(one.spans) == len(two.spans)
        assert sorted(one.roles) == sorted(two.roles)
        assert one.related.sum() == two.related.sum()
        assert one.pointed.sum() == two.pointed.sum()
    assert changed > len(GOLD) / 2


def test_a_share_of_the_papers_is_swapped_and_the_same_in_each_run() -> None:
    names = all_names(GOLD)
    one, two = (some_swapped(GOLD, names, random.Random(3)) for _ in range(2))
    assert one == two
    assert 0 < sum(a == b for a, b in zip(one, GOLD, strict=True)) < len(GOLD)
