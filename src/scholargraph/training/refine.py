"""
Train the heads on, with the encoder as it was written: fixed, and in int8.

Its states are computed once, so that an epoch takes seconds, and the heads learn
what they will be given at run time. More dropout than before keeps them from
learning the training papers by heart.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from onnxruntime import InferenceSession  # type: ignore[import-untyped]
from torch import Tensor

from scholargraph.training.batches import Item, collate
from scholargraph.training.loop import State
from scholargraph.training.losses import WEIGHTS, head_losses
from scholargraph.training.network import Heads, Network

PREFIX = "heads."


@dataclass(frozen=True, slots=True)
class Refinement:
    """What a refinement is made of; ``average`` as in the loop's plan."""

    epochs: int = 5
    batch: int = 16
    rate: float = 3e-4
    warm_up: int = 30  # steps
    weight_decay: float = 0.01
    dropout: float = 0.4
    average: float = 0.99
    seed: int = 0

    def factor(self, step: int, total: int) -> float:
        """Return the share of the full rate at a step."""
        return min(1.0, step / self.warm_up) * max(0.03, 1 - step / total)


def refined(
    state: State,
    items: Sequence[Item],
    encoder: InferenceSession,
    plan: Refinement = Refinement(),
) -> State:
    """Return the weights with the heads trained on; ``encoder`` is the written one."""
    network = Network(plan.dropout)
    network.load_state_dict(state)
    states = [item_states(encoder, item) for item in items]
    heads = train_heads(network, items, states, plan=plan)
    return state | {PREFIX + name: value for name, value in heads.items()}


def item_states(encoder: InferenceSession, item: Item) -> Tensor:
    """Return [T, width] of a paper."""
    inputs = {"ids": item.window.ids, "shapes": item.window.shapes}
    hidden = encoder.run(None, inputs)[0]
    return torch.from_numpy(hidden[item.firsts]).half()


def train_heads(
    network: Network,
    items: Sequence[Item],
    states: Sequence[Tensor],
    *,
    plan: Refinement,
) -> State:
    """Return the averaged weights of the heads after training them on fixed states."""
    heads = network.heads.train()
    optimiser = torch.optim.AdamW(
        heads.parameters(), lr=plan.rate, weight_decay=plan.weight_decay
    )
    average = {name: value.clone() for name, value in heads.state_dict().items()}
    rng = random.Random(plan.seed)  # noqa: S311
    torch.manual_seed(plan.seed)
    steps = [
        chosen
        for _ in range(plan.epochs)
        for chosen in shuffled(len(items), plan.batch, rng)
    ]
    for step, chosen in enumerate(steps):
        x = torch.cat([states[spot] for spot in chosen]).float()
        found = head_losses(network, collate([items[spot] for spot in chosen]), x)
        loss = sum(
            (WEIGHTS[name] * part for name, part in found.items()), torch.zeros(())
        )
        for group in optimiser.param_groups:
            group["lr"] = plan.rate * plan.factor(step, len(steps))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(heads.parameters(), 1.0)
        optimiser.step()
        follow(average, heads, plan.average)
    return average


def shuffled(count: int, size: int, rng: random.Random) -> list[list[int]]:
    """Return the places up to ``count`` in batches, in random order."""
    order = list(range(count))
    rng.shuffle(order)
    return [order[start : start + size] for start in range(0, count, size)]


@torch.no_grad()
def follow(average: State, heads: Heads, keep: float) -> None:
    """Move the averaged weights towards the present ones."""
    for name, value in heads.state_dict().items():
        average[name].lerp_(value, 1 - keep)
