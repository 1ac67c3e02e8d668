"""
BibTeX: entries are cut apart here, one at a time, and read by bibtexparser.

Braces that only protect letters from BibTeX's change of case are taken off and accents
become letters; formulas and other LaTeX stay, as everywhere in a paper's text.
"""

import logging
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Final

from bibtexparser.bparser import (  # type: ignore[import-untyped]  # no stubs exist
    BibTexParser,
)

from scholargraph.ids import arxiv_id, identifier_pairs
from scholargraph.readers.bibtex_split import entries
from scholargraph.readers.dates import iso_date
from scholargraph.readers.names import given_name_first
from scholargraph.readers.opening import Opened
from scholargraph.readers.rows import Fields, Reason, Rows
from scholargraph.text import bibtex, readable

_ENTRY: Final = re.compile(r"\s*@\s*(\w+)\s*[{(]")
_NO_PAPERS: Final = frozenset(["comment", "preamble", "string"])
_ARXIV_IN_JOURNAL: Final = re.compile(r"arXiv[: ](\S{9,20})", re.IGNORECASE)
_AND: Final = re.compile(r"(?<!\s)\s+and\s+", re.IGNORECASE)
_SEPARATOR: Final = re.compile(r"[;,]")
_ACCENT: Final = re.compile(
    r"\{\\[\"'`^~=.][A-Za-z]\}|\{\\[\"'`^~=.cvuHkrdb]\s?\{\\?[A-Za-z]\}\}"
    r"|\\[\"'`^~=.cvuHkrdb]\{\\?[A-Za-z]\}|\\[\"'`^=][A-Za-z]"
    r"|\{\\(?:ss|o|O|l|L|ae|AE|oe|OE|aa|AA|i|j)\}|\{\\[cvuHkrdb] [A-Za-z]\}"
)

# Its complaints about an entry are our rejects.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())


class _Strings(OrderedDict[str, str]):
    """Strings for the parser; one that is not defined stands for its own name."""

    def __missing__(self, name: str) -> str:
        return name


def rows(opened: Opened) -> Rows:
    """Yield the entries of an input, numbered by their first lines."""
    parser = _parser()
    for number, entry in entries(opened.lines()):
        if isinstance(entry, Reason):
            yield number, entry
            continue
        kind = _ENTRY.match(entry)
        name = kind[1].lower() if kind else ""
        fields = _parsed(parser, entry)
        if name not in _NO_PAPERS:
            yield number, _to_fields(fields) if fields else Reason.BAD_BIBTEX


def _parser() -> BibTexParser:
    parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    parser.expect_multiple_parse = True
    parser.bib_database.strings = _Strings(parser.bib_database.strings)
    return parser


def _parsed(parser: BibTexParser, entry: str) -> Mapping[str, str]:
    """Return the fields of an entry, none if it is malformed."""
    try:
        found = list(parser.parse(entry).entries)
    except Exception:  # noqa: BLE001  # the library does not say what it raises
        return {}
    finally:
        parser.bib_database.entries.clear()
    return found[0] if found else {}


def _to_fields(entry: Mapping[str, str]) -> Fields:
    journal = entry.get("journal") or entry.get("booktitle")
    return Fields(
        title=without_protection(entry.get("title", "")),
        abstract=without_protection(entry.get("abstract", "")),
        date=_date(entry),
        authors=_authors(entry.get("author", "")),
        identifiers=identifier_pairs(
            arxiv=_arxiv(entry), doi=entry.get("doi"), pmid=entry.get("pmid")
        ),
        venue=readable(bibtex.bare(journal)) if journal else None,
        categories=tuple(map(bibtex.bare, _SEPARATOR.split(entry.get("keywords", "")))),
        address=entry.get("url"),
        markup=True,
    )


def without_protection(text: str) -> str:
    r"""
    Return the text without protecting braces and with accented letters.

    A sign that is escaped with an empty group after it is the sign.

    >>> without_protection(r"{BERT} by M{\"u}ller: \textbf{x} and $x_{i}$")
    'BERT by Müller: \\textbf{x} and $x_{i}$'
    """
    text = _ACCENT.sub(lambda accent: readable(accent[0]), text)
    kept: list[str] = []
    arguments: list[bool] = []
    takes_argument = False
    for match in bibtex.PART.finditer(text):
        part = match[0]
        if part == "{":
            arguments.append(takes_argument)
            kept.append(part if takes_argument else "")
            takes_argument = False
        elif part == "}":
            # A command may take a second argument: \href{address}{words}.
            takes_argument = bool(arguments) and arguments.pop()
            kept.append(part if takes_argument else "")
        else:
            kept.append(bibtex.bare_part(part))
            takes_argument = part[0] == "\\" and part[-1:].isalpha()
    return "".join(kept)


def _authors(names: str) -> tuple[str, ...]:
    found = (
        given_name_first(readable(without_protection(name)))
        for name in _AND.split(names)
    )
    return tuple(name for name in found if name.lower() not in ("", "others"))


def _arxiv(entry: Mapping[str, str]) -> str | None:
    archive = entry.get("archiveprefix") or entry.get("eprinttype") or "arxiv"
    if archive.lower() == "arxiv" and (found := arxiv_id(entry.get("eprint", ""))):
        return found
    address = entry.get("url", "")
    if "arxiv" in address.lower() and (found := arxiv_id(address)):
        return found
    journal = _ARXIV_IN_JOURNAL.search(entry.get("journal", "") + " ")
    return arxiv_id(journal[1]) if journal else None


def _date(entry: Mapping[str, str]) -> str | None:
    if found := iso_date(entry.get("date")):
        return found
    year, month = entry.get("year", ""), entry.get("month", "")
    return (
        iso_date(f"{month[:3]} {year}")
        or iso_date(f"{year}-{month}")
        or iso_date(year.strip("{} "))
    )


def is_bibtex(head: str) -> bool:
    """Return whether a line of the text begins an entry."""
    return any(_ENTRY.match(line) for line in _entry_lines(head))


def _entry_lines(head: str) -> Iterator[str]:
    return (line for line in head.split("\n") if line.lstrip()[:1] == "@")
