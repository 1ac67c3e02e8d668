"""Collate examples into one flat batch, and order them by length."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from scholargraph.extract.neural.windows import Window
from scholargraph.training.examples import Example


@dataclass(frozen=True, slots=True)
class Item:
    """An example with its subwords."""

    example: Example
    window: Window
    firsts: np.ndarray  # [T], counted with the opening mark


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded subwords of some papers and the flat inputs and targets of the heads."""

    ids: Tensor
    shapes: Tensor
    mask: Tensor
    firsts: Tensor  # [B, T]
    lengths: Tensor  # [B]
    possible: Tensor  # [B, T, LONGEST]
    gold: Tensor  # [M, 4]: text, first, end, kind
    flat: Tensor  # [S]: B * T places of the true tokens in flat order
    spans: Tensor  # [M, 2] flat tokens
    owner: Tensor
    arrays: dict[str, Tensor]
    groups: int
    forms: int


OFFSET = {  # which running count is added to which column
    "form_pairs": ("form", "form"),
    "pairs": ("group", "group", "token", "token"),
    "number_tokens": ("token",),
    "pointers": ("number", "group", "span", "token", "token"),
}
PLAIN = (
    "group_features",
    "group_kinds",
    "roles",
    "form_features",
    "form_same",
    "pair_features",
    "related",
    "allowed",
    "number_features",
    "number_kinds",
    "pointer_features",
    "pointed",
    "slot_known",
    "slot_empty",
)


def collate(items: Sequence[Item]) -> Batch:
    """Return the batch of some items."""
    tokens = max(len(item.firsts) for item in items)
    gold, flat, spans, owner, form_owner = [], [], [], [], []
    parts: dict[str, list[np.ndarray]] = {name: [] for name in (*OFFSET, *PLAIN)}
    base = {"token": 0, "group": 0, "form": 0, "number": 0, "span": 0}
    for row, item in enumerate(items):
        example, count = item.example, len(item.firsts)
        gold.append(np.insert(example.spans, 0, row, axis=1))
        flat.append(row * tokens + np.arange(count))
        spans.append(example.spans[:, :2] + base["token"])
        owner.append(example.owner + base["group"])
        form_owner.append(example.form_owner + base["form"])
        for name, columns in OFFSET.items():
            shift = np.array([base[column] for column in columns])
            parts[name].append(
                getattr(example, name) + (shift if len(columns) > 1 else shift[0])
            )
        for name in PLAIN:
            parts[name].append(getattr(example, name))
        base["token"] += count
        base["group"] += len(example.roles)
        base["form"] += int(example.form_owner.max(initial=-1)) + 1
        base["number"] += len(example.number_tokens)
        base["span"] += len(example.spans)
    arrays = {
        name: torch.from_numpy(np.concatenate(found)) for name, found in parts.items()
    }
    arrays["form_owner"] = torch.from_numpy(np.concatenate(form_owner))
    return Batch(
        ids=padded([item.window.ids for item in items]),
        shapes=padded([item.window.shapes for item in items]),
        mask=padded([np.ones(len(item.window.ids), bool) for item in items]),
        firsts=padded([item.firsts for item in items]),
        lengths=torch.tensor([len(item.firsts) for item in items]),
        possible=padded([item.example.possible for item in items]),
        gold=torch.from_numpy(np.concatenate(gold)),
        flat=torch.from_numpy(np.concatenate(flat)),
        spans=torch.from_numpy(np.concatenate(spans)),
        owner=torch.from_numpy(np.concatenate(owner)),
        arrays=arrays,
        groups=base["group"],
        forms=base["form"],
    )


def padded(rows: Sequence[np.ndarray]) -> Tensor:
    """Return rows of unlike length as one array, with zeros behind the shorter ones."""
    shape = (len(rows), max(map(len, rows)), *rows[0].shape[1:])
    found = np.zeros(shape, rows[0].dtype)
    for row, values in zip(found, rows, strict=True):
        row[: len(values)] = values
    return torch.from_numpy(found)


def alike(lengths: Sequence[int], size: int, rng: random.Random) -> list[list[int]]:
    """Return the places of texts of like length, in batches in random order."""
    order = sorted(
        range(len(lengths)), key=lambda spot: lengths[spot] + rng.random() * 40
    )
    chunks = [order[start : start + size] for start in range(0, len(order), size)]
    rng.shuffle(chunks)
    return chunks


def batches(items: Sequence[Item], size: int, rng: random.Random) -> Iterator[Batch]:
    """Yield shuffled batches of items of like length."""
    for chosen in alike([len(item.window.ids) for item in items], size, rng):
        yield collate([items[spot] for spot in chosen])
