"""
Train an extractor: from annotated papers to a model folder.

The steps are those of the package: rounds, course, refinement, second opinions from the
words alone, settings, export. Each
epoch's figures on the held-out papers are appended to ``curve.jsonl``.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

import torch

from scholargraph.annotated import read_annotated
from scholargraph.errors import InputError
from scholargraph.extract.neural.extractor import NeuralExtractor, session
from scholargraph.extract.neural.reading import Thresholds
from scholargraph.extract.neural.settings import LAYERS, Settings
from scholargraph.model import Extraction, Paper
from scholargraph.record_format import from_json, to_json
from scholargraph.training import loop
from scholargraph.training.course import Course, walk
from scholargraph.training.encoder import load_pretrained
from scholargraph.training.export import write_encoder, write_manifest, write_model
from scholargraph.training.judging import Record
from scholargraph.training.known_names import known_names
from scholargraph.training.network import Network
from scholargraph.training.pretrained import read_file, read_weights
from scholargraph.training.refine import refined
from scholargraph.training.rounds import (
    cut,
    fixed,
    swapping,
    to_items,
    to_tokenizer,
    with_other_names,
)
from scholargraph.training.settings import PLAIN, Held, choose_settings
from scholargraph.training.silver import choose
from scholargraph.training.surface import surface_heads
from scholargraph.training.word_spans import word_spans
from scholargraph.whole_files import new_folder

Report: TypeAlias = Callable[[Mapping[str, Any]], None]

VERSION = "2026.11.7"
CURVE = "curve.jsonl"
HELD_OUT = 0.1  # of the papers, where no others are given to choose on
DROPOUT = 0.2


@dataclass(frozen=True, slots=True)
class Sources:
    """
    What a run reads beside its gold.

    ``held_out`` are papers to choose on (by default a tenth of the gold), ``silver``
    papers as an earlier model read them, to learn from first, and ``encoder`` is the
    encoder's wheel (by default its package must be installed).
    """

    held_out: Path | None = None
    silver: Path | None = None
    encoder: Path | None = None


def ignore(figures: Mapping[str, Any]) -> None:
    """Take an epoch's figures and do nothing with them."""


DEFAULT = loop.Plan()
NONE = Sources()


def train(
    gold: Path,
    into: Path,
    *,
    plan: loop.Plan = DEFAULT,
    sources: Sources = NONE,
    report: Report = ignore,
) -> Path:
    """
    Train a model and return its folder, ``into``; goes on where a killed run stopped.

    ``report`` gets each epoch's figures, which also go to ``curve.jsonl``.

    Raises
    ------
    InputError
        Where the annotated papers cannot be read.
    ModelError
        Where the encoder is missing or not the pinned one.

    """
    torch.use_deterministic_algorithms(mode=True)
    torch.manual_seed(plan.seed)
    with new_folder(into):
        learnt, held = split(gold, sources.held_out, plan.seed)
        tokenizer = read_file("tokenizer.json", sources.encoder)
        network = Network(DROPOUT)
        load_pretrained(network.encoder, read_weights(sources.encoder))
    cutter = to_tokenizer(tokenizer)
    items = list(to_items(learnt, cutter))
    if not items:
        raise InputError(str(gold), "no paper to learn from that fits one window")
    read = [] if sources.silver is None else read_silver(sources.silver)
    annotated = [*learnt, *held]
    silver = choose(read, annotated, len(items) * plan.silver_rounds)
    first = list(to_items(silver, cutter))
    course = Course(
        tuple(fixed(part, guessing=True) for part in cut(first, len(items))),
        (swapping(learnt, cutter),) * plan.epochs,
    )

    def tell(epoch: loop.Epoch) -> None:
        figures = trial(into, epoch, held, tokenizer=tokenizer)
        with (into / CURVE).open("a", encoding="utf-8") as curve:
            curve.write(json.dumps(figures) + "\n")
        report(figures)

    average = walk(loop.start(network, plan), course, plan, into=into, tell=tell)
    write_encoder(average, into / "model.onnx")
    renamed = with_other_names(learnt, cutter)
    state = refined(average, renamed, session(into / "model.onnx"))
    state |= surface_heads(items, first, seed=plan.seed)
    names = known_names(read, annotated)
    state |= word_spans(items, names, seed=plan.seed)
    state |= {name: torch.from_numpy(array) for name, array in names.items()}
    finish(
        into,
        state,
        held,
        notes={"seed": plan.seed, "plan": asdict(plan)},
        tokenizer=tokenizer,
    )
    return into


def read_gold(path: Path) -> list[Record]:
    """Return the annotated papers of a file or folder, each of them checked."""
    return [record for record, _ in checked(path)]


def read_silver(path: Path) -> list[Record]:
    """Return papers as ``extract`` gives them; what has no confidence is certain."""
    return [to_json(*parts) for _, parts in checked(path)]


def checked(path: Path) -> Iterator[tuple[Record, tuple[Paper, Extraction]]]:
    """Yield the papers of a file or folder, and what stands in each."""
    for where, record in read_annotated(path):
        try:
            yield record, from_json(record)
        except InputError as error:
            raise InputError(where, error.what) from error


def split(
    gold: Path, held_out: Path | None, seed: int
) -> tuple[list[Record], list[Record]]:
    """Return the papers to learn from and the papers to choose on."""
    found = read_gold(gold)
    if held_out is not None:
        return found, read_gold(held_out)
    order = list(range(len(found)))
    random.Random(seed).shuffle(order)  # noqa: S311
    chosen = set(order[: max(int(len(found) * HELD_OUT), 1)])
    return (
        [record for spot, record in enumerate(found) if spot not in chosen],
        [record for spot, record in enumerate(found) if spot in chosen],
    )


def trial(
    into: Path, epoch: loop.Epoch, held: Sequence[Record], *, tokenizer: bytes
) -> dict[str, Any]:
    """Return the figures of an epoch's averaged weights, with untuned settings."""
    settings = Settings(VERSION, Thresholds(), PLAIN, dict.fromkeys(LAYERS, 0.0))
    folder = into / "trial"
    write_model(folder, epoch.average, settings, tokenizer=tokenizer, notes={})
    judged = encoded(NeuralExtractor.load(folder), held).judged(settings)
    scores = {name: round(layer.f1(), 4) for name, layer in judged.items()}
    return {
        "epoch": epoch.number,
        "seed": epoch.seed,
        "loss": epoch.losses,
        "f1": scores,
    }


def encoded(extractor: NeuralExtractor, held: Sequence[Record]) -> Held:
    """Return the held-out papers as the extractor encodes them."""
    return Held(
        held,
        extractor.texts([(each["title"], each["abstract"]) for each in held]),
        extractor.weights,
    )


def finish(
    into: Path,
    state: loop.State,
    held: Sequence[Record],
    *,
    notes: Mapping[str, Any],
    tokenizer: bytes,
) -> None:
    """Write the model with settings chosen on what its int8 encoder gives."""
    settings = Settings(VERSION, Thresholds(), PLAIN, dict.fromkeys(LAYERS, 0.0))
    write_model(into, state, settings, tokenizer=tokenizer, notes=notes)
    papers = encoded(NeuralExtractor.load(into), held)
    chosen, errors = choose_settings(papers, VERSION)
    scores = {
        name: round(layer.f1(), 4) for name, layer in papers.judged(chosen).items()
    }
    write_manifest(
        into,
        chosen,
        notes={**notes, "held_out": {"f1": scores, "calibration_error": errors}},
    )
