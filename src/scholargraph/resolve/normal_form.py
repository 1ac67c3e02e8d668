"""
The normal form of a name: what two spellings of one concept have in common.

A form goes through small pure rules, in the order of ``RULES``. The result is
idempotent lower-case text of words with single spaces; ``key`` is the same without
the spaces that writers put and leave out at will.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from scholargraph.resolve.acronyms import abbreviates, is_short
from scholargraph.resolve.spelling import american, spelt_out
from scholargraph.resolve.words import WORDS
from scholargraph.text import readable, singular
from scholargraph.vocab import Kind

Rule = Callable[[str, Kind], str]

# Lower-case words that are concepts of their own beside an acronym of the same
# letters: "MAP" (maximum a posteriori) is no map, "LIME" no lime.
WORDS_BESIDE_ACRONYMS: Final = WORDS["words beside acronyms"]

HEADS: Final[Mapping[Kind, frozenset[str]]] = MappingProxyType(
    {kind: WORDS[f"heads {kind.value}"] for kind in Kind}
)
# Heads that carry meaning after a common word ("language model", "data set of ...")
# and say nothing after a proper name ("CLIP model").
_ONLY_AFTER_PROPER: Final = WORDS["heads after proper names only"]
_ARTICLES: Final = re.compile(r"^(?:the|an?|our|this|these|its)\s+", re.IGNORECASE)
_BRACKET: Final = re.compile(r"\s*[(\[{]\s*([^()\[\]{}]*?)\s*[)\]}]")
_OPENING: Final = re.compile(r"[(\[{]")
_EDGE: Final = re.compile(r"^[\s\"'`,.;:!?/|-]+|[\s\"'`,.;:!?/|-]+$")
_APOSTROPHE_S: Final = re.compile("['\u2019]s?\\b")  # Cohen's kappa, Cohens kappa
_DASHES: Final = re.compile(
    r"[\u2010-\u2015\u2212_/]|(?<=\w)-(?=\w)|(?<=\w)-(?=\s)|(?<=\s)-(?=\w)"
)
_QUOTES: Final = re.compile(r"[\"\u201c-\u201f`\u2018\u201a\u00b4]")
_COMMA: Final = re.compile(r"[,;:](?=\s)")
_AMPERSAND: Final = re.compile(r"\s+&\s+")
_SPACE: Final = re.compile(r"\s+")
# What most names lack: without it the rules about marks have nothing to change.
_MARK: Final = re.compile(r"[^A-Za-z0-9 ]|  ")
_CAPITAL_INSIDE: Final = re.compile(r"[A-Z0-9]")
_SHORT_PLURAL: Final = re.compile(r"\b([A-Za-z]*[A-Z0-9])s\b")
_PLURAL_ENDING: Final = re.compile(r"[A-Z0-9]s\b")
_JOIN: Final = re.compile(r"(?<!\d) | (?!\d)")


def render(form: str, _kind: Kind) -> str:
    """Render LaTeX and write Greek letters as words."""
    return spelt_out(readable(form) if "\\" in form or "$" in form else form)


def trim(form: str, _kind: Kind) -> str:
    """Drop articles, quotation marks and punctuation at the edges."""
    marked = _MARK.search(form)
    form = _EDGE.sub("", _QUOTES.sub("", form)) if marked else form.strip()
    return _ARTICLES.sub("", form)


def drop_brackets(form: str, _kind: Kind) -> str:
    """
    Drop a bracketed abbreviation of the words before it; keep other brackets' text.

    ``heart rate (HR) estimation`` -> ``heart rate estimation``.
    """
    if not _OPENING.search(form):
        return form.strip()

    def replacement(match: re.Match[str]) -> str:
        before = form[: match.start()]
        if is_short(match[1]) and _ends_in(before, match[1]):
            return ""
        return f" {match[1]}"

    return _BRACKET.sub(replacement, form).strip()


def split_dashes(form: str, _kind: Kind) -> str:
    """Put a space for each dash, slash and comma; drop apostrophes; spell out "&"."""
    if not _MARK.search(form):
        return form.strip()
    form = _AMPERSAND.sub(" and ", _COMMA.sub(" ", _APOSTROPHE_S.sub("s", form)))
    form = _DASHES.sub(" ", form)
    return _SPACE.sub(" ", form).strip()


def drop_head(form: str, kind: Kind) -> str:
    """
    Drop a last word that only says the kind.

    ``LVIS dataset`` -> ``LVIS``; ``language model`` stays.
    """
    words = form.split()
    while len(words) > 1 and _says_only_the_kind(words, kind):
        words.pop()
    return " ".join(words)


def fold_case(form: str, _kind: Kind) -> str:
    """Fold the case, but not of an acronym that has a word beside it."""
    if form.isupper() and form.lower() in WORDS_BESIDE_ACRONYMS:
        return form
    if _PLURAL_ENDING.search(form):
        form = _SHORT_PLURAL.sub(r"\1", form)
    return form.casefold()


def spell(form: str, _kind: Kind) -> str:
    """Write every word in American spelling and the singular."""
    if form.isupper():  # an acronym that kept its case
        return form
    return " ".join(map(_spelt, form.split()))


@lru_cache(maxsize=1 << 15)
def _spelt(word: str) -> str:
    return american(singular(word))


RULES: Final[tuple[Rule, ...]] = (
    render,
    trim,
    drop_brackets,
    split_dashes,
    # Heads are read while capitals still tell a proper name.
    drop_head,
    fold_case,
    spell,
)
# What lower-case words with single spaces are left alone by needs no look at them.
_PLAIN: Final = re.compile(r"[a-z]+(?: [a-z]+)*")
PLAIN_RULES: Final[tuple[Rule, ...]] = (trim, drop_head, spell)


@lru_cache(maxsize=1 << 17)
def normal_form(form: str, kind: Kind) -> str:
    """
    Return the normal form of a name.

    Text that the rules would leave empty (a lone dash) stands for itself.

    >>> normal_form("Convolutional Neural-Networks (CNNs)", Kind.METHOD)
    'convolutional neural network'
    """
    before, text = None, form
    # Once is nearly always enough; what one rule lays bare ("the-the") needs more.
    while text != before:
        before = text
        for rule in PLAIN_RULES if _PLAIN.fullmatch(text) else RULES:
            text = rule(text, kind)
    return text or _SPACE.sub(" ", form).strip().casefold()


@lru_cache(maxsize=1 << 15)
def key(form: str, kind: Kind) -> str:
    """
    Return the normal form without spaces, save between digits.

    >>> key("Office-Home", Kind.DATASET) == key("OfficeHome", Kind.DATASET)
    True
    >>> key("Llama 3 8B", Kind.METHOD)
    'llama3 8b'
    """
    normal = normal_form(form, kind)
    return _JOIN.sub("", normal) if " " in normal else normal


def is_proper(word: str) -> bool:
    """
    Tell whether a word looks like a proper name: a capital or digit past its start.

    >>> is_proper("LVIS"), is_proper("Long"), is_proper("iNaturalist")
    (True, False, True)
    """
    return bool(_CAPITAL_INSIDE.search(word[1:])) or word.isdigit()


def _says_only_the_kind(words: list[str], kind: Kind) -> bool:
    head = singular(words[-1].lower())
    if head not in HEADS[kind] or (words[-1][:1].isupper() and not words[1:-1]):
        return False
    rest = words[:-1]
    if is_proper(rest[-1]) and not _SHORT_PLURAL.fullmatch(rest[-1]):
        return True
    return head not in _ONLY_AFTER_PROPER and len(rest) > 1


def _ends_in(before: str, short: str) -> bool:
    words = before.split()
    return any(
        abbreviates(short, " ".join(words[start:]))
        for start in range(max(0, len(words) - len(short) - 2), len(words))
    )
