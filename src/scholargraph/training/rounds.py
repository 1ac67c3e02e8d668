"""What the rounds of a run walk: annotated or read papers as training items."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence

from tokenizers import Tokenizer

from scholargraph.extract.neural.windows import subwords, windows
from scholargraph.training.batches import Item
from scholargraph.training.examples import to_example
from scholargraph.training.judging import Record
from scholargraph.training.loop import Round
from scholargraph.training.swapping import all_names, some_swapped, swapped


def fixed(items: Sequence[Item], *, guessing: bool = False) -> Round:
    """Return the round that walks these items."""
    return Round(len(items), lambda _: items, guessing)


def swapping(learnt: Sequence[Record], tokenizer: Tokenizer) -> Round:
    """Return the round that walks the annotated papers, some with other names."""
    names = all_names(learnt)

    def draw(rng: random.Random) -> list[Item]:
        return list(to_items(some_swapped(learnt, names, rng), tokenizer))

    return Round(len(learnt), draw)


def with_other_names(learnt: Sequence[Record], tokenizer: Tokenizer) -> list[Item]:
    """
    Return the annotated papers, each with other names for some of its concepts.

    The encoder has not met them so, and its states are more like those of new papers.
    """
    names = all_names(learnt)
    others = (
        swapped(record, names, random.Random(spot))  # noqa: S311
        for spot, record in enumerate(learnt)
    )
    return list(to_items(others, tokenizer))


def cut(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    """Return the items in rounds of one size, the last one shorter."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def to_tokenizer(data: bytes) -> Tokenizer:
    """Return a tokenizer that neither cuts nor pads."""
    tokenizer = Tokenizer.from_str(data.decode())
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def to_items(gold: Iterable[Record], tokenizer: Tokenizer) -> Iterator[Item]:
    """Yield the training items; papers longer than one window are left out."""
    opening, closing = (tokenizer.token_to_id(mark) or 0 for mark in ("[CLS]", "[SEP]"))
    for record in gold:
        example = to_example(record)
        found = subwords(example.tokens, tokenizer)
        parts = windows(found, opening=opening, closing=closing)
        if len(parts) == 1:
            yield Item(example, parts[0], found.firsts + 1)
