"""Which format an input is in, told from its first bytes, not from its name."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from scholargraph.readers import arxiv_atom, bibtex, daily_papers, ris
from scholargraph.readers.delimited import delimiter_of
from scholargraph.readers.encodings import decoded

_KEY: Final = re.compile(r'"([A-Za-z_-]{1,40})"\s{0,20}:')
_OPENALEX: Final = frozenset(["abstract_inverted_index", "authorships", "host_venue"])
_SEMANTIC_SCHOLAR: Final = frozenset(
    ["paperId", "corpusid", "corpusId", "externalIds", "externalids", "s2FieldsOfStudy"]
)
_ARXIV: Final = frozenset(["update_date", "authors_parsed", "journal-ref", "report-no"])


def _is_table(head: str) -> bool:
    return delimiter_of(_first_line(head)) not in (None, "\t")


def _is_tsv(head: str) -> bool:
    return delimiter_of(_first_line(head)) == "\t"


def _first_line(head: str) -> str:
    return head.lstrip("\r\n ").split("\n", 1)[0]


# The order matters: a page may hold anything that looks like another format further
# down, and plain lines that alternate are the last guess.
_TESTS: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        "daily-papers": lambda head: daily_papers.is_page(head[:1000]),
        "atom": arxiv_atom.is_feed,
        "ris": ris.is_ris,
        "tsv": _is_tsv,
        "csv": _is_table,
        "bibtex": bibtex.is_bibtex,
    }
)


def format_of(head: bytes) -> str | None:
    r"""
    Return the name of the format that an input begins in, if it is a known one.

    >>> format_of(b'{"title": "A", "update_date": "2024-05-31"}\n')
    'arxiv'
    """
    if head.startswith(b"PAR1"):
        return "parquet"
    text = "\n".join(decoded(line)[0] for line in head.replace(b"\0", b"").split(b"\n"))
    if text.lstrip()[:1] in ("{", "["):
        return _json_format(text)
    for name, fits in _TESTS.items():
        if fits(text):
            return name
    # The first lines of a file of JSON lines may be broken.
    if any(line.startswith('{"') for line in text.split("\n")):
        return _json_format(text)
    return "daily-papers" if daily_papers.alternates(text) else None


def _json_format(text: str) -> str:
    keys = set(_KEY.findall(text))
    if keys & _OPENALEX or '"https://openalex.org/W' in text:
        return "openalex"
    if keys & _SEMANTIC_SCHOLAR:
        return "semantic-scholar"
    return "arxiv" if keys & _ARXIV else "json"
