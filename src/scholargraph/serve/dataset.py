"""
What a query may name: the graphs of this store, and no other source.

The store fetches no graph that a query names. What names a file is refused all the
same, so that nobody takes an empty answer for the contents of one.
"""

import re
from collections.abc import Iterator
from typing import Final

from scholargraph.errors import QueryError
from scholargraph.query import guard
from scholargraph.serve.faults import Fault

_IRI: Final = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*')
_GRAPHS: Final = frozenset({"http", "https", "urn", "tag"})
# The suite of the W3C has a request whose second parameter is written into the
# value of the first one (query_multiple_dataset).
_JOINED: Final = re.compile(r"&(?:named|default)-graph-uri=")


def graphs(values: list[str]) -> list[str]:
    """
    Return the addresses of graphs that a request names.

    Raises
    ------
    Fault
        Where one is no address of a graph.

    """
    found = [part for value in values for part in _JOINED.split(value)]
    for iri in found:
        check(iri)
    return found


def check(iri: str) -> None:
    """
    Refuse what can be no name of a graph here.

    Raises
    ------
    Fault
        Where it is none.

    """
    if not _IRI.fullmatch(iri):
        raise Fault(400, f"{iri!r} is no address of a graph")
    scheme = iri.partition(":")[0].lower()
    if scheme not in _GRAPHS:
        raise Fault(
            400, f"<{iri}> is refused: a query sees the graphs of this store alone"
        )


def check_query(text: str) -> None:
    """
    Refuse a query that reaches out of the store, or is none but an update.

    Raises
    ------
    Fault
        Where it is one.

    """
    try:
        guard.check(text, "the query", allowed=("FROM",))
    except QueryError as error:
        raise Fault(400, str(error)) from error
    for iri in _sources(text):
        check(iri)


def _sources(text: str) -> Iterator[str]:
    """Yield the graphs of the query's FROM clauses."""
    prefixes: dict[str, str] = {}
    base = ""
    before: list[str] = ["", ""]
    for token in guard.tokens(text):
        if token["comment"]:
            continue
        word = token[0]
        if before[0].upper() == "PREFIX":
            prefixes[before[1]] = word[1:-1]
        if before[1].upper() == "BASE":
            base = word[1:-1]
        after_from = before[1].upper() == "FROM" and word.upper() != "NAMED"
        if after_from or [item.upper() for item in before] == ["FROM", "NAMED"]:
            yield from _resolved(word, prefixes, base)
        before = [before[1], word]


def _resolved(word: str, prefixes: dict[str, str], base: str) -> Iterator[str]:
    if word.startswith("<"):
        if ":" in word:
            yield word[1:-1]
        elif base:  # else it is relative to the graph's own
            yield base
        return
    prefix, _, local = word.partition(":")
    if prefix + ":" in prefixes:
        yield prefixes[prefix + ":"] + local
