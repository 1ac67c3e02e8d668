"""
Heads that see a text as it stands, without the encoder: a second opinion.

The encoder has read the papers it was trained on so often that it knows their relations
and results by heart, and the heads on top of it trust it more than they may on new
papers. These heads see what features count and which words stand where; their logits
are mixed with those of the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scholargraph.extract.neural.concepts import Group, Span, group_features
from scholargraph.extract.neural.heads import Weights, in_chunks, relu
from scholargraph.extract.neural.lists import (
    LIST_FEATURES,
    ORDER_FEATURES,
    Lists,
    find_lists,
    list_features,
    order_features,
)
from scholargraph.extract.neural.numbers import (
    NUMBER_FEATURES,
    Number,
    number_features,
)
from scholargraph.extract.neural.segments import linear
from scholargraph.extract.neural.tokens import Tokens

Floats: TypeAlias = NDArray[np.float32]
Ints: TypeAlias = NDArray[np.int64]
Words: TypeAlias = NDArray[np.int16]

LONGEST_GAP = 40  # tokens; words of a longer one say nothing of what it parts
BESIDE = 3  # words looked at on each side
# How many sets of words each head is given: those between two things, by which comes
# first, and those beside each of them.
SLOTS = MappingProxyType({"role": 6, "pair": 10, "empty": 6, "pointer": 10})
# What these heads' logits count for, the others' the rest; chosen on held-out papers.
# Those of results have an output for each slot, and the metric is told best by the
# encoder.
SHARES = MappingProxyType(
    {
        "role": (0.5,),
        "pair": (0.3,),
        "empty": (0.5, 0.5, 0.5, 0.2),
        "pointer": (0.5, 0.5, 0.5, 0.2),
    }
)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a head is given of each row: features, and words by number and slot."""

    features: Floats  # [N, F]
    words: Words  # [N, W], filled up with the number after the last


@cache
def vocabulary() -> dict[str, int]:
    """Return the numbers of the words that the heads know: the usual ones."""
    text = (files("scholargraph.extract.neural") / "words.txt").read_text("utf-8")
    return {word: number for number, word in enumerate(text.split("\n")[:-1])}


class Surface:
    """A text's words by number, with its concepts and numbers."""

    def __init__(
        self, tokens: Tokens, groups: Sequence[Group], numbers: Sequence[Number]
    ) -> None:
        """Look the words up."""
        known = vocabulary()
        self._size = len(known)
        self._codes = [known.get(word.lower(), -1) for word in tokens.words]
        self._bare = list(self._codes)
        self._first: dict[int, Span] = {}
        for group in groups:
            for span in group.spans:
                self._first[span.first] = span
                self._bare[span.first : span.end] = [-1] * (span.end - span.first)
        self._spans = sorted(self._first.values())
        self._groups = groups
        self._numbers = numbers
        self._tokens = tokens
        self._lists: Lists | None = None
        self.group_features = group_features(tokens, groups)
        self.number_features = np.array(
            [number_features(tokens, number) for number in numbers], np.float32
        ).reshape(-1, NUMBER_FEATURES)

    def roles(self) -> Inputs:
        """Return what the role head is given of each concept."""
        rows = [
            {
                code
                for span in group.spans
                for code in self._around(span.first, span.end, 0, BESIDE)
            }
            for group in self._groups
        ]
        return Inputs(self.group_features, self._padded(rows, "role"))

    def pairs(self, rows: Ints, nears: Ints, features: Floats, roles: Floats) -> Inputs:
        """Return what the relation head is given; the arguments are those of pairs."""
        words = []
        for head, tail in nears.tolist():
            one, other = self._first[head], self._first[tail]
            words.append(
                {
                    *self._between(one, other, 0),
                    *self._around(one.first, one.end, 2, 2),
                    *self._around(other.first, other.end, 6, 2),
                }
            )
        ends = np.concatenate([self.group_features, roles], axis=1)
        parts = [features, ends[rows[:, 0]], ends[rows[:, 1]]]
        return Inputs(np.concatenate(parts, axis=1), self._padded(words, "pair"))

    def empty(self) -> Inputs:
        """Return what the head of empty slots is given of each number."""
        rows = [
            set(self._around(number.token, number.token + 1, 0, BESIDE))
            for number in self._numbers
        ]
        return Inputs(self.number_features, self._padded(rows, "empty"))

    def pointers(self, rows: Ints, features: Floats, roles: Floats) -> Inputs:
        """Return what the head of results is given; the arguments as of pointers."""
        lists = self.lists()
        words, more = [], []
        for spot, which, near, _, _ in rows.tolist():
            span, token = self._spans[near], self._numbers[spot].token
            number = Span(token, token + 1, span.kind)
            words.append(
                {
                    *self._between(span, number, 0),
                    *self._around(token, token + 1, 2, BESIDE),
                    *self._around(span.first, span.end, 8, 1),
                }
            )
            more.append(
                [
                    *list_features(lists, spot, which),
                    *order_features(lists, spot, which),
                ]
            )
        ends = np.concatenate([self.group_features, roles], axis=1)
        parts = [
            features,
            np.array(more, np.float32).reshape(-1, LIST_FEATURES + ORDER_FEATURES),
            ends[rows[:, 1]],
            self.number_features[rows[:, 0]],
        ]
        return Inputs(np.concatenate(parts, axis=1), self._padded(words, "pointer"))

    def lists(self) -> Lists:
        """Return the lists of the text."""
        if self._lists is None:
            self._lists = find_lists(self._tokens, self._groups, self._numbers)
        return self._lists

    def _around(self, first: int, end: int, slot: int, count: int) -> Iterable[int]:
        """Yield the words before and after some tokens, each in a slot of its own."""
        for away in range(count):
            for place, at in ((first - 1 - away, away), (end + away, count + away)):
                if 0 <= place < len(self._codes) and self._codes[place] >= 0:
                    yield (slot + at) * self._size + self._codes[place]

    def _between(self, one: Span, other: Span, slot: int) -> Iterable[int]:
        """Yield the words between two spans that are no part of a mention."""
        is_first = one.first < other.first
        first, end = (one.end, other.first) if is_first else (other.end, one.first)
        if end - first <= LONGEST_GAP:
            start = (slot + (not is_first)) * self._size
            yield from (start + code for code in self._bare[first:end] if code >= 0)

    def _padded(self, rows: Sequence[set[int]], head: str) -> Words:
        blank = SLOTS[head] * self._size
        width = max(map(len, rows), default=0)
        found = np.full((len(rows), width), blank, np.int16)
        for row, codes in zip(found, rows, strict=True):
            row[: len(codes)] = sorted(codes)
        return found


def mixed(logits: Floats, head: str, inputs: Inputs, weights: Weights) -> Floats:
    """Return logits mixed with the surface head's; as they are where it has none."""
    found = surface_logits(head, inputs, weights)
    if found is None:
        return logits
    share = np.array(SHARES[head], np.float32)
    both: Floats = (1 - share) * logits + share * found.reshape(logits.shape)
    return both


def surface_logits(head: str, inputs: Inputs, weights: Weights) -> Floats | None:
    """Return [N, outputs], the mean of what a surface head's networks give."""
    names: list[str] = []
    while f"surface.{head}.{len(names)}.out.weight" in weights:
        names.append(f"surface.{head}.{len(names)}")
    if not names:
        return None

    def logits(rows: slice) -> Floats:
        features, words = inputs.features[rows], inputs.words[rows]
        outputs = []
        for name in names:
            hidden = linear(features, weights, f"{name}.features")
            for column in words.T:
                hidden += weights[f"{name}.words.weight"][column]
            hidden = relu(linear(relu(hidden), weights, f"{name}.hidden"))
            outputs.append(linear(hidden, weights, f"{name}.out"))
        mean: Floats = np.mean(outputs, axis=0, dtype=np.float32)
        return mean

    return in_chunks(len(inputs.features), logits)
