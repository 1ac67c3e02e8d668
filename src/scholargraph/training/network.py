"""
The network: the encoder and the heads trained with it.

Layer names of the heads are those of the exported arrays; ``extract.neural.heads``
computes the same functions in numpy.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from scholargraph.extract.neural.concepts import GROUP_FEATURES
from scholargraph.extract.neural.forms import FORM_FEATURES
from scholargraph.extract.neural.labels import ROLES
from scholargraph.extract.neural.numbers import NUMBER_FEATURES
from scholargraph.extract.neural.pairs import PAIR_FEATURES
from scholargraph.extract.neural.pointers import POINTER_FEATURES
from scholargraph.extract.neural.segments import LONGEST, LOW
from scholargraph.training.encoder import WIDTH, Dropout, Encoder


class SpanHead(nn.Module):
    """Scores of all spans of at most LONGEST tokens and of each token outside."""

    def __init__(
        self,
        hidden: int = 192,
        dropout: float = 0.2,
        *,
        width: int = WIDTH,
        facts: int = 0,
    ) -> None:
        super().__init__()
        self.first = nn.Linear(2 * width, hidden)
        self.last = nn.Linear(2 * width, hidden)
        self.inner = nn.Linear(width, hidden, bias=False)
        self.size = nn.Embedding(LONGEST, hidden)
        self.kinds = nn.Linear(hidden, 4)
        self.outside = nn.Linear(width, 1)
        self.facts = nn.Linear(facts, hidden, bias=False) if facts else None
        self.drop = Dropout(dropout)
        nn.init.normal_(self.size.weight, std=0.02)
        nn.init.zeros_(self.outside.weight)
        with torch.no_grad():
            self.kinds.bias.fill_(-3.0)

    def forward(self, x: Tensor, facts: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """
        Return [B, T, LONGEST, 4] by first token and width, and [B, T].

        ``facts`` are what else is known of spans, [B, T, LONGEST, facts].
        """
        length = x.shape[1]
        padded = functional.pad(x, (0, 0, 1, LONGEST))
        first = self.first(torch.cat([x, padded[:, :length]], -1))
        last = functional.pad(
            self.last(torch.cat([x, padded[:, 2 : length + 2]], -1)), (0, 0, 0, LONGEST)
        )
        inner = functional.pad(self.inner(x).cumsum(1), (0, 0, 1, LONGEST))
        widths = torch.arange(LONGEST, device=x.device)
        ends = (
            torch.arange(length, device=x.device)[:, None] + widths
        )  # last token of the span
        mean = (inner[:, ends + 1] - inner[:, :length, None]) / (widths[:, None] + 1)
        hidden = first[:, :, None] + last[:, ends] + mean + self.size.weight
        if self.facts is not None and facts is not None:
            hidden = hidden + self.facts(facts)
        return self.kinds(self.drop(functional.relu(hidden))), self.outside(x).squeeze(
            -1
        )


def only(scores: Tensor, possible: Tensor) -> Tensor:
    """Return [B, T, LONGEST, 4], the scores with LOW where no name is possible."""
    return scores.masked_fill(~possible[..., None], float(LOW))


def span_loss(scores: Tensor, outside: Tensor, lengths: Tensor, gold: Tensor) -> Tensor:
    """
    Return the negative log-likelihood of the gold segmentations, summed.

    ``gold`` is [M, 4]: text, first token, end token, kind.
    """
    length = outside.shape[1]
    kept = gold[gold[:, 2] - gold[:, 1] <= LONGEST]
    rows, firsts, ends, kinds = kept.unbind(1)
    path = scores[rows, firsts, ends - firsts - 1, kinds].sum()
    spots = torch.arange(length, device=outside.device)
    covered = torch.zeros_like(outside, dtype=torch.bool)
    for row, first, end, _ in kept.tolist():
        covered[row, first:end] = True
    valid = spots < lengths[:, None]
    path = path + (outside * (valid & ~covered)).sum()
    return log_partition(scores.logsumexp(-1), outside, lengths).sum() - path


def log_partition(spans: Tensor, outside: Tensor, lengths: Tensor) -> Tensor:
    """Return log Z of each text: all its cuts into spans and outside tokens."""
    size, length, longest = spans.shape
    # by_end[b, t, w]: the span of w + 1 tokens that ends with token t
    low = torch.full((size, longest, longest), float(LOW), device=spans.device)
    shifted = torch.cat([low, spans], 1)
    index = (
        torch.arange(length, device=spans.device)[:, None]
        - torch.arange(longest, device=spans.device)
        + longest
    )
    by_end = shifted[:, index, torch.arange(longest, device=spans.device)]
    window = torch.full((size, longest), float(LOW), device=spans.device)
    window = torch.cat([torch.zeros(size, 1, device=spans.device), window[:, 1:]], 1)
    steps = by_end.unbind(1)
    singles = outside.unbind(1)
    final = []
    for step, single in zip(steps, singles, strict=True):
        options = torch.cat([window + step, window[:, :1] + single[:, None]], 1)
        alpha = options.logsumexp(1, keepdim=True)
        window = torch.cat([alpha, window[:, :-1]], 1)
        final.append(alpha)
    return torch.cat(final, 1).gather(1, (lengths - 1)[:, None]).squeeze(1)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Widths of the heads' hidden layers."""

    span: int = 256
    role: int = 192
    form: int = 128
    pair: int = 256
    number: int = 128
    pointer: int = 192


class Heads(nn.Module):
    """All heads but the span head; a batch's tokens come flat, as [S, WIDTH]."""

    def __init__(self, sizes: Sizes = Sizes(), dropout: float = 0.2) -> None:
        super().__init__()
        span, group = sizes.span, 2 * sizes.span
        self.span_first = nn.Linear(WIDTH, span)
        self.span_last = nn.Linear(WIDTH, span, bias=False)
        self.span_mean = nn.Linear(WIDTH, span, bias=False)
        self.role_1 = nn.Linear(group + GROUP_FEATURES, sizes.role)
        self.role_2 = nn.Linear(sizes.role, 16)
        self.form_1 = nn.Linear(2 * span + FORM_FEATURES, sizes.form)
        self.form_2 = nn.Linear(sizes.form, 1)
        self.pair_head = nn.Linear(group, sizes.pair)
        self.pair_tail = nn.Linear(group, sizes.pair, bias=False)
        self.pair_between = nn.Linear(WIDTH, sizes.pair, bias=False)
        self.pair_features = nn.Linear(
            PAIR_FEATURES + 2 * ROLES, sizes.pair, bias=False
        )
        self.pair_2 = nn.Linear(sizes.pair, 8)
        self.number_1 = nn.Linear(2 * WIDTH + NUMBER_FEATURES, sizes.number)
        self.number_2 = nn.Linear(sizes.number, 4 + 4)  # result kinds, then empty slots
        self.pointer_number = nn.Linear(WIDTH, sizes.pointer)
        self.pointer_group = nn.Linear(group, sizes.pointer, bias=False)
        self.pointer_near = nn.Linear(span, sizes.pointer, bias=False)
        self.pointer_between = nn.Linear(WIDTH, sizes.pointer, bias=False)
        self.pointer_features = nn.Linear(
            POINTER_FEATURES + ROLES, sizes.pointer, bias=False
        )
        self.pointer_2 = nn.Linear(sizes.pointer, 4)
        self.drop = Dropout(dropout)

    def spans(self, x: Tensor, sums: Tensor, spans: Tensor) -> Tensor:
        """Return span vectors; ``sums`` are running sums of x, a zero row first."""
        first, end = spans[:, 0], spans[:, 1]
        mean = (sums[end] - sums[first]) / (end - first)[:, None]
        return functional.relu(
            self.span_first(x[first])
            + self.span_last(x[end - 1])
            + self.span_mean(mean)
        )

    def groups(self, vectors: Tensor, owner: Tensor, count: int) -> Tensor:
        """Return mean and maximum of each group's span vectors."""
        index = owner[:, None].expand_as(vectors)
        blank = vectors.new_zeros(count, vectors.shape[1])
        mean = blank.scatter_reduce(0, index, vectors, "mean", include_self=False)
        peak = blank.scatter_reduce(0, index, vectors, "amax", include_self=False)
        return torch.cat([mean, peak], 1)

    def means(self, vectors: Tensor, owner: Tensor, count: int) -> Tensor:
        """Return the mean of each group's span vectors."""
        index = owner[:, None].expand_as(vectors)
        blank = vectors.new_zeros(count, vectors.shape[1])
        return blank.scatter_reduce(0, index, vectors, "mean", include_self=False)

    def role(self, groups: Tensor, features: Tensor) -> Tensor:
        """Return [G, 16]: four roles for each kind."""
        hidden = self.role_1(torch.cat([self.drop(groups), features], 1))
        found: Tensor = self.role_2(self.drop(functional.relu(hidden)))
        return found

    def form(self, one: Tensor, other: Tensor, features: Tensor) -> Tensor:
        """Return [P], the logit that two forms are one concept."""
        pair = self.drop(torch.cat([(one - other).abs(), one * other], 1))
        hidden = functional.relu(self.form_1(torch.cat([pair, features], 1)))
        found: Tensor = self.form_2(self.drop(hidden)).squeeze(1)
        return found

    def pair(
        self, groups: Tensor, pairs: Tensor, between: Tensor, features: Tensor
    ) -> Tensor:
        """Return [R, 8]."""
        groups = self.drop(groups)
        hidden = (
            self.pair_head(groups)[pairs[:, 0]]
            + self.pair_tail(groups)[pairs[:, 1]]
            + self.pair_between(self.drop(between))
            + self.pair_features(features)
        )
        found: Tensor = self.pair_2(self.drop(functional.relu(hidden)))
        return found

    def number(self, here: Tensor, after: Tensor, features: Tensor) -> Tensor:
        """Return [N, 8]: result kinds, then the logits of empty slots."""
        hidden = self.number_1(
            torch.cat([self.drop(here), self.drop(after), features], 1)
        )
        found: Tensor = self.number_2(self.drop(functional.relu(hidden)))
        return found

    def pointer(
        self,
        vectors: tuple[Tensor, Tensor, Tensor],
        rows: Tensor,
        between: Tensor,
        features: Tensor,
    ) -> Tensor:
        """Return [Q, 4] for rows of number, group and nearest span."""
        here, groups, spans = vectors
        hidden = (
            self.pointer_number(self.drop(here))[rows[:, 0]]
            + self.pointer_group(self.drop(groups))[rows[:, 1]]
            + self.pointer_near(self.drop(spans))[rows[:, 2]]
            + self.pointer_between(self.drop(between))
            + self.pointer_features(features)
        )
        found: Tensor = self.pointer_2(self.drop(functional.relu(hidden)))
        return found


class WordHead(nn.Module):
    """Scores of all words for the state of a hidden subword."""

    def __init__(self, words: int) -> None:
        super().__init__()
        self.dense = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.bias = nn.Parameter(torch.zeros(words))

    def forward(self, x: Tensor, words: Tensor) -> Tensor:
        """Return [N, words] for states [N, WIDTH] and the encoder's embeddings."""
        hidden = self.norm(functional.gelu(self.dense(x)))
        return functional.linear(hidden, words, self.bias)


class Network(nn.Module):
    """Encoder, span head, the other heads, and one that only training needs."""

    def __init__(self, dropout: float = 0.2) -> None:
        super().__init__()
        self.encoder = Encoder(dropout)
        self.span = SpanHead(dropout=dropout)
        self.heads = Heads(dropout=dropout)
        self.word = WordHead(self.encoder.words.num_embeddings)
