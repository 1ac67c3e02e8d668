"""
Describe a paper's candidate concepts by numbers that the encoder does not give.

Training and extraction both take their features from here, so they cannot
drift apart. Knows tokens and spans only, no model and no label but the kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p

import numpy as np
from numpy.typing import NDArray

from scholargraph.extract.neural.labels import KINDS
from scholargraph.extract.neural.tokens import Tokens

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Tokens ``first`` up to ``end``, a mention of ``kind`` (an index into KINDS)."""

    first: int
    end: int
    kind: int


@dataclass(frozen=True, slots=True)
class Group:
    """The spans, in text order, that are taken as one concept."""

    kind: int
    spans: tuple[Span, ...]


OURS = re.compile(
    r"\b(?:we|our|this (?:paper|work|study|article)|here)\b", re.IGNORECASE
)
PROPOSE = re.compile(
    r"\b(?:propos|introduc|present|develop|novel|new\b|call|dub|name|term|design|"
    r"devis)",
    re.IGNORECASE,
)
COMPARE = re.compile(
    r"\b(?:than|compar|outperform|baseline|versus|vs|surpass|exceed|superior|prior|"
    r"existing|state-of-the-art|SOTA|competitive)",
    re.IGNORECASE,
)
MEASURE = re.compile(
    r"\b(?:experiment|evaluat|result|achiev|improv|reduc|accura|benchmark|dataset|"
    r"demonstrat|test|validat|show|gain)",
    re.IGNORECASE,
)
TRAIN = re.compile(
    r"\b(?:train|pre-?train|fine-?tun|collect|construct|built|source|from)\b",
    re.IGNORECASE,
)
CUES = (OURS, PROPOSE, COMPARE, MEASURE, TRAIN)
LATE = 0.66  # of the text; results and conclusions stand there
CUE_WINDOW = 60  # characters before a mention in which a cue word speaks of it


def sentence_cues(tokens: Tokens) -> Floats:
    """Return a row for each sentence: which families of cue words it has."""
    rows = [
        [float(bool(cue.search(tokens.text, start, end))) for cue in CUES]
        for start, end in tokens.bounds
    ]
    return np.array(rows, np.float32).reshape(len(rows), len(CUES))


def near_cues(tokens: Tokens, span: Span) -> list[float]:
    """Return which families of cue words stand just before a span."""
    start = tokens.starts[span.first]
    opening = max(start - CUE_WINDOW, tokens.bounds[tokens.sentences[span.first]][0])
    return [float(bool(cue.search(tokens.text, opening, start))) for cue in CUES]


def group_features(tokens: Tokens, groups: Sequence[Group]) -> Floats:
    """Return a row of role features for each group."""
    if not groups:
        return np.zeros((0, GROUP_FEATURES), np.float32)
    cues = sentence_cues(tokens)
    firsts = {
        kind: min(group.spans[0].first for group in groups if group.kind == kind)
        for kind in {group.kind for group in groups}
    }
    counts = [sum(group.kind == kind for group in groups) for kind in range(len(KINDS))]
    rows = [
        [
            *(float(group.kind == kind) for kind in range(len(KINDS))),
            *place_features(tokens, group),
            float(group.spans[0].first == firsts[group.kind]),
            log1p(counts[group.kind]),
            *form_features(tokens, group),
            *np.max([near_cues(tokens, span) for span in group.spans], axis=0),
            *cues[[tokens.sentences[span.first] for span in group.spans]].max(axis=0),
        ]
        for group in groups
    ]
    return np.array(rows, np.float32)


def place_features(tokens: Tokens, group: Group) -> list[float]:
    """Say where in the paper a group stands: title, beginning, end, how often."""
    length = max(len(tokens), 1)
    spots = [span.first / length for span in group.spans]
    lines = {tokens.sentences[span.first] for span in group.spans}
    last = max(len(tokens.bounds) - 1, 1)
    return [
        float(0 in lines),
        float(1 in lines),
        float(last in lines),
        spots[0],
        spots[-1],
        log1p(len(spots)),
        log1p(len(lines)),
        sum(spot > LATE for spot in spots) / len(spots),
    ]


def form_features(tokens: Tokens, group: Group) -> list[float]:
    """Say how a group is written: brackets, colon, capitals, length."""
    words = tokens.words
    in_brackets = any(
        span.first
        and words[span.first - 1] == "("
        and words[min(span.end, len(words) - 1)] == ")"
        for span in group.spans
    )
    forms = [tokens.slice(span.first, span.end) for span in group.spans]
    opens_title = any(
        span.first == 0 and span.end < len(words) and words[span.end] == ":"
        for span in group.spans
    )
    return [
        float(in_brackets),
        float(opens_title),
        float(
            any(form != form.lower() and form[1:] != form[1:].lower() for form in forms)
        ),
        max(span.end - span.first for span in group.spans) / 4,
        float(any(any(letter.isdigit() for letter in form) for form in forms)),
    ]


GROUP_FEATURES = 4 + 8 + 2 + 5 + 2 * len(CUES)
