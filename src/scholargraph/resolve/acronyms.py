"""
Short forms: what looks like one, and whether it can stand for a long form.

The test follows Schwartz and Hearst, "A simple algorithm for identifying
abbreviation definitions in biomedical text" (PSB 2003), made stricter: letters of
the short form must begin words or stand inside a word whose start is matched.
"""

import re
from functools import lru_cache
from typing import Final

from scholargraph.resolve.words import WORDS

_SHORT: Final = re.compile(r"[^\s]{2,12}")
_LETTERS: Final = re.compile(r"[^a-z0-9]+")
_WORDS: Final = re.compile(r"[a-z0-9]+")
# Up to this length one capital makes a short form ("Re"), and only from it on can
# a single word have one ("ECG").
_ONE_CAPITAL: Final = 3
_MOST_WORDS: Final = 16
_SMALL: Final = WORDS["small words"]


def is_short(form: str) -> bool:
    """
    Tell whether a form looks like an abbreviation.

    One word of up to 12 characters with at least two capitals, or one capital
    among four characters at most.

    >>> [is_short(form) for form in ("LLMs", "kNN", "CNN-LSTM", "Attention", "SQuAD")]
    [True, True, True, False, True]
    """
    if not _SHORT.fullmatch(form) or not any(map(str.isalpha, form)):
        return False
    capitals = sum(map(str.isupper, form))
    return capitals > 1 or (capitals == 1 and len(form) <= _ONE_CAPITAL)


def letters(short: str) -> str:
    """
    Return the letters that a short form's long form must supply, in lower case.

    >>> letters("LLMs"), letters("R-CNN")
    ('llm', 'rcnn')
    """
    if len(short) >= _ONE_CAPITAL and short.endswith("s") and short[-2].isupper():
        short = short[:-1]
    return _LETTERS.sub("", short.lower())


@lru_cache(maxsize=1 << 14)
def abbreviates(short: str, long: str) -> bool:
    """
    Tell whether the letters of ``short`` can be read off the words of ``long``.

    Every letter begins a word or follows a matched letter within its word, the first
    word is used, and no word but small ones is passed over.

    >>> abbreviates("GNN", "graph neural network")
    True
    >>> abbreviates("MAP", "mean average precision at k")
    False
    >>> abbreviates("LoRA", "Low-Rank Adaptation")
    True
    """
    if len(long) <= len(short) + 1:
        return False
    return _covers(letters(short), tuple(_WORDS.findall(long.lower())))


def _covers(wanted: str, words: tuple[str, ...]) -> bool:
    if len(wanted) <= 1 or not words or len(words) > _MOST_WORDS:
        return False
    if len(words) == 1 and len(wanted) < _ONE_CAPITAL:
        return False  # nearly every word holds some two letters
    # Positions in ``wanted`` that can be reached after the words read so far.
    reached = {0}
    for number, word in enumerate(words):
        after: set[int] = set()
        for position in reached:
            after.update(_taken(wanted, position, word))
            if number and word in _SMALL:
                after.add(position)
        if not after:
            return False
        reached = after
    return len(wanted) in reached


def _taken(wanted: str, position: int, word: str) -> set[int]:
    """Return the positions reachable by taking a word's first and later letters."""
    if position >= len(wanted) or word[0] != wanted[position]:
        return set()
    ends = {position + 1}
    at, index = position + 1, 1
    while at < len(wanted):
        index = word.find(wanted[at], index)
        if index < 0:
            break
        at += 1
        index += 1
        ends.add(at)
    return ends
