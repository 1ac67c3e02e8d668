"""
Papers of Semantic Scholar: JSON lines of its data sets, or answers of its interface.

https://api.semanticscholar.org/api-docs/graph; field names of the interface are
written ``paperId``, those of the data sets ``corpusid``.
"""

from collections.abc import Iterator, Mapping

from scholargraph.ids import identifier_pairs
from scholargraph.readers.dates import iso_date
from scholargraph.readers.json_stream import Json, json_rows
from scholargraph.readers.names import author_names
from scholargraph.readers.opening import Opened
from scholargraph.readers.rows import Fields, Reason, Rows

_Scalars = Mapping[str, object]


def rows(opened: Opened) -> Rows:
    """Yield the papers of an input."""
    return json_rows(opened, to_fields)


def to_fields(record: Json) -> Fields | Reason:
    """Return the fields of one paper."""
    # Recommendations and citations wrap the paper.
    for wrapper in ("citedPaper", "citingPaper", "paper"):
        if isinstance(record.get(wrapper), dict):
            record = record[wrapper]
    names = {name.lower(): value for name, value in record.items()}
    outside = names.get("externalids")
    known = _lower(outside) if isinstance(outside, Mapping) else {}
    return Fields(
        title=names.get("title"),
        abstract=names.get("abstract"),
        date=iso_date(names.get("publicationdate")) or iso_date(names.get("year")),
        authors=author_names(names.get("authors")),
        identifiers=identifier_pairs(
            arxiv=_scalar(known.get("arxiv")),
            doi=_scalar(known.get("doi")),
            acl=_scalar(known.get("acl")),
            dblp=_scalar(known.get("dblp")),
            pmid=_scalar(known.get("pubmed")),
            s2=_scalar(names.get("paperid")),
            corpus=_scalar(names.get("corpusid") or known.get("corpusid")),
        ),
        venue=_scalar(names.get("venue")) or _journal(names.get("journal")),
        categories=tuple(_categories(names)),
        address=_scalar(names.get("url")),
        markup=True,
    )


def _lower(record: Mapping[str, object]) -> _Scalars:
    return {name.lower(): value for name, value in record.items()}


def _journal(value: object) -> str | None:
    return _scalar(value.get("name")) if isinstance(value, Mapping) else None


def _categories(names: _Scalars) -> Iterator[str]:
    for field in ("s2fieldsofstudy", "fieldsofstudy"):
        values = names.get(field)
        for value in values if isinstance(values, list) else []:
            found = value.get("category") if isinstance(value, Mapping) else value
            if isinstance(found, str):
                yield found


def _scalar(value: object) -> str | None:
    """Return a text or a number as text; numbers are ids in the data sets."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value)
