"""
Fields of tables and plain JSON, found under the names that programs give them.

The names are those of exports of Scopus, Web of Science, IEEE Xplore, PubMed, Zotero
and of common data sets; case, spaces and punctuation do not count.
"""

from collections.abc import Iterable, Mapping
from itertools import chain
from types import MappingProxyType
from typing import Final

from scholargraph.ids import arxiv_id, doi, identifier_pairs
from scholargraph.readers.dates import iso_date
from scholargraph.readers.names import author_names
from scholargraph.readers.rows import Fields

# The first name that a row fills wins.
_NAMES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "title": (
            *("title", "papertitle", "documenttitle", "articletitle", "ti"),
            "displayname",
        ),
        "abstract": (
            *("abstract", "abstracttext", "abstractnote", "paperabstract", "summary"),
            "ab",
        ),
        "id": ("id", "paperid", "identifier", "key", "uid"),
        "authors": (
            *("authors", "author", "authorfullnames", "authornames", "creators", "au"),
        ),
        "date": (
            *("date", "publicationdate", "publisheddate", "publishedat", "published"),
            *("coverdate", "submitteddate", "created", "publicationyear", "year"),
            *("updatedate", "py"),
        ),
        "doi": ("doi", "paperdoi", "di"),
        "arxiv": ("arxivid", "arxiv", "eprint", "paperarxivid"),
        "pmid": ("pmid", "pubmedid"),
        "venue": (
            *("venue", "journal", "sourcetitle", "publicationtitle", "journaltitle"),
            *(
                "journalbook",
                "booktitle",
                "conference",
                "journalref",
                "proceeding",
                "so",
            ),
        ),
        "categories": (
            *("categories", "category", "keywords", "authorkeywords", "subjects"),
            *("tags", "tasks", "de"),
        ),
        "address": (
            "url",
            "link",
            "address",
            "paperurl",
            "urlabs",
            "pdflink",
            "pdfurl",
        ),
    }
)


def normal_name(name: str) -> str:
    """
    Return the letters of a field's name.

    >>> normal_name("Abstract_Text ")
    'abstracttext'
    """
    return "".join(filter(str.isalnum, name.casefold()))


def has_title(names: Iterable[str]) -> bool:
    """Return whether fields of these names can hold papers."""
    return not set(_NAMES["title"]).isdisjoint(map(normal_name, names))


def wanted(names: Iterable[str]) -> list[str]:
    """Return those of the names that fields of a paper have."""
    known = set(chain.from_iterable(_NAMES.values()))
    return [name for name in names if normal_name(name) in known]


def to_fields(record: Mapping[str, object], *, markup: bool) -> Fields:
    """Return the fields of a row, by the names of its columns."""
    found = _found(record)
    given = _scalar(found.get("id"))
    return Fields(
        title=found.get("title"),
        abstract=found.get("abstract"),
        id=given,
        date=iso_date(_plain(found.get("date"))),
        authors=author_names(found.get("authors")),
        identifiers=identifier_pairs(
            arxiv=_scalar(found.get("arxiv")) or _arxiv_in(given, found.get("address")),
            doi=_scalar(found.get("doi")) or doi(given or ""),
            pmid=_scalar(found.get("pmid")),
        ),
        venue=_scalar(found.get("venue")),
        categories=_categories(found.get("categories")),
        address=_scalar(found.get("address")),
        markup=markup,
    )


def _found(record: Mapping[str, object]) -> Mapping[str, object]:
    """Return the values by our names; empty cells count as missing."""
    values: dict[str, object] = {}
    for name, value in record.items():
        if value is not None and value != "":
            values.setdefault(normal_name(name), value)
    return {
        ours: next(values[name] for name in theirs if name in values)
        for ours, theirs in _NAMES.items()
        if not values.keys().isdisjoint(theirs)
    }


def _arxiv_in(given: str | None, address: object) -> str | None:
    """Return the arXiv identifier that an id or address names as such."""
    for text in (given, _scalar(address)):
        if text and "arxiv" in text.lower() and (found := arxiv_id(text)):
            return found
    return None


def _categories(value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(entry for entry in value if isinstance(entry, str))
    text = _scalar(value) or ""
    for separator in (";", "|", ","):
        if separator in text:
            return tuple(part.strip() for part in text.split(separator))
    # arXiv's codes are divided by spaces: "cs.CL stat.ML".
    words = text.split()
    return tuple(words) if all("." in word for word in words) else (text,)


def _plain(value: object) -> object:
    """Return a date of a table's own type as text."""
    return value if isinstance(value, str | int | float | None) else str(value)


def _scalar(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value)
