"""Numbers and dates as papers and sources write them, as values to compute with."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from scholargraph.frames.columns import PRECISIONS

_NUMBER: Final = re.compile(
    r"""(?P<sign>[+-]?)\s*
        (?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)
        (?:(?:[eE]|\s*(?:\\times|\N{MULTIPLICATION SIGN}|x)\s*10\s*\^?\s*)
           \{?(?P<power>[+-]?\d{1,2})\}?)?""",
    re.VERBOSE | re.ASCII,
)
_DATE: Final = re.compile(r"\d{4}(-\d{2}){0,2}", re.ASCII)
_MINUS_SIGNS: Final = str.maketrans(
    dict.fromkeys("\N{MINUS SIGN}\N{EN DASH}\N{NON-BREAKING HYPHEN}", "-")
)
# As in the RDF: what has more digits is a serial number or a slip, not a result.
_MOST_DIGITS: Final = 18


def to_decimal(raw: str) -> Decimal | None:
    r"""
    Return a number as papers write it; ``None`` for what is none.

    >>> [str(to_decimal(raw)) for raw in ("96.40", "-.5", "1,234", r"3.4 \times 10^4")]
    ['96.40', '-0.5', '1234', '3.4E+4']
    >>> to_decimal("2-7"), to_decimal("two")
    (None, None)
    """
    match = _NUMBER.fullmatch(raw.translate(_MINUS_SIGNS).strip().strip("$~ "))
    if not match:
        return None
    value = Decimal(match["sign"] + match["digits"].replace(",", ""))
    value = value.scaleb(int(match["power"] or 0))
    whole, _, places = format(value.normalize(), "f").lstrip("-").partition(".")
    if len(whole) > _MOST_DIGITS or len(places) > _MOST_DIGITS:
        return None
    return value


@lru_cache(maxsize=8192)
def to_date(text: str | None) -> tuple[date | None, str | None]:
    """
    Return the first day of a date of any precision, and the precision.

    >>> to_date("2024-05")
    (datetime.date(2024, 5, 1), 'month')
    >>> to_date("2024-02-31"), to_date(None)
    ((None, None), (None, None))
    """
    if not text or not _DATE.fullmatch(text):
        return None, None
    try:
        day = date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return None, None
    return day, PRECISIONS[text.count("-")]
