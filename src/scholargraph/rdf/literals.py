"""
Literals that are always valid RDF, whatever text they are made from.

Lexical forms are canonical, so that a store gives back what went in.
"""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal

from scholargraph.rdf.terms import BOOLEAN, DATE_TYPES, DECIMAL, INTEGER

# What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets), and so neither
# RDF/XML nor the SPARQL XML results: most control characters, halves of surrogate
# pairs, U+FFFE and U+FFFF. A carriage return does not survive an XML parser.
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_DATE: Final = re.compile(r"\d{4}(-\d{2}){0,2}", re.ASCII)
_NUMBER: Final = re.compile(
    r"""(?P<sign>[+-]?)\s*
        (?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)
        (?:(?:[eE]|\s*(?:\\times|\N{MULTIPLICATION SIGN}|x)\s*10\s*\^?\s*)
           \{?(?P<power>[+-]?\d{1,2})\}?)?""",
    re.VERBOSE | re.ASCII,
)
# Oxigraph keeps 18 digits after the point in 128 bits; longer ones are not numbers.
_MOST_DIGITS: Final = 18
_MINUS_SIGNS: Final = str.maketrans(
    dict.fromkeys("\N{MINUS SIGN}\N{EN DASH}\N{NON-BREAKING HYPHEN}", "-")
)


def writable(text: str) -> str:
    r"""
    Return the text with each unwritable character replaced by U+FFFD.

    The length stays the same: offsets into the text hold.

    >>> writable("a\x00b\ud800")
    'a�b�'
    """
    return _UNWRITABLE.sub("\ufffd", text) if _UNWRITABLE.search(text) else text


def plain(text: str) -> Literal:
    """Return the text as a literal."""
    return Literal(writable(text))


@lru_cache(maxsize=8192)
def integer(number: int) -> Literal:
    """Return an ``xsd:integer``."""
    return Literal(str(number), datatype=INTEGER)


_BOOLEANS: Final = {v: Literal(str(v).lower(), datatype=BOOLEAN) for v in (True, False)}


def boolean(*, value: bool) -> Literal:
    """Return an ``xsd:boolean``."""
    return _BOOLEANS[value]


@lru_cache(maxsize=8192)
def confidence(number: float) -> Literal:
    """
    Return a probability, clipped to 0 to 1, as an ``xsd:decimal`` of four places.

    >>> confidence(0.98).value, confidence(1.0).value, confidence(float("nan")).value
    ('0.98', '1', '0')
    """
    clipped = min(max(number, 0.0), 1.0) if number == number else 0.0  # noqa: PLR0124 - is false for NaN
    return Literal(_canonical(Decimal(f"{clipped:.4f}")), datatype=DECIMAL)


def number(raw: str) -> Literal | None:
    r"""
    Return a number as papers write it as an ``xsd:decimal``; ``None`` for others.

    >>> [number(raw).value for raw in ("96.40", "-.5", "1,234", r"3.4 \times 10^4")]
    ['96.4', '-0.5', '1234', '34000']
    >>> number("2-7"), number("two")
    (None, None)
    """
    match = _NUMBER.fullmatch(raw.translate(_MINUS_SIGNS).strip().strip("$~ "))
    if not match:
        return None
    value = Decimal(match["sign"] + match["digits"].replace(",", ""))
    lexical = _canonical(value.scaleb(int(match["power"] or 0)))
    whole, _, places = lexical.lstrip("-").partition(".")
    if len(whole) > _MOST_DIGITS or len(places) > _MOST_DIGITS:
        return None
    return Literal(lexical, datatype=DECIMAL)


def iso_date(text: str) -> Literal | None:
    """
    Return a date of the precision that the text has; ``None`` if it is none.

    >>> iso_date("2024-05").datatype.value.rpartition("#")[2]
    'gYearMonth'
    >>> iso_date("2024-02-31") is None
    True
    """
    if not _DATE.fullmatch(text):
        return None
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return None
    return Literal(text, datatype=DATE_TYPES[text.count("-")])


def _canonical(value: Decimal) -> str:
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text
