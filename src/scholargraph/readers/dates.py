"""Dates as sources write them, in ISO 8601, cut to the precision that is known."""

import re
from calendar import monthrange
from typing import Final

_MONTHS: Final = tuple(
    "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905  # a table
)
_ISO: Final = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?(?!\d)")
_DAY_FIRST: Final = re.compile(
    r"(?:\w{3,9},? )?(\d{1,2})[ -]([A-Za-z]{3})[a-z]{0,6}[ ,-]{1,2}(\d{4})\b"
)
_MONTH_FIRST: Final = re.compile(
    r"([A-Za-z]{3})[a-z]{0,6}\.? (?:(\d{1,2})(?:st|nd|rd|th)?,? )?(\d{4})\b"
)
_YEARS: Final = range(1400, 2101)


def iso_date(text: object) -> str | None:
    """
    Return the date, cut where it is unknown or impossible; ``None`` without a year.

    >>> iso_date("2024/5/31"), iso_date("2024-05-00"), iso_date(2024)
    ('2024-05-31', '2024-05', '2024')
    >>> iso_date("Mon, 2 Apr 2007 19:18:42 GMT"), iso_date("Jun 13")
    ('2007-04-02', None)
    """
    if isinstance(text, float) and text.is_integer():
        text = int(text)
    written = str(text).strip() if isinstance(text, str | int) else ""
    if found := _ISO.match(written):
        return _dated(found[1], found[2], found[3])
    if found := _DAY_FIRST.match(written):
        return _dated(found[3], _month(found[2]), found[1])
    if found := _MONTH_FIRST.match(written):
        return _dated(found[3], _month(found[1]), found[2])
    return None


def _month(name: str) -> str | None:
    known = name.lower()
    return str(_MONTHS.index(known) + 1) if known in _MONTHS else None


def _dated(year: str, month: str | None, day: str | None) -> str | None:
    if int(year) not in _YEARS:
        return None
    if not month or not 1 <= int(month) <= len(_MONTHS):
        return year
    if not day or not 1 <= int(day) <= monthrange(int(year), int(month))[1]:
        return f"{year}-{int(month):02}"
    return f"{year}-{int(month):02}-{int(day):02}"
