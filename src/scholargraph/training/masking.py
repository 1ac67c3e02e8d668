"""
Hide some words of a batch, to be guessed by the encoder while it learns to read.

Masked-language training goes on (Devlin et al. 2019; Gururangan et al. 2020, "Don't
Stop Pretraining") beside the heads' own losses, on papers that a model has read: one
pass gives both. Whole tokens are hidden, so that no word is guessed from its pieces.
"""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from scholargraph.training.batches import Batch

MASK = 103  # the encoder's "[MASK]"
WORDS = (1000, 30000)  # of the encoder's vocabulary; what is before are marks
SHARE = 0.15  # of the tokens
HIDDEN, KEPT = 0.8, 0.1  # shares of those; the rest become other words


def masked(batch: Batch) -> tuple[Batch, Tensor]:
    """Return the batch with some words hidden, and [B, L], which subwords to guess."""
    picked = pick(batch)
    drawn = torch.rand(batch.ids.shape)
    ids = batch.ids.clone()
    ids[picked & (drawn < HIDDEN)] = MASK
    other = picked & (drawn >= HIDDEN + KEPT)
    ids[other] = torch.randint(*WORDS, (int(other.sum()),))
    return replace(batch, ids=ids), picked


def pick(batch: Batch) -> Tensor:
    """Return [B, L], true for all subwords of a share of the tokens."""
    size, length = batch.ids.shape
    rows, count = torch.arange(size)[:, None], batch.firsts.shape[1]
    true = torch.arange(count) < batch.lengths[:, None]
    opens = torch.zeros(size, length, dtype=torch.long)
    opens[rows.expand_as(true)[true], batch.firsts[true]] = 1
    token = opens.cumsum(1) - 1
    closing = batch.mask.sum(1, keepdim=True) - 1
    inside = (token >= 0) & (torch.arange(length) < closing)
    chosen = torch.rand(size, count) < SHARE
    return chosen.gather(1, token.clamp(min=0)) & inside
