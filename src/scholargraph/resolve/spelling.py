"""
Spelling: American for British, words for Greek letters.

Each function takes and gives one lower-case word and is idempotent.
"""

import re
import unicodedata
from typing import Final

from scholargraph.resolve.words import WORDS

_GREEK: Final = re.compile("[\u03b1-\u03c9]")

# Stems whose -ise is no British -ize (supervise, pairwise, denoise).
_KEEPS_S: Final = tuple(sorted(WORDS["stems with s"]))
_ISE: Final = re.compile(r"^([a-z]{3,})is(e[ds]?|ers?|ing|ations?)$")
_DOUBLE_L: Final = re.compile(
    r"^((?:un|re|pre|mis|multi)?(?:model|label|travel|cancel|channel|signal|tunnel"
    r"|level|fuel|total|equal|panel|counsel|marshal|spiral))l(ing|ings|ed|ers?)$"
)
_BRITISH: Final = (
    (_DOUBLE_L, r"\1\2"),
    (re.compile(r"^(.*(?:anal|paral|catal|dial))ys(e[ds]?|ers?|ing)$"), r"\1yz\2"),
    (re.compile(r"^(colo|behavio|neighbo|favo|flavo|labo|humo|harbo|tumo)ur"), r"\1r"),
    (re.compile(r"^(cent|met|fib|theat|lit)re(s?)$"), r"\1er\2"),
    (re.compile(r"logue(s?)$"), r"log\1"),
    (re.compile(r"^(de|of)fence"), r"\1fense"),
    (re.compile(r"^grey"), "gray"),
    (re.compile(r"^artefact"), "artifact"),
    (re.compile(r"^programme(s?)$"), r"program\1"),
    (re.compile(r"^paedi"), "pedi"),
    (re.compile(r"^haem(?=[aoi])"), "hem"),
    (re.compile(r"^anaesth"), "anesth"),
    (re.compile(r"^foet(?=[au])"), "fet"),
    (re.compile(r"^orthopae"), "orthope"),
    (re.compile(r"^encyclopae"), "encyclope"),
    (re.compile(r"^aluminium"), "aluminum"),
    (re.compile(r"^learnt$"), "learned"),
    (re.compile(r"^(judg|acknowledg)ement"), r"\1ment"),
    (re.compile(r"^ageing$"), "aging"),
    (re.compile(r"^sceptic"), "skeptic"),
)


def american(word: str) -> str:
    """
    Return the American spelling of a lower-case word.

    >>> [american(word) for word in ("optimisation", "modelling", "noise")]
    ['optimization', 'modeling', 'noise']
    """
    ise = _ISE.match(word)
    if ise:
        return word if ise[1].endswith(_KEEPS_S) else f"{ise[1]}iz{ise[2]}"
    for pattern, replacement in _BRITISH:
        if pattern.search(word):
            return pattern.sub(replacement, word)
    return word


def spelt_out(text: str) -> str:
    """
    Return the text with Greek letters written as words, ligatures and indices plain.

    >>> spelt_out("\N{GREEK SMALL LETTER BETA}-VAE")
    'beta-VAE'
    """
    if text.isascii():
        return text
    return _GREEK.sub(_letter_name, unicodedata.normalize("NFKC", text))


def _letter_name(match: re.Match[str]) -> str:
    return unicodedata.name(match[0]).split()[-1].lower()
