"""
Find the abbreviations that a text defines, with their long forms.

The algorithm of A. S. Schwartz and M. A. Hearst, "A simple algorithm for identifying
abbreviation definitions in biomedical text", Pacific Symposium on Biocomputing 8
(2003), 451-462, with three changes for this field: initials are tried before the
letters inside words, a plural ("GNNs") may stand for a singular and the other way
round, and a long form begins at the letter that matches, not at the white space
before ("non-small cell lung cancer (SCLC)"; LaTeX braces). Plain functions of text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scholargraph.model import Span

# The paper's bounds: two to ten characters in at most two words.
_SHORTEST, _LONGEST = 2, 10
_MOST_WORDS = 2
# Innermost brackets of a sort; the bound keeps a text of unclosed brackets linear.
_BRACKET = re.compile(r"\([^()\n]{1,160}\)|\[[^()\[\]\n]{1,160}\]")
_ITEM_END = re.compile(r"[,;:=]|\s\\?(?:cite|eg|ie|for|e\.g|i\.e|see)\b")
_PHRASE_END = re.compile(r"[,;:\[]")
_LEAD = re.compile(
    r"\s*(?:(?:or|i\.e\.,?|called|termed|dubbed|named|abbreviated(?: as)?|abbr\.?|"
    r"a\.k\.a\.?|aka|hereafter|denoted(?: as| by)?|short for|short)\s+)?",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"\S+\s?\Z")
_WORD = re.compile(r"[^\W_]+")
_TO = re.compile(r"(?<=[A-Za-z])2(?=[A-Za-z])")  # "T2I": text-to-image
# A long form does not reach across the end of a clause or another bracket.
_BARRIER = re.compile(r"[.;:!?](?=\s)|[()\[\]\n]")
_NO_SHORT_FORM = re.compile(r"(?:Figs?|Secs?|Tabs?|Eqs?|Refs?|Apps?|No|Ed|Eds)\b\.?")
_WRAPPING = "\"'`\u201c\u201d\u2018\u2019{}$*~,.\\ "
_SMALL = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the",
     "to", "via", "with")
)  # fmt: skip
_TALLEST_WORD = 30  # characters, on average, of a word of a long form


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """
    A short form and the long form that a text gives for it, with their places.

    ``text[short_span.start : short_span.end] == short``, and so for ``long``.
    """

    short: str
    long: str
    short_span: Span
    long_span: Span


def abbreviations(text: str) -> tuple[Abbreviation, ...]:
    """
    Return the abbreviations that a text defines, in the order of their brackets.

    >>> text = "Graph neural nets (GNNs); MRL (Matryoshka representation learning)"
    >>> [(found.short, found.long) for found in abbreviations(text)]
    [('GNNs', 'Graph neural nets'), ('MRL', 'Matryoshka representation learning')]
    """
    return tuple(_definitions(text))


def is_short_form(form: str) -> bool:
    """
    Return whether a string may be an abbreviation.

    >>> [is_short_form(form) for form in ("GCN", "2019", "mAP", "fps", "Fig. 2", "x")]
    [True, False, True, True, False, False]
    """
    return (
        _SHORTEST <= len(form) <= _LONGEST
        and len(form.split()) <= _MOST_WORDS
        and form[0].isalnum()
        and any(letter.isalpha() for letter in form)
        and not _NO_SHORT_FORM.match(form)
    )


def long_form_start(short: str, before: str) -> int | None:
    """
    Return where in the text before it the long form of a short form begins.

    >>> before = "we use repeat factor sampling"
    >>> before[long_form_start("RFS", before):]
    'repeat factor sampling'
    """
    for form in _variants(short):
        start = _by_initials(form, before)
        if start is not None:
            return start
    # A word in brackets without a capital is a remark: "a clear (best) baseline".
    if short == short.lower():
        return None
    # Only initials are sure enough to cross a comma: "Regularize, Expand and Compress".
    clause = before.rfind(", ") + 1
    for form in _variants(short):
        start = _by_letters(form, before[clause:])
        if start is not None and _is_plausible(form, before[clause + start :]):
            return clause + start
    return None


def _definitions(text: str) -> Iterator[Abbreviation]:
    for match in _BRACKET.finditer(text):
        lead = _LEAD.match(text, match.start() + 1, match.end() - 1)
        inside = Span(lead.end() if lead else match.start() + 1, match.end() - 1)
        found = _short_in_bracket(text, match.start(), inside) or _long_in_bracket(
            text, match.start(), inside
        )
        if found:
            yield found


def _short_in_bracket(text: str, bracket: int, inside: Span) -> Abbreviation | None:
    """Return the definition "long form (SHORT)"."""
    item_end = _ITEM_END.search(text, inside.start, inside.end)
    short = _peeled(text, inside.start, item_end.start() if item_end else inside.end)
    form = text[short.start : short.end]
    if not is_short_form(form):
        return None
    window = _words_before(text, bracket, _most_words(form))
    long = _peeled(text, window.start, window.end)
    start = long_form_start(form, text[long.start : long.end])
    if start is None:
        return None
    long = Span(long.start + start, long.end)
    return Abbreviation(form, text[long.start : long.end], short, long)


def _long_in_bracket(text: str, bracket: int, inside: Span) -> Abbreviation | None:
    """Return the definition "SHORT (long form)"."""
    word = _LAST_WORD.search(text, max(bracket - 2 * _LONGEST, 0), bracket)
    if not word or (word.start() and not text[word.start() - 1].isspace()):
        return None
    short = _peeled(text, word.start(), word.end())
    form = text[short.start : short.end]
    item_end = _PHRASE_END.search(text, inside.start, inside.end)
    long = _peeled(text, inside.start, item_end.start() if item_end else inside.end)
    phrase = text[long.start : long.end]
    if not is_short_form(form) or form == form.lower() or len(phrase) <= len(form) + 1:
        return None
    if len(_WORD.findall(phrase)) > _most_words(form) or not _spells(form, phrase):
        return None
    return Abbreviation(form, phrase, short, long)


def _spells(short: str, phrase: str) -> bool:
    """Return whether a whole phrase, from its first letter, spells a short form."""
    return any(
        _by_initials(form, phrase) == 0
        or (
            form[0].lower() == phrase[0].lower()
            and _by_letters(form, phrase) is not None
            and _is_plausible(form, phrase)
        )
        for form in _variants(short)
    )


def _variants(short: str) -> tuple[str, ...]:
    """Return a short form as it is, without its plural, and with "to" for a 2."""
    forms = [short]
    if len(short) > _SHORTEST and short[-1] == "s" and short[-2].isupper():
        forms.append(short[:-1])
    if _TO.search(short):
        forms.append(_TO.sub("t", short))
    return tuple(forms)


def _most_words(short: str) -> int:
    """Return how many words a long form may have: the paper's bound."""
    return min(len(short) + 5, len(short) * 2)


def _words_before(text: str, end: int, count: int) -> Span:
    """Return the last words before ``end`` that belong to its clause."""
    start = max(end - count * _TALLEST_WORD, 0)
    for barrier in _BARRIER.finditer(text, start, end):
        start = barrier.end()
    spots = [match.start() for match in _WORD.finditer(text, start, end)]
    return Span(spots[-count] if len(spots) >= count else start, end)


def _peeled(text: str, start: int, end: int) -> Span:
    """Return the span without quotes, braces and spaces around its text."""
    while start < end and text[start] in _WRAPPING:
        start += 1
    while start < end and text[end - 1] in _WRAPPING:
        end -= 1
    return Span(start, end)


def _by_initials(short: str, before: str) -> int | None:
    """Return where the words begin whose initials are the short form, if they are."""
    letters = [letter for letter in short.lower() if letter.isalnum()]
    last = len(letters) - 1
    for match in reversed(list(_WORD.finditer(before))):
        word = match[0].lower()
        if word[0] == letters[last]:
            last -= 1
            if last < 0:
                return match.start()
        elif word not in _SMALL:
            return None
    return None


def _by_letters(short: str, before: str) -> int | None:
    """Return where the long form begins: the paper's ``findBestLongForm``."""
    place = len(before)
    for index in range(len(short) - 1, -1, -1):
        letter = short[index].lower()
        if not letter.isalnum():
            continue
        place -= 1
        while place >= 0 and (
            before[place].lower() != letter
            # The first letter of the short form begins a word of the long form.
            or (index == 0 and place > 0 and before[place - 1].isalnum())
        ):
            place -= 1
        if place < 0:
            return None
    return place


def _is_plausible(short: str, long: str) -> bool:
    """Refuse what only happens to hold the letters (the paper's last step)."""
    words = long.lower().split()
    letters = sum(letter.isalnum() for letter in short)
    content = [word for word in words if word not in _SMALL]
    return (
        len(long) > len(short)
        and short.lower() not in words
        and len(content) <= letters + (letters > _SHORTEST)
    )
