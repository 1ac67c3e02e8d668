"""
The training loop: optimiser, schedule, averaged weights, checkpoints.

A checkpoint is written after each epoch and holds all there is, so that a run
killed at any time goes on from there and ends with the same weights.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, TypeAlias

import torch
from torch import Tensor

from scholargraph.errors import ModelError
from scholargraph.training.batches import Item, batches
from scholargraph.training.losses import losses
from scholargraph.training.network import Network

State: TypeAlias = dict[str, Tensor]

CHECKPOINT = "checkpoint.pt"
# What PyTorch raises over a damaged file, or one of a program with other layers.
NO_CHECKPOINT = (
    EOFError,
    KeyError,
    RuntimeError,
    TypeError,
    ValueError,
    UnpicklingError,
)
FROZEN = "encoder.words.weight"  # 1,700 abstracts teach nothing new about 30,000 words


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What a run is made of.

    The rate rises over ``warm_up`` of the run, stays, and falls to nothing over the
    last ``decay``, so that a run may be lengthened until the fall begins.
    """

    epochs: int = 10
    silver_rounds: int = 5  # before the epochs, each of as many papers as an epoch
    branches: int = 2  # runs from where the silver rounds end, to be averaged
    batch: int = 8
    encoder_rate: float = 1.6e-4
    layer_factor: float = 0.9  # each layer learns that much slower than the one above
    head_rate: float = 1e-3
    weight_decay: float = 0.01
    warm_up: float = 0.06
    decay: float = 0.35
    clip: float = 1.0
    average: float = 0.997
    seed: int = 1

    def __post_init__(self) -> None:
        if self.branches < 1:
            raise ValueError("a run has at least one branch")

    def factor(self, step: int, total: int) -> float:
        """Return the share of the full rate at a step."""
        warm, fall = self.warm_up * total, self.decay * total
        if step < warm:
            return step / warm
        return min(1.0, max((total - step) / fall, 0.02))


@dataclass(frozen=True, slots=True)
class Round:
    """
    What an epoch walks: at most so many items, drawn by chance that is the epoch's own.

    Where it is for ``guessing`` words are hidden, to be guessed.
    """

    size: int
    draw: Callable[[random.Random], Sequence[Item]]
    guessing: bool = False


@dataclass(frozen=True, slots=True)
class Epoch:
    """What is known after an epoch: its number, from 1, and each head's mean loss."""

    number: int
    seed: int
    losses: dict[str, float]
    average: State


@dataclass(slots=True)
class Run:
    """A run's moving parts; changes with every step."""

    network: Network
    optimiser: torch.optim.Optimizer
    average: State
    step: int = 0
    epoch: int = 0


def start(network: Network, plan: Plan) -> Run:
    """Return a run at its first step."""
    network.encoder.words.weight.requires_grad = False
    optimiser = torch.optim.AdamW(
        parameter_groups(network, plan), betas=(0.9, 0.98), fused=True
    )
    return Run(
        network,
        optimiser,
        {name: value.clone() for name, value in network.state_dict().items()},
    )


def parameter_groups(network: Network, plan: Plan) -> list[dict[str, Any]]:
    """Return the parameters by rate, and by whether weight decay applies."""
    encoder, depth = network.encoder, len(network.encoder.layers)
    parts: list[tuple[Iterable[Tensor], float]] = [
        (
            layer.parameters(),
            plan.encoder_rate * plan.layer_factor ** (depth - 1 - index),
        )
        for index, layer in enumerate(encoder.layers)
    ]
    inputs = [encoder.positions.weight, encoder.norm.weight, encoder.norm.bias]
    parts.append((inputs, plan.encoder_rate * plan.layer_factor**depth))
    parts.append(([encoder.shapes.weight], plan.head_rate))
    parts += [
        (part.parameters(), plan.head_rate)
        for part in (network.span, network.heads, network.word)
    ]
    groups = []
    for found, rate in parts:
        listed = list(found)
        for decay, members in (
            (plan.weight_decay, [value for value in listed if value.ndim > 1]),
            (0.0, [value for value in listed if value.ndim < 2]),  # noqa: PLR2004
        ):
            groups.append(
                {"params": members, "lr": rate, "full": rate, "weight_decay": decay}
            )
    return groups


def epochs(
    run: Run, rounds: Sequence[Round], plan: Plan, *, checkpoint: Path, total: int
) -> Iterator[Epoch]:
    """
    Yield after each epoch that is still to do, having written a checkpoint.

    ``rounds`` are those of all epochs from the first on, in their order, and ``total``
    counts the steps of the whole run, of which these may be a part.
    """
    resume(run, checkpoint)
    while run.epoch < len(rounds):
        means = one_epoch(run, rounds[run.epoch], plan, total=total)
        run.epoch += 1
        save(run, checkpoint)
        yield Epoch(run.epoch, plan.seed, means, run.average)


def steps(rounds: Iterable[Round], plan: Plan) -> int:
    """Return how many steps the rounds take."""
    return sum(batch_count(each.size, plan.batch) for each in rounds)


def batch_count(items: int, size: int) -> int:
    """Return how many batches of a size so many items make."""
    return -(-items // size)


def one_epoch(run: Run, walked: Round, plan: Plan, *, total: int) -> dict[str, float]:
    """Walk a round once; return each head's mean loss. A run has ``total`` steps."""
    # Seeded by epoch, not once: a resumed run must draw what the unbroken one drew.
    rng = random.Random(100 * plan.seed + run.epoch)  # noqa: S311
    torch.manual_seed(1000 * plan.seed + run.epoch)
    run.network.train()
    sums: dict[str, float] = {}
    items = walked.draw(rng)
    for batch in batches(items, plan.batch, rng):
        found = losses(run.network, batch, guessing=walked.guessing)
        one_step(run, sum(found.values(), torch.zeros(())), plan, total=total)
        for name, loss in found.items():
            sums[name] = sums.get(name, 0.0) + loss.item()
    count = batch_count(len(items), plan.batch)
    return {name: loss / count for name, loss in sums.items()}


def one_step(run: Run, loss: Tensor, plan: Plan, *, total: int) -> None:
    """Take a step down the gradient and move the averaged weights."""
    factor = plan.factor(run.step, total)
    for group in run.optimiser.param_groups:
        group["lr"] = group["full"] * factor
    run.optimiser.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    learnt = [value for value in run.network.parameters() if value.grad is not None]
    torch.nn.utils.clip_grad_norm_(learnt, plan.clip)
    run.optimiser.step()
    run.step += 1
    # The average of the first steps must forget the untrained heads sooner.
    keep = min(plan.average, (run.step + 1) / (run.step + 20))
    with torch.no_grad():
        for name, value in run.network.state_dict().items():
            if name != FROZEN:
                run.average[name].lerp_(value, 1 - keep)


def save(run: Run, path: Path) -> None:
    """Write a checkpoint in one rename, so that a kill leaves the old or the new."""
    beside = path.with_suffix(".part")
    state = {
        "network": run.network.state_dict(),
        "optimiser": run.optimiser.state_dict(),
        "average": run.average,
        "step": run.step,
        "epoch": run.epoch,
    }
    torch.save(state, beside)
    os.replace(beside, path)  # noqa: PTH105


def resume(run: Run, path: Path) -> None:
    """
    Go on from a checkpoint where there is one.

    Raises
    ------
    ModelError
        Where the file is none, or holds a network of another shape.

    """
    if not path.exists():
        return
    try:
        state = torch.load(path, weights_only=True)
        run.network.load_state_dict(state["network"])
        run.optimiser.load_state_dict(state["optimiser"])
        run.average = state["average"]
        run.step, run.epoch = state["step"], state["epoch"]
    except NO_CHECKPOINT as error:
        what = "no checkpoint of a run like this one; train into another folder"
        raise ModelError(path, what) from error


def mean_state(states: Sequence[State]) -> State:
    """
    Return the mean of the weights of runs that have a start in common.

    Wortsman et al. 2022, "Model soups": such runs end near enough to one another for
    their mean to do as well as all of them asked together, at the price of one.
    """
    return {
        name: torch.stack([state[name] for state in states]).mean(0)
        for name in states[0]
    }
