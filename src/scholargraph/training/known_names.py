"""Count what an earlier model read of names in many papers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from scholargraph.extract.neural.known_names import (
    KEYS,
    ROWS,
    Table,
    keys,
    to_facts,
)
from scholargraph.extract.neural.labels import KINDS
from scholargraph.extract.neural.tokens import Tokens, cut
from scholargraph.training.judging import Record
from scholargraph.training.silver import unknown

FEWEST = 3  # places in all papers that a name is kept for


def known_names(read: Sequence[Record], known: Iterable[Record]) -> Table:
    """
    Return the table of the names in the papers that a model read.

    Papers with the title of a ``known`` one, annotated or held out, are left out: what
    the model read there it may have known by heart.
    """
    sums: dict[int, list[float]] = defaultdict(lambda: [0.0] * len(KINDS))
    texts: list[Tokens] = []
    for record in unknown(read, known):
        tokens = cut(record["title"], record["abstract"])
        texts.append(tokens)
        for key, kind, chance in readings(record, tokens):
            sums[key][kind] += chance
    places = Counter(
        key for tokens in texts for _, _, key in keys(tokens.words) if key in sums
    )
    kept = sorted(key for key, count in places.items() if count >= FEWEST)
    rows = [to_facts(sums[key], places[key]) for key in kept]
    if not kept:
        return {}
    return {KEYS: np.array(kept, np.int64), ROWS: np.array(rows, np.float32)}


def readings(record: Record, tokens: Tokens) -> Iterable[tuple[int, int, float]]:
    """Yield hash, kind and confidence of each mention that a model read."""
    found = {
        (tokens.starts[first], tokens.ends[first + width]): key
        for first, width, key in keys(tokens.words)
    }
    for entity in record["entities"]:
        for mention in entity["mentions"]:
            key = found.get((mention["start"], mention["end"]))
            if key is not None:
                yield key, KINDS.index(entity["type"]), mention["confidence"]
