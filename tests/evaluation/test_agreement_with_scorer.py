"""Our counts are those of the scorer that the guidelines come with."""

import importlib.util
import json
import random
from pathlib import Path
from typing import Any

import pytest

from scholargraph.evaluation import evaluate, evaluate_file
from scholargraph.record_format import from_json

HERE = Path(__file__).parent
CASES = HERE / "cases"
SHARED = HERE.parents[2] / "shared" / "gold"
DAILY = HERE.parent / "extract" / "daily_papers.gold.jsonl"


def counts(gold: Path, predicted: Path) -> dict[str, list[int]]:
    report = evaluate_file(gold, predicted, samples=2)
    return {
        figure.layer: [
            figure.counts.right,
            figure.counts.wrong,
            figure.counts.missing,
        ]
        for figure in report.figures
    }


def test_the_small_case_has_the_frozen_counts() -> None:
    expected = json.loads((CASES / "counts.json").read_text("utf-8"))
    assert counts(CASES / "gold.jsonl", CASES / "predicted.jsonl") == expected


def test_extractions_count_as_their_records_do() -> None:
    lines = (CASES / "predicted.jsonl").read_text("utf-8").splitlines()
    pairs = [from_json(json.loads(line)) for line in lines]
    gold = CASES / "gold.jsonl"
    from_file = evaluate_file(gold, CASES / "predicted.jsonl", samples=5)
    assert evaluate(gold, pairs, samples=5) == from_file


def scorer() -> Any:
    path = SHARED / "score.py"
    if not path.exists():
        pytest.skip("the scorer is not here; the frozen counts are tested above")
    spec = importlib.util.spec_from_file_location("guidelines_score", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def damaged(record: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return a record with some statements dropped, renamed or of another kind."""
    entities = []
    for entity in record["entities"]:
        if chance.random() < 0.2:
            continue
        name = entity["name"].upper() if chance.random() < 0.3 else entity["name"]
        mentions = [item for item in entity["mentions"] if chance.random() > 0.2]
        kind = "Method" if chance.random() < 0.1 else entity["type"]
        role = "introduces" if chance.random() < 0.1 else entity["role"]
        if (kind, role) != (entity["type"], entity["role"]) and kind != "Method":
            role = entity["role"]
        entities.append(
            {**entity, "name": name, "mentions": mentions, "type": kind, "role": role}
        )
    chance.shuffle(entities)
    kept = {
        field: [item for item in record[field] if chance.random() > 0.3]
        for field in ("relations", "results", "links")
    }
    return {**record, **kept, "entities": entities}


@pytest.mark.parametrize("source", [DAILY, SHARED / "dev.jsonl"], ids=lambda p: p.name)
@pytest.mark.parametrize("seed", [1, 2])
def test_damaged_gold_has_the_scorers_counts(
    source: Path, seed: int, tmp_path: Path
) -> None:
    module = scorer()
    chance = random.Random(seed)
    records = [json.loads(line) for line in source.read_text("utf-8").splitlines()]
    kept = [damaged(record, chance) for record in records if chance.random() > 0.05]
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text("".join(json.dumps(record) + "\n" for record in kept))
    gold = {record["id"]: record for record in records}
    expected = module.score(gold, gold, {record["id"]: record for record in kept})
    assert counts(source, predicted) == {
        layer: [count.tp, count.fp, count.fn] for layer, count in expected.items()
    }
