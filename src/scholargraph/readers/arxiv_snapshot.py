"""
The public arXiv metadata snapshot: one JSON object a line, as arXiv gives it.

https://www.kaggle.com/datasets/Cornell-University/arxiv; extracts of it that keep a
few of the fields are read as well.
"""

import re
from email.utils import parsedate_to_datetime
from typing import Final

from scholargraph.ids import arxiv_id, doi, identifier_pairs
from scholargraph.readers.dates import iso_date
from scholargraph.readers.json_stream import Json, json_rows
from scholargraph.readers.names import author_names
from scholargraph.readers.opening import Opened
from scholargraph.readers.rows import Fields, Reason, Rows
from scholargraph.text import readable

# The identifier tells the month of the first submission, since 1991.
_MONTH: Final = re.compile(r"(?:[a-z.-]+/)?(\d\d)(0[1-9]|1[0-2])", re.IGNORECASE)
_FIRST_YEAR: Final = 91


def rows(opened: Opened) -> Rows:
    """Yield the papers of a snapshot."""
    return json_rows(opened, to_fields)


def to_fields(record: Json) -> Fields | Reason:
    """Return the fields of one record."""
    arxiv = arxiv_id(str(record.get("id", "")))
    return Fields(
        title=record.get("title"),
        abstract=record.get("abstract"),
        id=None if arxiv else str(record.get("id") or ""),
        date=_date(record, arxiv),
        authors=_authors(record),
        identifiers=identifier_pairs(arxiv=arxiv, doi=_doi(record.get("doi"))),
        venue=_text(record.get("journal-ref")),
        categories=tuple((_text(record.get("categories")) or "").split()),
        address=f"https://arxiv.org/abs/{arxiv}" if arxiv else None,
    )


def submission_month(arxiv: str) -> str | None:
    """
    Return the month in which a paper was first submitted, from its identifier.

    >>> submission_month("2506.11417"), submission_month("cs/9902020")
    ('2025-06', '1999-02')
    """
    found = _MONTH.match(arxiv)
    if not found:
        return None
    century = "19" if int(found[1]) >= _FIRST_YEAR else "20"
    return f"{century}{found[1]}-{found[2]}"


def _date(record: Json, arxiv: str | None) -> str | None:
    """
    Return the day of the first version, else the month in the identifier.

    ``update_date`` is the day when the metadata last changed, so it comes last.
    """
    versions = record.get("versions")
    if isinstance(versions, list) and versions and isinstance(versions[0], dict):
        created = str(versions[0].get("created", ""))
        try:
            return parsedate_to_datetime(created).date().isoformat()
        except (ValueError, TypeError, OverflowError):
            pass  # not a date as in RFC 5322
    month = submission_month(arxiv) if arxiv else None
    return month or iso_date(record.get("update_date"))


def _authors(record: Json) -> tuple[str, ...]:
    parsed = record.get("authors_parsed")
    if not isinstance(parsed, list) or not parsed:
        written = _text(record.get("authors")) or ""
        return author_names(readable(" ".join(written.split())))
    names: list[str] = []
    for entry in parsed:
        if isinstance(entry, list):
            parts = [part for part in entry[:3] if isinstance(part, str)]
            names.append(" ".join([*parts[1:2], *parts[:1], *parts[2:]]))
    return tuple(names)


def _doi(value: object) -> str | None:
    """Return the first DOI: the field may hold several, divided by spaces."""
    found = filter(None, map(doi, (_text(value) or "").split()))
    return next(found, None)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
