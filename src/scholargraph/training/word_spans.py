"""
Train the networks that score spans by the words alone.

They differ in their first weights and in the order of the papers; at run time their
scores are averaged.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from scholargraph.extract.neural.known_names import FACTS, Table, facts
from scholargraph.extract.neural.tokens import SHAPES
from scholargraph.extract.neural.word_spans import (
    ENDINGS,
    NEAR,
    PREFIX,
    WORDS,
    codes,
)
from scholargraph.training.batches import Item, alike, padded
from scholargraph.training.loop import State
from scholargraph.training.network import SpanHead, only, span_loss


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the training is made of; widths count numbers, dropouts are shares."""

    networks: int = 2
    epochs: int = 8
    batch: int = 16  # papers
    rate: float = 2e-3
    weight_decay: float = 0.02
    embedding: int = 48
    width: int = 128
    dropout: float = 0.4
    word_dropout: float = 0.2


class WordSpans(nn.Module):
    """Embedded words, two layers over their neighbours, and a span head."""

    def __init__(self, recipe: Recipe) -> None:
        super().__init__()
        size, width = recipe.embedding, recipe.width
        self.words = nn.Embedding(WORDS, size)
        self.endings = nn.Embedding(ENDINGS, size)
        self.shapes = nn.Embedding(2 * SHAPES, size)
        for table in (self.words, self.endings, self.shapes):
            nn.init.normal_(table.weight, std=0.1)
        self.near = nn.Linear((2 * NEAR[0] + 1) * size, width)
        self.far = nn.Linear((2 * NEAR[1] + 1) * width, width)
        self.head = SpanHead(width, recipe.dropout, width=width, facts=FACTS)
        self.drop = nn.Dropout(recipe.dropout)
        self.word_dropout = recipe.word_dropout

    def forward(
        self, found: Tensor, known: Tensor, true: Tensor
    ) -> tuple[Tensor, Tensor]:
        """
        Return the span head's scores, where [B, T] is true.

        ``found`` are codes, [B, T, 3], and ``known`` the facts, [B, T, LONGEST, FACTS].
        """
        kept = true[:, :, None].float()
        words, endings, shapes = (
            table(found[:, :, at])
            for at, table in enumerate((self.words, self.endings, self.shapes))
        )
        if self.training:
            seen = torch.rand(true.shape) >= self.word_dropout
            words = words * seen[:, :, None]
        x = (words + endings + shapes) * kept
        for layer, reach in zip((self.near, self.far), NEAR, strict=True):
            x = functional.relu(layer(self.drop(beside(x, reach)))) * kept
        found_scores: tuple[Tensor, Tensor] = self.head(self.drop(x), known)
        return found_scores


def beside(x: Tensor, reach: int) -> Tensor:
    """Return each token with those up to ``reach`` before and after it."""
    length = x.shape[1]
    wide = functional.pad(x, (0, 0, reach, reach))
    parts = [wide[:, start : start + length] for start in range(2 * reach + 1)]
    return torch.cat(parts, -1)


def word_spans(
    items: Sequence[Item], names: Table, recipe: Recipe = Recipe(), *, seed: int = 0
) -> State:
    """Return the weights of all networks, by their names in the model."""
    found: State = {}
    for number in range(recipe.networks):
        network = train_network(items, names, recipe, seed * recipe.networks + number)
        for name, value in network.state_dict().items():
            found[f"{PREFIX}{number}.{name.removeprefix('head.')}"] = value.detach()
    return found


def train_network(
    items: Sequence[Item], names: Table, recipe: Recipe, seed: int
) -> WordSpans:
    """Return one trained network."""
    torch.manual_seed(seed)
    rng = random.Random(seed)  # noqa: S311
    network = WordSpans(recipe).train()
    optimiser = torch.optim.AdamW(
        network.parameters(), lr=recipe.rate, weight_decay=recipe.weight_decay
    )
    told = [codes(item.example.tokens) for item in items]
    known = [facts(item.example.tokens.words, names) for item in items]
    total, step = recipe.epochs * -(-len(items) // recipe.batch), 0
    for _ in range(recipe.epochs):
        for chosen in alike([len(row) for row in told], recipe.batch, rng):
            rows = [told[spot] for spot in chosen]
            lengths = torch.tensor([len(row) for row in rows])
            true = torch.arange(int(lengths.max())) < lengths[:, None]
            gold = [
                np.insert(items[spot].example.spans, 0, row, axis=1)
                for row, spot in enumerate(chosen)
            ]
            spans = torch.from_numpy(np.concatenate(gold))
            more = padded([known[spot] for spot in chosen])
            scores, outside = network(padded(rows), more, true)
            scores = only(scores, padded([items[at].example.possible for at in chosen]))
            loss = span_loss(scores, outside, lengths, spans) / max(len(spans), 1)
            for group in optimiser.param_groups:
                group["lr"] = recipe.rate * max(0.02, 1 - step / total)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            step += 1
    return network
