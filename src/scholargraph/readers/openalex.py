"""
Works of OpenAlex: JSON lines of its snapshot, or an answer of its interface.

https://docs.openalex.org/api-entities/works/work-object; the abstract comes as an
inverted index, from each word to its places.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from scholargraph.ids import arxiv_id, identifier_pairs
from scholargraph.readers.dates import iso_date
from scholargraph.readers.json_stream import Json, json_rows
from scholargraph.readers.opening import Opened
from scholargraph.readers.rows import Fields, Reason, Rows


def rows(opened: Opened) -> Rows:
    """Yield the works of an input."""
    return json_rows(opened, to_fields)


def to_fields(record: Json) -> Fields | Reason:
    """Return the fields of one work."""
    abstract = record.get("abstract")
    index = record.get("abstract_inverted_index")
    if index is not None:
        abstract = _abstract(index)
        if abstract is None:
            return Reason.BAD_INDEX
    ids = _mapping(record.get("ids"))
    places = list(_locations(record))
    return Fields(
        title=record.get("title") or record.get("display_name"),
        abstract=abstract,
        date=iso_date(record.get("publication_date"))
        or iso_date(record.get("publication_year")),
        authors=tuple(_authors(record)),
        identifiers=identifier_pairs(
            arxiv=next(filter(None, map(_arxiv, places)), None),
            doi=_text(record.get("doi")) or _text(ids.get("doi")),
            openalex=_last(record.get("id") or ids.get("openalex")),
            pmid=_last(ids.get("pmid")),
        ),
        venue=next(filter(None, map(_venue, places)), None),
        categories=tuple(_categories(record)),
        address=next(filter(None, map(_address, places)), None)
        or _text(record.get("doi")),
        markup=True,
    )


def _abstract(index: object) -> str | None:
    """
    Return the abstract of an inverted index; ``None`` if it is none.

    Places are sorted, not counted up to: a hostile one may be any number.

    >>> _abstract({"We": [0], "win": [1, 3], "and": [2]})
    'We win and win'
    """
    if not isinstance(index, Mapping):
        return None
    words: list[tuple[int, str]] = []
    for word, places in index.items():
        if not isinstance(places, list):
            return None
        for place in places:
            if not isinstance(place, int):
                return None
            words.append((place, word))
    return " ".join(word for _, word in sorted(words))


def _authors(record: Json) -> Iterator[str]:
    for authorship in _list(record.get("authorships")):
        author = _mapping(_mapping(authorship).get("author"))
        name = author.get("display_name")
        name = name or _mapping(authorship).get("raw_author_name")
        if isinstance(name, str):
            yield name


def _locations(record: Json) -> Iterator[Mapping[str, Any]]:
    yield _mapping(record.get("primary_location"))
    for location in _list(record.get("locations")):
        yield _mapping(location)
    # Before 2023 the source was called a venue.
    host = _mapping(record.get("host_venue"))
    yield {"source": host, "landing_page_url": host.get("url")}


def _venue(location: Mapping[str, Any]) -> str | None:
    return _text(_mapping(location.get("source")).get("display_name"))


def _address(location: Mapping[str, Any]) -> str | None:
    return _text(location.get("landing_page_url"))


def _arxiv(location: Mapping[str, Any]) -> str | None:
    address = _address(location)
    return arxiv_id(address) if address and "arxiv" in address.lower() else None


def _categories(record: Json) -> Iterator[str]:
    for group in ("topics", "concepts"):
        names = [
            _mapping(entry).get("display_name") for entry in _list(record.get(group))
        ]
        if names:
            yield from (name for name in names if isinstance(name, str))
            return


def _last(value: object) -> str | None:
    """Return the last part of an address: ``W123`` of ``https://openalex.org/W123``."""
    return value.rstrip("/").rsplit("/", 1)[-1] if isinstance(value, str) else None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
