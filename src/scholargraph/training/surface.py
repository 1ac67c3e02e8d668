"""
Train the surface heads: on features and words alone, apart from the encoder.

Several small networks of each head are trained, which differ in their first weights,
in the order of the papers and in which concepts' roles are hidden from them; at run
time their logits are averaged.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from scholargraph.extract.neural.concepts import GROUP_FEATURES, Group, Span
from scholargraph.extract.neural.labels import RELATIONS, ROLES
from scholargraph.extract.neural.labels import SLOTS as SLOT_NAMES
from scholargraph.extract.neural.lists import LIST_FEATURES, ORDER_FEATURES
from scholargraph.extract.neural.numbers import NUMBER_FEATURES, numbers
from scholargraph.extract.neural.pairs import PAIR_FEATURES, pair_inputs
from scholargraph.extract.neural.pointers import POINTER_FEATURES
from scholargraph.extract.neural.surface import SLOTS, Inputs, Surface, vocabulary
from scholargraph.training.batches import Batch, Item, collate
from scholargraph.training.examples import Example
from scholargraph.training.loop import State
from scholargraph.training.losses import mean_cross_entropy, pointer_loss, weighted
from scholargraph.training.refine import shuffled

Told: TypeAlias = dict[str, Inputs]

PREFIX = "surface."
_ENDS = GROUP_FEATURES + ROLES
# Features and outputs of each head.
SIZES = {
    "role": (GROUP_FEATURES, 4 * ROLES),
    "pair": (PAIR_FEATURES + 2 * _ENDS, len(RELATIONS)),
    "empty": (NUMBER_FEATURES, len(SLOT_NAMES)),
    "pointer": (
        POINTER_FEATURES + LIST_FEATURES + ORDER_FEATURES + _ENDS + NUMBER_FEATURES,
        len(SLOT_NAMES),
    ),
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the training is made of; ``hidden_roles`` is a share of the concepts."""

    networks: int = 3
    read_epochs: int = 3  # over papers that an earlier model read, before the others
    epochs: int = 8  # over the annotated ones
    alone: int = 14  # the same where there are no others
    batch: int = 16  # papers
    rate: float = 2e-3
    weight_decay: float = 0.02
    width: int = 64
    dropout: float = 0.4
    word_dropout: float = 0.4
    hidden_roles: float = 0.3


class SurfaceHead(nn.Module):
    """Two hidden layers over features and the words at slots."""

    def __init__(self, name: str, recipe: Recipe) -> None:
        super().__init__()
        features, outputs = SIZES[name]
        self.blank = SLOTS[name] * len(vocabulary())
        self.features = nn.Linear(features, recipe.width)
        self.words = nn.EmbeddingBag(
            self.blank + 1, recipe.width, mode="sum", padding_idx=self.blank
        )
        self.hidden = nn.Linear(recipe.width, recipe.width)
        self.out = nn.Linear(recipe.width, outputs)
        self.drop = nn.Dropout(recipe.dropout)
        self.word_dropout = recipe.word_dropout
        nn.init.normal_(self.words.weight, std=0.02)
        with torch.no_grad():
            self.words.weight[self.blank] = 0

    def forward(self, features: Tensor, words: Tensor) -> Tensor:
        """Return [N, outputs] for rows of features and of words."""
        if self.training:
            lost = torch.rand(words.shape) < self.word_dropout
            words = words.masked_fill(lost, self.blank)
        seen = self.features(features) + self.words(words)
        hidden = functional.relu(self.hidden(self.drop(functional.relu(seen))))
        found: Tensor = self.out(self.drop(hidden))
        return found


def surface_heads(
    items: Sequence[Item],
    read: Sequence[Item] = (),
    recipe: Recipe = Recipe(),
    *,
    seed: int = 0,
) -> State:
    """
    Return the weights of all surface heads, by their names in the model.

    They learn from papers that an earlier model ``read``, and then from the annotated
    ``items``: with words of their own they need more texts than the others.
    """
    found: State = {}
    for number in range(recipe.networks):
        heads = train_network(items, read, recipe, seed * recipe.networks + number)
        for name, head in heads.items():
            for part, value in head.state_dict().items():
                found[f"{PREFIX}{name}.{number}.{part}"] = value.detach()
    return found


def train_network(
    items: Sequence[Item], read: Sequence[Item], recipe: Recipe, seed: int
) -> dict[str, SurfaceHead]:
    """Return one network of each head, trained together."""
    papers = [*read, *items]
    torch.manual_seed(seed)
    rng = random.Random(seed)  # noqa: S311
    hide = np.random.default_rng(seed)
    told = [inputs(item.example, hide, recipe.hidden_roles) for item in papers]
    heads = {name: SurfaceHead(name, recipe).train() for name in SIZES}
    optimiser = torch.optim.AdamW(
        [weight for head in heads.values() for weight in head.parameters()],
        lr=recipe.rate,
        weight_decay=recipe.weight_decay,
    )
    steps = list(schedule(len(read), len(papers), recipe, rng))
    for step, chosen in enumerate(steps):
        for group in optimiser.param_groups:
            group["lr"] = recipe.rate * max(0.02, 1 - step / len(steps))
        batch = collate([papers[spot] for spot in chosen])
        outputs = {
            name: head(*joined([told[spot][name] for spot in chosen], head.blank))
            for name, head in heads.items()
        }
        optimiser.zero_grad()
        loss(outputs, batch).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    return heads


def schedule(
    read: int, papers: int, recipe: Recipe, rng: random.Random
) -> Iterator[list[int]]:
    """Yield the papers of each step by their places; the first ``read`` come first."""
    epochs = recipe.epochs if read else recipe.alone
    first, then = range(read), range(read, papers)
    for part in (*[first] * recipe.read_epochs, *[then] * epochs):
        for chosen in shuffled(len(part), recipe.batch, rng):
            yield [part[spot] for spot in chosen]


def inputs(example: Example, hide: np.random.Generator, share: float) -> Told:
    """Return what each head is given of a paper, some concepts' roles hidden."""
    spans: list[list[Span]] = [[] for _ in example.roles]
    for span, owner in zip(example.spans.tolist(), example.owner.tolist(), strict=True):
        spans[owner].append(Span(*span))
    kinds = example.group_kinds.tolist()
    groups = [
        Group(kind, tuple(found)) for kind, found in zip(kinds, spans, strict=True)
    ]
    surface = Surface(example.tokens, groups, numbers(example.tokens))
    roles = np.eye(ROLES, dtype=np.float32)[example.roles]
    roles[hide.random(len(roles)) < share] = 1 / ROLES
    rows, features, _, nears = pair_inputs(example.tokens, groups)
    return {
        "role": surface.roles(),
        "pair": surface.pairs(rows, nears, features, roles),
        "empty": surface.empty(),
        "pointer": surface.pointers(example.pointers, example.pointer_features, roles),
    }


def joined(rows: Sequence[Inputs], blank: int) -> tuple[Tensor, Tensor]:
    """Return the features and the words of several papers, one after the other."""
    width = max(1, *(each.words.shape[1] for each in rows))
    words = [
        np.pad(
            each.words.astype(np.int64),
            ((0, 0), (0, width - each.words.shape[1])),
            constant_values=blank,
        )
        for each in rows
    ]
    features = np.concatenate([each.features for each in rows])
    return torch.from_numpy(features), torch.from_numpy(np.concatenate(words))


def loss(outputs: dict[str, Tensor], batch: Batch) -> Tensor:
    """Return the losses of all heads, summed; they share no weights."""
    arrays = batch.arrays
    kinds = arrays["group_kinds"]
    roles = outputs["role"].view(-1, 4, ROLES)[torch.arange(len(kinds)), kinds]
    found = mean_cross_entropy(roles, arrays["roles"])
    found = found + weighted(outputs["pair"], arrays["related"], arrays["allowed"])
    rows = arrays["pointers"]
    if arrays["slot_known"].any() and len(rows):
        kind = kinds[rows[:, 1]]
        scores = outputs["pointer"].gather(1, kind[:, None]).squeeze(1)
        found = found + pointer_loss(
            scores, outputs["empty"], rows[:, 0] * 4 + kind, batch
        )
    return found
