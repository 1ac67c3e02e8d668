"""
Stems: what "detect", "detector" and "detection" have in common.

A light suffix stripper for comparing names; unlike Porter's it keeps words apart that
differ in a prefix or in a negation, and it never cuts a word below four letters.
"""

import re
from functools import lru_cache
from typing import Final

# Longest first: the first suffix that leaves enough is cut, again and again. No
# "al": it would make "generation" and "generalization" the same.
_SUFFIXES: Final = (
    "ability", "ibility", "ication", "ational",
    "ating", "ation", "ators", "ative",
    "ition", "itive", "ional", "ively", "ator", "ated", "ates", "able", "ible", "ally",
    "ical", "ment", "ance", "ence", "ness", "ship", "ings", "ants", "ents", "ate",
    "ant", "ent", "ing", "ion", "ive", "ity", "ial", "ual", "ous", "ors", "ers", "ier",
    "ied", "ify", "ary", "ed", "er", "or", "es", "ly", "ic", "e", "y", "s",
)  # fmt: skip
_IZE: Final = re.compile(r"iz(?:ational|ations?|ing|ers?|e[ds]?)$")
# Inflection alone leaves short words whole: "tune", "tuned", "tuning".
_INFLECTIONS: Final = frozenset({"e", "ed", "es", "ing", "s"})
_IRREGULAR: Final = {"recogniz": "recogn"}
_SHORTEST: Final = 4
_SHORTEST_INFLECTED: Final = 3
_DOUBLED: Final = re.compile(r"([bdgmnprt])\1$")


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """
    Return the stem of a lower-case word.

    >>> {stem(word) for word in ("labeling", "labeled", "label")}
    {'label'}
    >>> stem("recommender") == stem("recommendation")
    True
    """
    word = _IZE.sub("iz", word)
    word = _IRREGULAR.get(word, word)
    while word.isalpha():
        shorter = _cut(word)
        if shorter == word:
            break
        word = shorter
    return word


def _cut(word: str) -> str:
    if not word.endswith(_SUFFIXES):
        return word
    for suffix in _SUFFIXES:
        least = _SHORTEST_INFLECTED if suffix in _INFLECTIONS else _SHORTEST
        if word.endswith(suffix) and len(word) - len(suffix) >= least:
            return _DOUBLED.sub(r"\1", word[: -len(suffix)])
    return word
