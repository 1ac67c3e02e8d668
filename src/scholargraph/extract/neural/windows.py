"""
Turn tokens into subwords, and long texts into overlapping windows.

The encoder sees at most 512 subwords. Of two windows that hold a token, the one
that sees more around it speaks for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from scholargraph.extract.neural.tokens import MARK, SHAPES, Tokens, shape

LIMIT = 510  # 512 less the two marks that open and close a window
OVERLAP = 128

_SURROGATES = re.compile("[\ud800-\udfff]")

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Subwords:
    """The subwords of a text: ids, shapes, and where each token begins."""

    ids: Ints  # [L], without opening and closing marks
    shapes: Ints  # [L]
    firsts: Ints  # [T]


@dataclass(frozen=True, slots=True)
class Window:
    """Subwords ``start`` up to ``end`` between an opening and a closing mark."""

    ids: Ints
    shapes: Ints
    start: int
    end: int


def subwords(tokens: Tokens, tokenizer: Tokenizer) -> Subwords:
    """Return the subwords; what the tokenizer drops (control marks) is unknown."""
    # A lone surrogate is no text to the tokenizer.
    words = [_SURROGATES.sub("\ufffd", word) for word in tokens.words]
    encoded = tokenizer.encode(words, is_pretokenized=True, add_special_tokens=False)
    pieces: list[list[int]] = [[] for _ in tokens.words]
    for id_, word in zip(encoded.ids, encoded.word_ids, strict=True):
        if word is not None:
            pieces[word].append(id_)
    unknown = tokenizer.token_to_id("[UNK]") or 0
    pieces = [piece or [unknown] for piece in pieces]
    lengths = np.array([len(piece) for piece in pieces], np.int64)
    shapes = np.array(
        [
            shape(word) + SHAPES * (spot < tokens.title)
            for spot, word in enumerate(tokens.words)
        ],
        np.int64,
    )
    return Subwords(
        ids=np.array([id_ for piece in pieces for id_ in piece], np.int64),
        shapes=np.repeat(shapes, lengths),
        firsts=np.cumsum(lengths) - lengths,
    )


def windows(found: Subwords, *, opening: int, closing: int) -> list[Window]:
    """Return the windows of a text, one where it fits."""
    length = len(found.ids)
    starts = (
        range(0, max(length - OVERLAP, 1), LIMIT - OVERLAP)
        if length > LIMIT
        else range(1)
    )
    return [
        Window(
            ids=np.concatenate(
                [[opening], found.ids[start : start + LIMIT], [closing]]
            ),
            shapes=np.concatenate(
                [[MARK], found.shapes[start : start + LIMIT], [MARK]]
            ),
            start=start,
            end=min(start + LIMIT, length),
        )
        for start in starts
    ]


def join(
    parts: Sequence[tuple[Window, NDArray[np.float32]]], found: Subwords
) -> NDArray[np.float32]:
    """Return [T, width], each token's first subword in its most central window."""
    width = parts[0][1].shape[1]
    length = len(found.ids)
    best = np.full(length, -1, np.int64)
    states = np.zeros((length, width), np.float32)
    for window, hidden in parts:
        spots = np.arange(window.start, window.end)
        left = np.where(window.start == 0, length, spots - window.start)
        right = np.where(window.end == length, length, window.end - 1 - spots)
        room = np.minimum(left, right)
        won = room > best[spots]
        states[spots[won]] = hidden[1 : 1 + len(spots)][won]
        best[spots[won]] = room[won]
    return states[found.firsts]
