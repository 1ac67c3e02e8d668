"""A run from annotated and read papers to a model that reads."""

import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import pytest

from scholargraph.errors import InputError
from scholargraph.extract.neural.extractor import NeuralExtractor
from scholargraph.model import Paper
from scholargraph.record_format import to_json
from scholargraph.training import train as module
from scholargraph.training.loop import Plan
from scholargraph.training.silver import choose
from scholargraph.training.train import (
    CURVE,
    Sources,
    read_gold,
    read_silver,
    train,
)

pytestmark = pytest.mark.slow

GOLD = Path(__file__).parents[2] / "data" / "annotated_daily_papers.jsonl"
PLAN = Plan(epochs=1, silver_rounds=1, branches=2)


@pytest.fixture(autouse=True)
def no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start from weights by chance, since the encoder's package is not needed here."""
    tokenizer = files("scholargraph.extract.neural") / "weights" / "tokenizer.json"
    monkeypatch.setattr(module, "read_file", lambda *_: tokenizer.read_bytes())
    monkeypatch.setattr(module, "read_weights", lambda _: {})
    monkeypatch.setattr(module, "load_pretrained", lambda *_: None)


def test_a_run_ends_with_a_model_that_reads(tmp_path: Path) -> None:
    records = sorted(read_gold(GOLD), key=lambda record: len(record["abstract"]))[:9]
    gold, held, read = (tmp_path / f"{name}.jsonl" for name in ("gold", "held", "read"))
    write(gold, records[:4])
    write(held, records[4:6])
    papers = [
        Paper(each["id"], each["title"], each["abstract"]) for each in records[6:]
    ]
    extractor = NeuralExtractor.load()
    pairs = zip(papers, extractor.extract(papers), strict=True)
    write(read, [to_json(paper, extraction) for paper, extraction in pairs])
    told: list[tuple[int, int]] = []
    folder = train(
        gold,
        tmp_path / "model",
        plan=PLAN,
        sources=Sources(held_out=held, silver=read),
        report=lambda figures: told.append((figures["epoch"], figures["seed"])),
    )
    assert told == [(1, 1), (2, 1), (2, 2)]
    curve = (folder / CURVE).read_text(encoding="utf-8").splitlines()
    assert ["word" in json.loads(line)["loss"] for line in curve] == [
        True,
        False,
        False,
    ]
    (extraction,) = NeuralExtractor.load(folder).extract(papers[:1])
    assert extraction.paper_id == papers[0].id


def test_annotated_papers_are_read_papers_without_doubt() -> None:
    chosen = choose(read_silver(GOLD), [], 3)
    assert len(chosen) == 3
    assert {sure for paper in chosen for *_, sure in paper["relations"]} == {1.0}


def test_nothing_to_learn_from_is_told(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    (record,) = read_gold(GOLD)[:1]
    write(gold, [record])
    with pytest.raises(InputError, match="no paper to learn from"):
        train(gold, tmp_path / "model", plan=PLAN)


def write(path: Path, records: Sequence[object]) -> None:
    path.write_text("".join(json.dumps(each) + "\n" for each in records), "utf-8")
