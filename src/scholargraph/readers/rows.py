"""
The rows that the formats give, and how a row becomes a paper or a reject.

Cleaning, identity and validation happen here, once for all formats.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from scholargraph.ids import paper_id
from scholargraph.model import Paper, Reject, Source
from scholargraph.text import clean, without_markup


class Reason(StrEnum):
    """Why a row could not be taken: few phrases, so that they can be counted."""

    NO_TITLE = "no title"
    NOT_TEXT = "title or abstract is not text"
    NOT_JSON = "not JSON"
    NOT_OBJECT = "not a JSON object"
    BAD_INDEX = "malformed inverted index"
    TOO_LONG = "too long to be a paper"
    BAD_BIBTEX = "malformed BibTeX entry"
    BAD_RIS = "malformed RIS record"
    BAD_ROW = "more fields than the header"
    OPEN_QUOTE = "quotation mark without an end"
    BAD_XML = "malformed XML: the rest is not read"
    ENTITY = "XML entity definition refused: the rest is not read"
    CUT = "JSON ends within a value or array"
    BAD_PARQUET = "damaged Parquet file: the rest is not read"
    DAMAGED = "packed data end too early or are damaged: the rest is not read"


@dataclass(frozen=True, slots=True)
class Fields:
    """
    What a source says of one paper, not yet cleaned.

    ``title`` and ``abstract`` are of whatever type the source has; ``markup`` says
    that the source marks up its texts with HTML or JATS tags.
    """

    title: object
    abstract: object
    id: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    venue: str | None = None
    categories: tuple[str, ...] = ()
    address: str | None = None
    markup: bool = False


Row = tuple[int, Fields | Reason]
Rows = Iterator[Row]


def to_record(file: str, row: Row) -> Paper | Reject:
    """Return the paper of a row, or why there is none."""
    number, fields = row
    source = Source(file, number)
    if isinstance(fields, Reason):
        return Reject(source, fields.value)
    title = "" if fields.title is None else fields.title
    abstract = "" if fields.abstract is None else fields.abstract
    if not isinstance(title, str) or not isinstance(abstract, str):
        return Reject(source, Reason.NOT_TEXT.value)
    title, abstract = _cleaned(title, fields), _cleaned(abstract, fields)
    if not title:
        return Reject(source, Reason.NO_TITLE.value)
    given = clean(fields.id or "")
    cleaned = ((scheme, clean(value)) for scheme, value in fields.identifiers)
    identifiers = sorted({(scheme, value) for scheme, value in cleaned if value})
    return Paper(
        id=given or paper_id(title, abstract, identifiers),
        title=title,
        abstract=abstract,
        date=fields.date,
        authors=_distinct(fields.authors),
        identifiers=tuple(identifiers),
        venue=clean(fields.venue or "") or None,
        categories=_distinct(fields.categories),
        address=clean(fields.address or "") or None,
        source=(source,),
    )


def _cleaned(text: str, fields: Fields) -> str:
    text = clean(text)
    # Tags may be escaped in turn, so entities are resolved before.
    return clean(without_markup(text)) if fields.markup else text


def _distinct(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the cleaned values in their order, each once."""
    return tuple(dict.fromkeys(filter(None, map(clean, values))))
