"""
Choose papers that an earlier model has read, to learn from before the annotated ones.

Self-training with a threshold of confidence (Yarowsky 1995; Xie et al. 2020, "Self-
training with Noisy Student"): the new model sees many more texts than people could
annotate, then unlearns the earlier model's mistakes on what they did annotate.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from scholargraph.text import normal_title
from scholargraph.training.judging import Record

SURE = 0.7  # mean confidence of a paper's mentions, to be learned from
FEWEST = 5  # mentions of a paper that is worth its time


def choose(read: Iterable[Record], known: Iterable[Record], count: int) -> list[Record]:
    """
    Return at most ``count`` surely read papers, in an order of chance that stays.

    Papers with the title of a known one, annotated or held out, are left out.
    """
    found = [record for record in unknown(read, known) if is_sure(record)]
    return [to_annotated(record) for record in sorted(found, key=order)[:count]]


def unknown(read: Iterable[Record], known: Iterable[Record]) -> list[Record]:
    """Return the papers that do not have the title of a known one."""
    titles = {normal_title(record["title"]) for record in known}
    return [record for record in read if normal_title(record["title"]) not in titles]


def order(record: Record) -> bytes:
    """Return a key that sorts papers by chance, the same in every run."""
    return hashlib.sha256(record["id"].encode()).digest()


def is_sure(record: Record) -> bool:
    """Tell whether the model was sure enough of what it read in a paper."""
    sure = [
        mention["confidence"]
        for entity in record["entities"]
        for mention in entity["mentions"]
    ]
    return len(sure) >= FEWEST and sum(sure) / len(sure) >= SURE


def to_annotated(record: Record) -> dict[str, Any]:
    """
    Return a paper as annotators would have given it, with mentions as strings.

    >>> mention = {"start": 0, "end": 3, "text": "SAM", "confidence": 0.9}
    >>> paper = {
    ...     "id": "a",
    ...     "title": "SAM",
    ...     "abstract": "",
    ...     "entities": [{"name": "SAM", "mentions": [mention, mention]}],
    ...     "relations": [],
    ...     "results": [],
    ... }
    >>> to_annotated(paper)["entities"]
    [{'name': 'SAM', 'mentions': ['SAM']}]
    """
    return {
        **record,
        "entities": [
            {
                **entity,
                "mentions": sorted({mention["text"] for mention in entity["mentions"]}),
            }
            for entity in record["entities"]
        ],
        "relations": [likely(relation) for relation in record["relations"]],
    }


def likely(relation: Mapping[str, Any]) -> tuple[str, str, str, float]:
    """
    Return the head, type and tail of a relation, and how likely it is.

    Two in five of the relations that are read are wrong; to learn each for as much as
    it is likely is to learn what the model believes (Hinton et al. 2015, "Distilling
    the Knowledge in a Neural Network").
    """
    ends = relation["head"], relation["type"], relation["tail"]
    return *ends, float(relation["confidence"])
