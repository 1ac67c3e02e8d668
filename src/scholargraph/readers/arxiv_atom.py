"""
The Atom feed of arXiv's interface, entry by entry.

https://info.arxiv.org/help/api/user-manual.html; any Atom feed whose entries have a
title and a summary is read.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final
from xml.etree.ElementTree import (  # for types; defusedxml parses
    Element,
    ParseError,
    TreeBuilder,
)

from defusedxml.common import (  # type: ignore[import-untyped]  # no stubs exist
    DefusedXmlException,
)
from defusedxml.ElementTree import (  # type: ignore[import-untyped]  # no stubs exist
    DefusedXMLParser,
    iterparse,
)

from scholargraph.ids import arxiv_id, identifier_pairs
from scholargraph.readers.dates import iso_date
from scholargraph.readers.names import given_name_first
from scholargraph.readers.opening import LONGEST_LINE, Opened
from scholargraph.readers.rows import Fields, Reason, Rows

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_ARXIV: Final = "{http://arxiv.org/schemas/atom}"
# Such input has been turned into UTF-8 by now, whatever its first line says.
_DECLARED_WIDE: Final = re.compile(
    rb"""<\?xml[^>]{0,80}encoding=["']utf-?(?:16|32)""", re.IGNORECASE
)


def rows(opened: Opened) -> Rows:
    """Yield the entries of a feed, by their number."""
    number = 0
    try:
        for entry in _entries(opened):
            number += 1
            yield number, _to_fields(entry)
    except DefusedXmlException:
        yield number + 1, Reason.ENTITY
    except _TooLongError:
        yield number + 1, Reason.TOO_LONG
    except (ParseError, ValueError, LookupError):
        # Packed data that end too early are named as such, once.
        if not opened.damaged:
            yield number + 1, Reason.BAD_XML


def is_feed(head: str) -> bool:
    """Return whether a text begins as an Atom feed does."""
    return head.lstrip().startswith("<") and "<feed" in head and "/2005/Atom" in head


class _TooLongError(Exception):
    """One entry is longer than a line may be."""


class _Metered:
    """A stream that counts what was read since the last entry."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size).replace(b"\0", b"")
        self.taken += len(data)
        if self.taken > LONGEST_LINE:
            raise _TooLongError
        return data


def _entries(opened: Opened) -> Iterator[Element]:
    stream = _Metered(opened.stream)
    wide = _DECLARED_WIDE.search(opened.head[:200])
    parser = DefusedXMLParser(target=TreeBuilder(), encoding="utf-8" if wide else None)
    root: Element | None = None
    for event, element in iterparse(stream, ("start", "end"), parser):
        root = element if root is None else root
        if event == "end" and element.tag == f"{_ATOM}entry":
            stream.taken = 0
            yield element
            # Without this the whole feed would be kept as the root's children.
            root.clear()


def _to_fields(entry: Element) -> Fields:
    address = _text(entry, f"{_ATOM}id") or ""
    arxiv = arxiv_id(address)
    return Fields(
        title=_text(entry, f"{_ATOM}title"),
        abstract=_text(entry, f"{_ATOM}summary"),
        date=iso_date(_text(entry, f"{_ATOM}published"))
        or iso_date(_text(entry, f"{_ATOM}updated")),
        authors=tuple(
            given_name_first(name.text or "")
            for name in entry.iterfind(f"{_ATOM}author/{_ATOM}name")
        ),
        identifiers=identifier_pairs(arxiv=arxiv, doi=_text(entry, f"{_ARXIV}doi")),
        venue=_text(entry, f"{_ARXIV}journal_ref"),
        categories=tuple(
            category.get("term", "") for category in entry.iterfind(f"{_ATOM}category")
        ),
        address=f"https://arxiv.org/abs/{arxiv}" if arxiv else _address(entry),
    )


def _address(entry: Element) -> str | None:
    for link in entry.iterfind(f"{_ATOM}link"):
        if link.get("rel", "alternate") == "alternate":
            return link.get("href")
    return None


def _text(entry: Element, tag: str) -> str | None:
    """Return all text of a child, marked-up parts included."""
    child = entry.find(tag)
    return None if child is None else "".join(child.itertext())
