"""
Compare the surface forms of one kind in one paper: which may be the same concept.

A form is a string with all its spans; forms that differ in case only are one
form to begin with. Knows strings and spans, no model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scholargraph.extract.neural.concepts import Group, Span
from scholargraph.extract.neural.reach import reach
from scholargraph.extract.neural.tokens import Tokens
from scholargraph.text import likeness

Floats: TypeAlias = NDArray[np.float32]
Ints: TypeAlias = NDArray[np.int64]

INNER = re.compile(r"[^a-z0-9+]+")
# What is left of a plural: "classes" loses two letters, "studies" gets its y back.
PLURALS = (
    (re.compile(r"(?<=ss)es$"), ""),
    (re.compile(r"(?<=[a-z]{2})ies$"), "y"),
    (re.compile(r"(?<=[a-z]{2})(?<![sui])s$"), ""),
)
FORM_FEATURES = 16
SMALL = frozenset(
    {"of", "for", "the", "and", "to", "in", "with", "on", "by", "a", "via", "from"}
)


def plain(form: str) -> str:
    """
    Return the form without case, punctuation and plural.

    >>> plain("Large Language-Models")
    'large language model'
    """
    words = INNER.sub(" ", form.lower()).split()
    if not words:
        return form
    for ending, instead in PLURALS:
        shorter = ending.sub(instead, words[-1])
        if shorter != words[-1]:
            words[-1] = shorter
            break
    return " ".join(words)


def group_forms(tokens: Tokens, spans: Sequence[Span]) -> list[Group]:
    """Return a group for each kind and plain form, in order of appearance."""
    found: dict[tuple[int, str], list[Span]] = {}
    for span in sorted(spans):
        found.setdefault(
            (span.kind, plain(tokens.slice(span.first, span.end))), []
        ).append(span)
    return [Group(kind, tuple(members)) for (kind, _), members in found.items()]


def form_inputs(tokens: Tokens, found: Sequence[Group]) -> tuple[Ints, Floats]:
    """Return the pairs of forms of one kind, near each other, and their features."""
    band = reach(len(found))
    pairs = [
        (one, other)
        for one in range(len(found))
        for other in range(one + 1, min(one + 1 + band, len(found)))
        if found[one].kind == found[other].kind
    ]
    forms = [written(tokens, group) for group in found]
    features = [
        form_pair_features(tokens, forms[one], forms[other]) for one, other in pairs
    ]
    return (
        np.array(pairs, np.int64).reshape(-1, 2),
        np.array(features, np.float32).reshape(-1, FORM_FEATURES),
    )


@dataclass(frozen=True, slots=True)
class Written:
    """What the features ask of a form again and again; ``text`` is its plain form."""

    group: Group
    name: str
    text: str
    squeezed: str
    words: tuple[str, ...]
    initials: str
    all_initials: str
    ends: frozenset[int]
    in_title: bool


def written(tokens: Tokens, group: Group) -> Written:
    """Return a form with what it is written as."""
    name = tokens.slice(group.spans[0].first, group.spans[0].end)
    text = plain(name)
    words = tuple(text.split())
    return Written(
        group=group,
        name=name,
        text=text,
        squeezed=text.replace(" ", ""),
        words=words,
        initials=initials(words),
        all_initials="".join(word[:1] for word in words),
        ends=frozenset(span.end for span in group.spans),
        in_title=any(span.first < tokens.title for span in group.spans),
    )


def initials(words: Sequence[str]) -> str:
    """Return the first letters of the words that an abbreviation would keep."""
    return "".join(word[0] for word in words if word not in SMALL)


def is_subsequence(short: str, long: str) -> bool:
    """Return whether the letters of ``short`` stand in ``long`` in that order."""
    letters = iter(long)
    return all(letter in letters for letter in short)


def form_pair_features(tokens: Tokens, one: Written, other: Written) -> list[float]:
    """Return the features of two forms, whose order does not matter."""
    long, short = sorted(
        (one, other), key=lambda form: (-len(form.name), form.group.spans[0].first)
    )
    left, right = long.text, short.text
    left_words, right_words = long.words, short.words
    shared = len(set(left_words) & set(right_words))
    squeezed = short.squeezed
    return [
        float(squeezed == long.squeezed),
        float(len(squeezed) > 1 and squeezed in (long.initials, long.all_initials)),
        float(
            len(squeezed) > 1
            and len(right_words) == 1
            and is_subsequence(squeezed, left)
            and squeezed[0] == left[0]
        ),
        float(is_defined(tokens, long, short)),
        float(left_words[-1:] == right_words[-1:]),
        float(left_words[:1] == right_words[:1]),
        shared / max(len(left_words), 1),
        shared / max(len(right_words), 1),
        float(shared == len(set(right_words))),
        float(left.endswith(" " + right)),
        float(left.startswith(right + " ")),
        likeness(left, right),
        (len(left_words) - len(right_words)) / 4,
        float(len(right_words) == 1),
        float(short.name.isupper()),
        float(long.in_title and short.in_title),
    ]


def is_defined(tokens: Tokens, long: Written, short: Written) -> bool:
    """Return whether "long (short" or "short (long" stands somewhere in the text."""
    words = tokens.words
    return any(
        span.first > 1 and words[span.first - 1] in "([" and span.first - 1 in ends
        for ends, form in ((long.ends, short), (short.ends, long))
        for span in form.group.spans
    )
