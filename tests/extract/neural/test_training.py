"""A run that is killed goes on as if nothing had happened."""

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
import torch

from scholargraph.extract.neural.extractor import NeuralExtractor
from scholargraph.model import Paper
from scholargraph.training import loop
from scholargraph.training.batches import Item
from scholargraph.training.encoder import Encoder
from scholargraph.training.examples import to_example
from scholargraph.training.export import write_model
from scholargraph.training.judging import judge
from scholargraph.training.network import Network
from scholargraph.training.train import to_items, to_tokenizer

pytestmark = pytest.mark.slow

TOKENIZER = files("scholargraph.extract.neural") / "weights" / "tokenizer.json"
PLAN = loop.Plan(epochs=2, batch=2)
RECORD = {
    "id": "a",
    "title": "FRACAL: Fractal Calibration",
    "abstract": "FRACAL is for object detection. On LVIS it has 33.6% AP, not 12.",
    "entities": [
        {
            "name": "FRACAL",
            "type": "Method",
            "role": "introduces",
            "mentions": ["FRACAL", "Fractal Calibration"],
        },
        {
            "name": "object detection",
            "type": "Task",
            "role": "addresses",
            "mentions": ["object detection"],
        },
        {
            "name": "LVIS",
            "type": "Dataset",
            "role": "evaluates",
            "mentions": ["LVIS"],
        },
        {"name": "AP", "type": "Metric", "role": "reports", "mentions": ["AP"]},
    ],
    "relations": [
        ["FRACAL", "used_for", "object detection"],
        ["FRACAL", "evaluated_on", "LVIS"],
        ["object detection", "measured_by", "AP"],
    ],
    "results": [
        {
            "method": "FRACAL",
            "dataset": "LVIS",
            "task": "object detection",
            "metric": "AP",
            "value": "33.6",
            "unit": "%",
            "kind": "absolute",
        }
    ],
}


def items() -> list[Item]:
    other = {**RECORD, "id": "b", "title": "", "results": [], "relations": []}
    bare = {**RECORD, "id": "c", "entities": [], "results": [], "relations": []}
    records = [RECORD, other, bare]
    return list(to_items(records, to_tokenizer(TOKENIZER.read_bytes())))


def run() -> loop.Run:
    torch.manual_seed(0)
    network = Network(0.1)
    network.encoder = Encoder(0.1, layers=1)
    return loop.start(network, PLAN)


def test_every_annotated_statement_becomes_a_target() -> None:
    example = to_example(RECORD)
    assert len(example.spans) == 6
    assert example.form_same.tolist() == [1.0]
    assert int(example.related.sum()) == 3
    assert example.number_kinds.tolist() == [1, 0]
    assert int(example.pointed.sum()) == 4


def test_a_killed_run_ends_with_the_same_weights(tmp_path: Path) -> None:
    papers = items()
    whole = run()
    losses = [
        each.losses for each in loop.epochs(whole, [papers] * 2, PLAN, folder=tmp_path)
    ]
    broken = tmp_path / "broken"
    broken.mkdir()
    next(loop.epochs(run(), [papers] * 2, PLAN, folder=broken))
    again = run()
    rest = [
        each.losses for each in loop.epochs(again, [papers] * 2, PLAN, folder=broken)
    ]
    # Not bit for bit: where memory lies decides in which order sums are taken.
    assert rest == [pytest.approx(each, rel=1e-4) for each in losses[1:]]
    for name, value in whole.average.items():
        torch.testing.assert_close(value, again.average[name], rtol=0, atol=1e-4)


def test_the_rate_rises_stays_and_falls() -> None:
    factors = [PLAN.factor(step, 100) for step in (0, 3, 30, 60, 90, 100)]
    assert factors[0] == 0
    assert factors[2:4] == [1.0, 1.0]
    assert factors[4] > factors[5] > 0


def test_a_reading_is_judged_by_its_annotation() -> None:
    weights = files("scholargraph.extract.neural") / "weights"
    extractor = NeuralExtractor.load(Path(str(weights)))
    paper = Paper("a", str(RECORD["title"]), str(RECORD["abstract"]))
    (extraction,) = extractor.extract([paper])
    layers = judge([(RECORD, replace(extraction, results=()))])
    assert layers["span"].gold == 6
    assert layers["result"].gold == 1
    assert layers["concept"].f1() > 0


def test_a_written_model_can_be_loaded(tmp_path: Path) -> None:
    settings = NeuralExtractor.load().settings
    network = Network(0.0)
    network.encoder = Encoder(0.0, layers=1, words=30522)
    write_model(
        tmp_path,
        network.state_dict(),
        settings,
        tokenizer=TOKENIZER.read_bytes(),
        notes={},
    )
    extractor = NeuralExtractor.load(tmp_path)
    assert extractor.settings == settings
    assert len(list(extractor.extract([Paper("a", "A title", "A text.")]))) == 1
