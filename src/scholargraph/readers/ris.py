"""
RIS, the exchange format of reference managers.

https://en.wikipedia.org/wiki/RIS_(file_format); records are cut apart here, one at a
time, and read by rispy.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import rispy  # type: ignore[import-untyped]  # no stubs exist
from rispy.parser import ParseError  # type: ignore[import-untyped]  # no stubs exist

from scholargraph.ids import arxiv_id, doi, identifier_pairs
from scholargraph.readers.dates import iso_date
from scholargraph.readers.names import author_names
from scholargraph.readers.opening import Opened
from scholargraph.readers.rows import Fields, Reason, Rows

# Programs write one to three spaces before the hyphen, and drop the last one.
_TAG: Final = re.compile(r"([A-Z][A-Z0-9]) {1,3}-(?: |$)")
# Some write a tag on a line of its own, and its text on the next.
_APART: Final = re.compile(
    r"^([A-Z][A-Z0-9]  - )\s*\n(?=\S)(?![A-Z][A-Z0-9]  - )", re.MULTILINE
)
_LONGEST_RECORD: Final = 1 << 20


def rows(opened: Opened) -> Rows:
    """Yield the records of an input, numbered by their first lines."""
    for number, lines in _records(opened.lines()):
        if isinstance(lines, Reason):
            yield number, lines
        else:
            yield number, _fields(lines)


def is_ris(head: str) -> bool:
    """Return whether one of the first lines begins a record."""
    return any(_tag(line) == "TY" for line in head.split("\n", 50)[:50])


def _records(
    lines: Iterator[tuple[int, str | None]],
) -> Iterator[tuple[int, list[str] | Reason]]:
    """Yield the lines of each record: up to ``ER``, or to the next ``TY``."""
    record: list[str] = []
    begin = size = 0
    for number, line in lines:
        if line is None:
            yield number, Reason.TOO_LONG
            continue
        tag = _tag(line)
        size += len(line) + 1
        if tag == "TY":
            yield from _whole(begin, record, size)
            record, begin, size = [line], number, len(line)
        elif record:
            record += [line] if size <= _LONGEST_RECORD else []
        elif tag not in ("", "ER"):
            yield number, Reason.BAD_RIS
        if tag == "ER":
            yield from _whole(begin, record, size)
            record = []
    yield from _whole(begin, record, size)


def _whole(
    begin: int, record: list[str], size: int
) -> Iterator[tuple[int, list[str] | Reason]]:
    if record:
        yield begin, Reason.TOO_LONG if size > _LONGEST_RECORD else record


def _tag(line: str) -> str:
    found = _TAG.match(line)
    return found[1] if found else ""


def _fields(lines: list[str]) -> Fields | Reason:
    # rispy wants two spaces, one hyphen, one space, and an end.
    text = "\n".join(_TAG.sub(r"\1  - ", line, count=1) for line in lines)
    if _tag(lines[-1]) != "ER":
        text += "\nER  - "
    try:
        records = rispy.loads(_APART.sub(r"\1", text))
    except (ParseError, LookupError, ValueError, AttributeError):
        return Reason.BAD_RIS
    return _to_fields(records[0]) if records else Reason.BAD_RIS


def _to_fields(record: Mapping[str, Any]) -> Fields:
    addresses = [url for url in record.get("urls", []) if isinstance(url, str)]
    return Fields(
        title=_first(record, "title", "primary_title", "short_title"),
        abstract=_first(record, "abstract", "notes_abstract"),
        date=next(filter(None, _dates(record)), None),
        authors=author_names(
            [*record.get("first_authors", []), *record.get("authors", [])]
        ),
        identifiers=identifier_pairs(
            doi=_first(record, "doi") or next(filter(None, map(doi, addresses)), None),
            arxiv=next(filter(None, map(_arxiv, addresses)), None),
        ),
        venue=_first(
            record,
            *(
                "journal_name",
                "alternate_title3",
                "secondary_title",
                "alternate_title2",
            ),
        ),
        categories=tuple(record.get("keywords", [])),
        address=addresses[0] if addresses else None,
        markup=True,
    )


def _arxiv(address: str) -> str | None:
    return arxiv_id(address) if "arxiv" in address.lower() else None


def _dates(record: Mapping[str, Any]) -> Iterator[str | None]:
    found = [
        iso_date(record.get(name)) for name in ("date", "year", "publication_year")
    ]
    # The most precise one: PY may be the year of what DA dates to the day.
    yield from sorted(found, key=lambda date: -len(date or ""))


def _first(record: Mapping[str, Any], *names: str) -> str | None:
    for name in names:
        value = record.get(name)
        if isinstance(value, str) and value.strip():
            return value
    return None
