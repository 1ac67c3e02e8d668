"""Character-level cleaning: entities, control characters, composed form, spaces."""

import html
import re
import unicodedata
from html.entities import html5
from typing import Final

# Tab to carriage return, the separators and NEL part words and become a space below.
# Bidirectional marks and the zero-width (non-)joiner stay: Arabic, Persian and
# emoji sequences need them. U+FFFE and U+FFFF are no characters, in XML not even
# allowed.
_DROPPED: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\ufffe\uffff]"
)
# Half of a surrogate pair, from a cut JSON escape, cannot be written as UTF-8.
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ENTITY: Final = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#[xX][0-9A-Fa-f]+);")
_LONGEST_ENTITY: Final = max(map(len, html5)) + 1

# The tags that bibliographic sources leave in titles and abstracts (HTML and JATS).
_TAG: Final = re.compile(
    r"</?(?:jats:[a-z-]{1,20}|i|b|u|em|p|br|sub|sup|strong|span|scp|sec|title|tt|div"
    r"|italic|bold|mml:[a-z]{1,16})(?:\s[^<>]{0,200})?/?>",
    re.IGNORECASE,
)
_BLOCK: Final = re.compile(r"</?(?:jats:)?(?:p|br|sec|title|div)\b", re.IGNORECASE)


def clean(text: str) -> str:
    r"""
    Return the text in the one form that is stored.

    HTML entities (also doubly escaped ones) become characters, control characters
    and other invisible debris go, white space becomes single spaces, the rest is
    in composed form (NFC). LaTeX stays as it is. Cleaning twice changes nothing.

    >>> clean("  R&amp;amp;D\x00 in\r\n Mu&#776;nchen ")
    'R&D in München'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", text))
    text = _DROPPED.sub("", text)
    if "&" in text and ";" in text:
        text = unicodedata.normalize("NFC", _unescape(text))
    return " ".join(text.split())


def without_markup(text: str) -> str:
    """
    Return the text without HTML and JATS tags, each known by name.

    A formula such as ``a<b`` or ``<MASK>`` is no tag and stays.

    >>> without_markup("<jats:p>CO<sub>2</sub> if a<b and <mask>.</jats:p>")
    ' CO2 if a<b and <mask>. '
    """
    if "<" not in text:
        return text
    return _TAG.sub(lambda tag: " " if _BLOCK.match(tag[0]) else "", text)


def _unescape(text: str) -> str:
    """
    Return the text with its entities replaced, in one pass from the left.

    A replacement may complete another entity (``&amp;lt;``), so each semicolon
    looks back at what has been put out: linear, where passes until nothing changes
    would be quadratic for ``&amp;amp;amp;…``.
    """
    out: list[str] = []
    *pieces, last = text.split(";")
    for piece in pieces:
        out.extend(piece)
        out.append(";")
        while out and out[-1] == ";" and _replace_last_entity(out):
            pass
    return "".join(out) + last


def _replace_last_entity(out: list[str]) -> bool:
    """Replace the entity at the end of ``out``; return whether there was one."""
    tail = "".join(out[-_LONGEST_ENTITY:])
    start = tail.rfind("&")
    if start < 0:
        return False
    entity = tail[start:]
    if not _ENTITY.fullmatch(entity):
        return False
    if not entity.startswith("&#") and entity[1:] not in html5:
        return False
    characters = unicodedata.normalize(
        "NFC", _DROPPED.sub("", _SURROGATE.sub("\ufffd", html.unescape(entity)))
    )
    out[-len(entity) :] = characters
    return True
