"""
Compare the surface forms of one kind in one paper: which may be the same concept.

A form is a string with all its spans; forms that differ in case only are one
form to begin with. Knows strings and spans, no model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scholargraph.extract.neural.concepts import Group, Span
from scholargraph.extract.neural.tokens import Tokens

Floats: TypeAlias = NDArray[np.float32]
Ints: TypeAlias = NDArray[np.int64]

INNER = re.compile(r"[^a-z0-9+]+")
# What is left of a plural: "classes" loses two letters, "studies" gets its y back.
PLURALS = (
    (re.compile(r"(?<=ss)es$"), ""),
    (re.compile(r"(?<=[a-z]{2})ies$"), "y"),
    (re.compile(r"(?<=[a-z]{2})(?<![sui])s$"), ""),
)
BAND = 120  # forms by order of appearance; abstracts have some 30
FORM_FEATURES = 16
LONG = 200  # characters; comparing such a form letter by letter is too slow
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
    """Return the pairs of forms of one kind and their features."""
    pairs = [
        (one, other)
        for one in range(len(found))
        for other in range(one + 1, min(one + BAND, len(found)))
        if found[one].kind == found[other].kind
    ]
    features = [
        form_pair_features(tokens, found[one], found[other]) for one, other in pairs
    ]
    return (
        np.array(pairs, np.int64).reshape(-1, 2),
        np.array(features, np.float32).reshape(-1, FORM_FEATURES),
    )


def initials(words: Sequence[str]) -> str:
    """Return the first letters of the words that an abbreviation would keep."""
    return "".join(word[0] for word in words if word not in SMALL)


def is_subsequence(short: str, long: str) -> bool:
    """Return whether the letters of ``short`` stand in ``long`` in that order."""
    letters = iter(long)
    return all(letter in letters for letter in short)


def form_pair_features(tokens: Tokens, one: Group, other: Group) -> list[float]:
    """Return the features of two forms, whose order does not matter."""
    long, short = sorted(
        (one, other),
        key=lambda group: (-len(name(tokens, group)), group.spans[0].first),
    )
    left, right = plain(name(tokens, long)), plain(name(tokens, short))
    left_words, right_words = left.split(), right.split()
    shared = set(left_words) & set(right_words)
    squeezed = right.replace(" ", "")
    both = initials(left_words), initials(right_words)
    return [
        float(squeezed == left.replace(" ", "")),
        float(
            len(squeezed) > 1
            and squeezed in (both[0], "".join(word[:1] for word in left_words))
        ),
        float(
            len(squeezed) > 1
            and len(right_words) == 1
            and is_subsequence(squeezed, left)
            and squeezed[0] == left[0]
        ),
        float(is_defined(tokens, long, short)),
        float(left_words[-1:] == right_words[-1:]),
        float(left_words[:1] == right_words[:1]),
        len(shared) / max(len(left_words), 1),
        len(shared) / max(len(right_words), 1),
        float(set(right_words) <= set(left_words)),
        float(left.endswith(" " + right)),
        float(left.startswith(right + " ")),
        SequenceMatcher(None, left, right, autojunk=False).ratio()
        if len(left) < LONG
        else 0.0,
        (len(left_words) - len(right_words)) / 4,
        float(len(right_words) == 1),
        float(name(tokens, short).isupper()),
        float(
            bool({span.first for span in long.spans if span.first < tokens.title})
            and bool({span.first for span in short.spans if span.first < tokens.title})
        ),
    ]


def name(tokens: Tokens, group: Group) -> str:
    """Return the form as first written."""
    return tokens.slice(group.spans[0].first, group.spans[0].end)


def is_defined(tokens: Tokens, long: Group, short: Group) -> bool:
    """Return whether "long (short" or "short (long" stands somewhere in the text."""
    ends = {span.end for span in long.spans} | {-span.end for span in short.spans}
    words = tokens.words
    return any(
        span.first > 1
        and words[span.first - 1] in "(["
        and sign * (span.first - 1) in ends
        for sign, group in ((1, short), (-1, long))
        for span in group.spans
    )
