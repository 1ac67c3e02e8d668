"""A run that is killed goes on as if nothing had happened."""

from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import torch

from scholargraph.errors import ModelError
from scholargraph.extract.neural.extractor import NeuralExtractor
from scholargraph.model import Paper
from scholargraph.training import loop
from scholargraph.training.batches import Item, collate
from scholargraph.training.course import Course, walk
from scholargraph.training.encoder import Encoder
from scholargraph.training.examples import to_example
from scholargraph.training.export import write_model
from scholargraph.training.judging import judge
from scholargraph.training.losses import losses
from scholargraph.training.masking import masked
from scholargraph.training.network import Network
from scholargraph.training.rounds import fixed, to_items, to_tokenizer

pytestmark = pytest.mark.slow

TOKENIZER = files("scholargraph.extract.neural") / "weights" / "tokenizer.json"
PLAN = loop.Plan(epochs=2, batch=2, branches=2)
Whole: TypeAlias = tuple[loop.State, list[Any], Path]
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


def course() -> Course:
    papers = items()
    return Course((fixed(papers, guessing=True),), (fixed(papers),) * 2)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """Return the end of a course, what was told of it, and its folder."""
    into = tmp_path_factory.mktemp("whole")
    return (*ends(into), into)


def ends(into: Path, *, after: int | None = None) -> tuple[loop.State, list[Any]]:
    """Walk the course, or the rest of it; give up ``after`` so many epochs."""
    told: list[Any] = []

    def tell(epoch: loop.Epoch) -> None:
        told.append((epoch.seed, epoch.number, epoch.losses))
        if len(told) == after:
            raise KeyboardInterrupt

    return walk(run(), course(), PLAN, into=into, tell=tell), told


@pytest.mark.parametrize("after", [1, 2, 4])
def test_a_killed_run_ends_with_the_same_weights(
    tmp_path: Path, whole: Whole, after: int
) -> None:
    state, told, _ = whole
    assert [each[:2] for each in told] == [(1, 1), (1, 2), (1, 3), (2, 2), (2, 3)]
    with pytest.raises(KeyboardInterrupt):
        ends(tmp_path, after=after)
    again, rest = ends(tmp_path)
    # Not bit for bit: where memory lies decides in which order sums are taken.
    assert [each[2] for each in rest] == [
        pytest.approx(each[2], rel=1e-4) for each in told[after:]
    ]
    for name, value in state.items():
        torch.testing.assert_close(value, again[name], rtol=0, atol=1e-4)


def test_branches_differ_and_are_averaged(whole: Whole) -> None:
    state, _, into = whole
    one, other = (
        torch.load(into / f"branch-{number}.pt", weights_only=True)["average"]
        for number in (1, 2)
    )
    name = "span.kinds.weight"
    assert not torch.equal(one[name], other[name])
    torch.testing.assert_close(state[name], (one[name] + other[name]) / 2)


def other_layers(path: Path) -> None:
    network = Network(0.1)
    network.encoder = Encoder(0.1, layers=2)
    loop.save(loop.start(network, PLAN), path)


@pytest.mark.parametrize(
    "write",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text("no archive"),
        lambda path: torch.save({"network": {}}, path),
        lambda path: torch.save([], path),
        other_layers,
    ],
)
def test_a_checkpoint_of_another_program_is_told(
    tmp_path: Path, write: Callable[[Path], object]
) -> None:
    write(tmp_path / loop.CHECKPOINT)
    with pytest.raises(ModelError, match=r"checkpoint\.pt: no checkpoint of a run"):
        ends(tmp_path)


def test_without_a_common_start_there_is_one_branch(tmp_path: Path) -> None:
    told: list[int] = []
    own = Course((), course().own)
    walk(run(), own, PLAN, into=tmp_path, tell=lambda epoch: told.append(epoch.seed))
    assert told == [1, 1]


def test_whole_words_are_hidden_and_no_marks() -> None:
    batch = collate(items()[:2] * 40)
    torch.manual_seed(3)
    seen, picked = masked(batch)
    changed = seen.ids != batch.ids
    assert not (changed & ~picked).any()
    assert 0.7 < (changed.sum() / picked.sum()) < 0.95
    words = torch.zeros_like(picked)
    for row, length in enumerate(batch.lengths.tolist()):
        firsts = batch.firsts[row, :length].tolist()
        closing = int(batch.mask[row].sum()) - 1
        for first, end in pairwise([*firsts, closing]):
            words[row, first:end] = True
            assert len(set(picked[row, first:end].tolist())) == 1
    assert not (picked & ~words).any()
    assert 0.1 < (picked.sum() / words.sum()) < 0.2


def test_guessing_teaches_the_encoder() -> None:
    papers = items()
    torch.manual_seed(0)
    one = run().network.train()
    found = losses(one, collate(papers), guessing=True)
    assert "word" not in losses(one, collate(papers))
    found["word"].backward()  # type: ignore[no-untyped-call]
    slope = one.encoder.norm.weight.grad
    assert slope is not None
    assert slope.abs().sum() > 0


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
