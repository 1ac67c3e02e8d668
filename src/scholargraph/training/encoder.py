"""
The encoder in plain PyTorch: MiniLM, with word shape and title added at the input.

``training.graph`` writes the same function as an ONNX graph.
"""

from __future__ import annotations

from functools import cache

import torch
from torch import Tensor, nn
from torch.nn import functional

from scholargraph.extract.neural.tokens import SHAPES

WIDTH = 384
POOL = 1 << 23


@cache
def pool() -> Tensor:
    """Return numbers to cut masks from, the same in every run."""
    return torch.rand(POOL, generator=torch.Generator().manual_seed(0))


class Dropout(nn.Module):
    """Dropout by masks from a pool: on a CPU drawing them costs more than a layer."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        """Return x, in training with a share of it set to zero."""
        size = x.numel()
        if not self.training or not self.share:
            return x
        if size >= POOL:
            return functional.dropout(x, self.share)
        start = int(torch.randint(0, POOL - size, ()))
        mask = (pool()[start : start + size] >= self.share).view(x.shape)
        return x * mask.mul(1 / (1 - self.share))


class Layer(nn.Module):
    """One transformer layer, post-norm, as BERT has it."""

    def __init__(self, dropout: float, heads: int = 12) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, 4 * WIDTH)
        self.down = nn.Linear(4 * WIDTH, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = Dropout(dropout)
        self.heads = heads

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the next states of x, [B, L, WIDTH]."""
        size, length, width = x.shape
        parts = self.qkv(x).view(size, length, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(
            query, key, value, attn_mask=mask
        )
        mixed = self.out(mixed.transpose(1, 2).reshape(size, length, width))
        x = self.norm1(x + self.drop(mixed))
        found: Tensor = self.norm2(
            x + self.drop(self.down(functional.gelu(self.up(x))))
        )
        return found


class Encoder(nn.Module):
    """MiniLM with an embedding of word shape and of the title added at the input."""

    def __init__(
        self, dropout: float = 0.2, layers: int = 6, words: int = 30522
    ) -> None:
        super().__init__()
        self.words = nn.Embedding(words, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.shapes = nn.Embedding(2 * SHAPES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        nn.init.normal_(self.shapes.weight, std=0.01)

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """Return [B, L, WIDTH] of ids and shapes [B, L] and a mask of true subwords."""
        spots = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(spots) + self.shapes(shapes)
        x = self.drop(self.norm(x))
        attend = mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, attend)
        found: Tensor = x
        return found


def load_pretrained(encoder: Encoder, weights: dict[str, Tensor]) -> None:
    """Fill the encoder from a BERT checkpoint; positions take its token type in."""
    prefix = "embeddings."
    own: dict[str, Tensor] = {
        "words.weight": weights[prefix + "word_embeddings.weight"],
        "positions.weight": weights[prefix + "position_embeddings.weight"]
        + weights[prefix + "token_type_embeddings.weight"][0],
        "norm.weight": weights[prefix + "LayerNorm.weight"],
        "norm.bias": weights[prefix + "LayerNorm.bias"],
        "shapes.weight": encoder.shapes.weight.detach(),
    }
    names = (
        ("attention.output.dense", "out"),
        ("attention.output.LayerNorm", "norm1"),
        ("intermediate.dense", "up"),
        ("output.dense", "down"),
        ("output.LayerNorm", "norm2"),
    )
    for index in range(len(encoder.layers)):
        theirs, ours = f"encoder.layer.{index}.", f"layers.{index}."
        for part in ("weight", "bias"):
            own[f"{ours}qkv.{part}"] = torch.cat(
                [
                    weights[f"{theirs}attention.self.{name}.{part}"]
                    for name in ("query", "key", "value")
                ]
            )
            for old, new in names:
                own[f"{ours}{new}.{part}"] = weights[f"{theirs}{old}.{part}"]
    encoder.load_state_dict(own)
