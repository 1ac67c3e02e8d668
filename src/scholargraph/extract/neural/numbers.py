"""
Find the numbers that may be results, and describe them.

A number's value is written as the guidelines ask: without sign "+", "~" and
unit. Which numbers are results is for the model to say.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log1p

from scholargraph.extract.neural.tokens import Tokens

# No part of a number is taken: where "3.5abcde" is none, 3 is none either.
# "times" is what is left of LaTeX's sign where its backslash was lost.
NUMBER = re.compile(
    r"(?<![\w.])(?:\d+(?:[.,]\d+)*|\.\d+)(?![.,]?\d)"
    r"(?=$|[^\w]|[xX\u00d7kKMBGT]\b|[a-z]{1,3}\b|(?:times|fold|[KMGT]B)\b|_)"
)
MINUS = re.compile(r"(?:^|[\s(\[=$:{~])[-\u2212\u2013]\s?$")
UNITS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (unit, re.compile(pattern))
    for unit, pattern in (
        ("percentage points", r"[\s~\-]*(?:absolute )?percentage[\s\-]points?\b"),
        ("pp", r"\s*(?:pp|p\.p\.|pps)\b"),
        ("points", r"(?:\\?%|[\s~\-])*\s*(?:absolute )?(?:points?|pts)\b"),
        ("%", r"[\s~$}]*(?:\\+%|%|percent\b|per cent\b)"),
        ("x", r"[\s~$\-]*(?:x\b|X\b|\u00d7|\$?\\times|times\b|fold\b)"),
        ("ms", r"[\s~$\-]*(?:ms|milliseconds?)\b"),
        ("s", r"[\s~$\-]*(?:s|sec|seconds?)\b"),
        ("dB", r"[\s~$\-]*dB\b"),
        ("mm", r"[\s~$\-]*mm\b"),
        ("cm", r"[\s~$\-]*cm\b"),
        ("m", r"[\s~$\-]*(?:m|meters?|metres?)\b"),
        ("degrees", r"[\s~$\-]*(?:degrees?|deg|°)"),
        ("GB", r"[\s~$\-]*GB\b"),
        ("MB", r"[\s~$\-]*MB\b"),
        ("fps", r"[\s~$\-]*(?:fps|FPS)\b"),
        ("bpm", r"[\s~$\-]*bpm\b"),
        ("mJ", r"[\s~$\-]*mJ\b"),
        ("Hz", r"[\s~$\-]*Hz\b"),
    )
)
# "92.1, 88.3 and 90%": the unit written once, at the end of the list.
LISTED = re.compile(
    r"[\s$~]*(?:,|and|or|to|-{1,2}|\u2013|/|±|\\pm|\\sim|,\s*and)[\s$~]*\d+(?:[.,]\d+)*"
)
# "90 to 95%", "2-7%", "0.54 vs. 0.43": two values of one thing. What is taken is not
# given back ("*+"), or a long row of "~" would take its square in time.
PAIRED = re.compile(
    r"[\s~$\\]*+(?:%|x\b|times\b)?+[\s~$}]*+"
    r"(?:-{1,2}|\u2013|to|vs\.?|versus)[\s~${+]*+"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number: its characters, the token it begins in, its value and unit."""

    start: int
    end: int
    token: int
    value: str
    unit: str


def numbers(tokens: Tokens) -> list[Number]:
    """Return the candidate numbers in text order."""
    found = []
    for match in NUMBER.finditer(tokens.text):
        start, end = match.span()
        token = bisect_right(tokens.starts, start) - 1
        minus = MINUS.search(tokens.text, max(0, start - 4), start)
        value = tokens.text[start:end].rstrip(",")
        found.append(
            Number(
                start,
                end,
                token,
                f"-{value}" if minus else value,
                unit(tokens.text, end),
            )
        )
    return found


def paired(tokens: Tokens, found: Sequence[Number]) -> list[tuple[int, int]]:
    """
    Return the places of each two numbers that are the ends of a range, or compared.

    Of 250 annotated pairs both or neither are results in all but four.
    """
    return [
        (place, place + 1)
        for place, (one, other) in enumerate(pairwise(found))
        if tokens.sentences[one.token] == tokens.sentences[other.token]
        and PAIRED.fullmatch(tokens.text, one.end, other.start)
    ]


def unit(text: str, end: int) -> str:
    """
    Return the unit of the number that ends there, looking past the rest of a list.

    >>> unit("92.1, 88.3 and 90%", 4)
    '%'
    """
    for _ in range(6):
        for name, pattern in UNITS:
            if pattern.match(text, end):
                return name
        listed = LISTED.match(text, end)
        if not listed:
            return ""
        end = listed.end()
    return ""


CONTEXTS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            r"\bby (?:up to |about |over |around |at least |more than |"
            r"an? (?:average|additional) (?:of )?)?[~$+]?$"
        ),
        (
            r"(?:up to|as much as|more than|over|at least|about|around|approximately|"
            r"nearly)\s[~$+]?$"
        ),
        r"(?:\bof|=|:|\bto|\bis|\bat)\s?[~$+]?$",
        r"[+]\s?$",
        r"\b(?:from|between)\s[~$+]?$",
        r"\(\s?[~$+]?$",
        (
            r"(?:top|recall|hits?|precision|ndcg|map|pass|F|rouge|bleu|bertscore)"
            r"\s?[-@_]?\s?[{$]*$"
        ),
        r"\b(?:and|vs\.?|versus|,|than|±|pm)\s?[~$+]?$",
    )
)
AFTER: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            r"[\s~$\\%x\u00d7a-z\-]{0,12}\b(?:faster|speed-?up|slower|reduction|lower|less|"
            r"fewer|higher|better|more|smaller|improvement|increase|gain|relative)"
        ),
        r"\s?(?:\\?%|percent)?\s?(?:relative|absolute)",
        (
            r"[\s,-]*(?:[a-z]+[\s-]){0,2}(?:images|samples|hours|tasks|datasets|languages|"
            r"patients|subjects|parameters|classes|videos|examples|questions|tokens|models|"
            r"layers|participants|users|agents|nodes|documents|annotat|GPU|benchmarks|"
            r"categories|years|days|papers|domains|scenes|objects|people|sentences|"
            r"instances|million|billion|k\b)"
        ),
        r"\s?(?:and|,|/|to|-|\u2013)\s?[~$+]?\d",
        r"\s?\)",
    )
)
YEARS = (1950, 2035)
PERCENT = 100
SCALES = ("%", "x", "points", "pp", "percentage points")


def number_features(tokens: Tokens, number: Number) -> list[float]:
    """Return the features of a number alone; see NUMBER_FEATURES for their count."""
    text, (opening, closing) = (
        tokens.text,
        tokens.bounds[tokens.sentences[number.token]],
    )
    before = text[max(opening, number.start - 40) : number.start]
    digits = number.value.lstrip("-").replace(",", "")
    amount = min(float(digits), 1e9) if digits.replace(".", "", 1).isdigit() else 0.0
    whole = "." not in number.value
    return [
        *(float(number.unit == scale) for scale in SCALES),
        float(number.unit not in SCALES and number.unit != ""),
        float(not whole),
        float(whole and YEARS[0] <= amount <= YEARS[1]),
        float(amount <= 1),
        float(amount <= PERCENT),
        log1p(amount) / 5,
        float("," in number.value),
        float(text[number.end : number.end + 1].isalpha()),
        float(number.token < tokens.title),
        tokens.sentences[number.token] / max(len(tokens.bounds), 1),
        float("respectively" in text[opening:closing]),
        *(float(bool(context.search(before))) for context in CONTEXTS),
        *(
            float(bool(after.match(text, number.end, min(closing, number.end + 60))))
            for after in AFTER
        ),
    ]


NUMBER_FEATURES = len(SCALES) + 11 + len(CONTEXTS) + len(AFTER)
