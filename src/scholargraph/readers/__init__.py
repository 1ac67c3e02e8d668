"""
Readers: one for each format that papers come in, and the table of them.

``read`` gives the papers of a file, and what could not be taken with the reason; the
format is told by looking at the content. Every reader streams.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from scholargraph.errors import InputError, UnknownNameError
from scholargraph.model import Paper, Reject, Source
from scholargraph.readers import (
    arxiv_atom,
    arxiv_snapshot,
    bibtex,
    daily_papers,
    delimited,
    openalex,
    parquet,
    plain_json,
    ris,
    semantic_scholar,
)
from scholargraph.readers.detection import format_of
from scholargraph.readers.encodings import binary_kind
from scholargraph.readers.opening import HEAD_SIZE, Opened, opened
from scholargraph.readers.rows import Reason, Rows, to_record

__all__ = ["READERS", "Reader", "Reason", "detect", "find", "read"]


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: what it is, and how its rows are read."""

    about: str
    rows: Callable[[Opened], Rows]


READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {
        "arxiv": Reader("arXiv metadata snapshot, JSON lines", arxiv_snapshot.rows),
        "atom": Reader("Atom feed of arXiv's interface", arxiv_atom.rows),
        "bibtex": Reader("BibTeX entries", bibtex.rows),
        "csv": Reader("table with a column 'title', CSV", delimited.rows),
        "daily-papers": Reader("saved page of a daily listing", daily_papers.rows),
        "json": Reader("objects with 'title', lines or array", plain_json.rows),
        "openalex": Reader("OpenAlex works, JSON lines", openalex.rows),
        "parquet": Reader("table with a column 'title', Parquet", parquet.rows),
        "ris": Reader("RIS records of a reference manager", ris.rows),
        "semantic-scholar": Reader(
            "Semantic Scholar papers, JSON lines", semantic_scholar.rows
        ),
        "tsv": Reader("table with a column 'title', tab-separated", delimited.rows),
    }
)


def find(name: str) -> Reader:
    """Return the reader of that name."""
    if name not in READERS:
        raise UnknownNameError("reader", name, READERS)
    return READERS[name]


def detect(path: str) -> str:
    """
    Return the name of the format that a file is in.

    Raises
    ------
    InputError
        Where the file cannot be read, is empty or is in no known format.

    """
    with opened(path) as source:
        return _detected(source)


def read(path: str, *, format_name: str | None = None) -> Iterator[Paper | Reject]:
    """
    Yield the papers of a file in its own order, and a reject for each bad row.

    ``-`` is standard input; gzip is unpacked; ``format_name`` overrules what the
    content looks like.

    Raises
    ------
    InputError
        Where the whole file is unusable: missing, empty, binary, in no known format
        or without a single row.
    UnknownNameError
        Where no reader has that name.

    """
    reader = find(format_name) if format_name else None
    with opened(path) as source:
        _require_text(source)
        reader = reader or READERS[_detected(source)]
        number = 0
        for row in reader.rows(source):
            number = max(number, row[0])
            yield to_record(source.name, row)
        if source.damaged:
            yield Reject(Source(source.name, number + 1), Reason.DAMAGED.value)
        elif not number:
            raise InputError(source.name, "holds no papers")


def _detected(source: Opened) -> str:
    _require_text(source)
    found = format_of(source.head)
    if not found:
        raise InputError(source.name, "is in no known format", READERS)
    return found


def _require_text(source: Opened) -> None:
    head = source.head
    if not head.strip(b"\0 \t\r\n") and len(head) < HEAD_SIZE:
        what = "holds no packed data that are whole" if source.damaged else "is empty"
        raise InputError(source.name, what)
    kind = None if head.startswith(b"PAR1") else binary_kind(head)
    if kind:
        raise InputError(source.name, f"is {kind}, not text", READERS)
