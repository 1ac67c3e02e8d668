"""
What a query may not do: change the graph, or reach out of it.

Oxigraph would fetch what ``SERVICE`` names. The words are looked for in the tokens
of the query, so that texts, comments, addresses and names may hold them.
"""

import re
from collections.abc import Collection, Iterator
from typing import Final

from scholargraph.errors import QueryError

# https://www.w3.org/TR/sparql11-query/#sparqlGrammar, as far as needed to tell
# keywords from what only looks like them.
_TOKEN: Final = re.compile(
    r"""
      (?P<text>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}
              |'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
              |\"(?:[^"\\\n\r]|\\.)*\"
              |'(?:[^'\\\n\r]|\\.)*')
    | (?P<address><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<comment>\#[^\n\r]*)
    | (?P<name>[\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*)
    | (?P<variable>[?$]\w+|@[A-Za-z-]+)
    | (?P<word>\w+)
    """,
    re.VERBOSE | re.DOTALL,
)
_REACHING_OUT: Final = frozenset({"SERVICE", "FROM", "LOAD"})
_CHANGING: Final = frozenset(
    {"INSERT", "DELETE", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LONGEST: Final = 1_000_000


def check(text: str, where: str, *, allowed: Collection[str] = ()) -> None:
    """
    Refuse a query that would change the graph or reach out of it.

    The words that are ``allowed`` the caller looks at.

    Raises
    ------
    QueryError
        Where the query has such a word, or is longer than a million characters.

    """
    if len(text) > _LONGEST:
        raise QueryError(where, f"is longer than {_LONGEST:,} characters")
    for match in tokens(text):
        word = (match["word"] or "").upper()
        if word in allowed:
            continue
        if word in _REACHING_OUT:
            raise QueryError(where, f"{word} is refused: a query sees this graph alone")
        if word in _CHANGING:
            raise QueryError(where, f"{word} is refused: a query cannot change a graph")


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Yield the tokens of a query: texts, addresses, comments, names and words."""
    return _TOKEN.finditer(_ESCAPE.sub(_character, text))


def variables(text: str) -> frozenset[str]:
    """
    Return the names of the variables of a query.

    >>> sorted(variables("SELECT ?a $b { ?a ?p '?c' } # ?d"))
    ['a', 'b', 'p']
    """
    return frozenset(
        match["variable"][1:]
        for match in _TOKEN.finditer(text)
        if match["variable"] and match["variable"][0] in "?$"
    )


def _character(match: re.Match[str]) -> str:
    # A query may write any character so, before the grammar is looked at
    # (https://www.w3.org/TR/sparql11-query/#codepointEscape).
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"  # noqa: PLR2004 - the last code point
