"""
The named queries: plain SPARQL 1.1 files with a head comment.

The head says the title, the question and the parameters, which are variables of
the query that get a value before it runs::

    # title: Papers that use a method
    # question: Which papers use a method, newest first?
    # parameter method: Method; any name of the method
    # parameter least: integer = 1; papers, at least
    # rows: the newest 1,000; how to get the others

Of a query that limits something else than rows it says the variable, ``# rows by
label: of the 100 …``.

Engines plan a query before its variables have values. ``BIND(COALESCE(?method, "") AS
?name)`` tells them that one is there to begin with, which makes the difference between
the papers of a method and all papers; what is looked up for rows that are grouped or
cut stands in ``OPTIONAL`` after the sub-query, for the same reason.

Oxigraph joins a sub-query by reading it whole, and a pattern by looking up each row. A
look-up costs as much as reading some thirty triples: what is asked of a whole graph is
joined in sub-queries, what is asked of a few things in patterns. To compare addresses
or long text it fetches both, which ``sameTerm`` and a name's beginning do not need.

A parameter without a default must be given. Each also stands in the SELECT clause,
where engines look for variables that may be given a value, and is left out of the
answer.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from scholargraph.errors import QueryError, UnknownNameError
from scholargraph.query.answer import Answer

_LINE: Final = re.compile(
    r"#\s*(title|question|rows(?:\s+by\s+\w+)?|parameter\s+\w+):\s*(.+)"
)
_PARAMETER: Final = re.compile(
    r"""(?P<type>\w+)(?:\s*=\s*(?:"(?P<text>[^"]*)"|(?P<bare>[^;\s]+)))?
        \s*(?:;\s*(?P<description>.+))?""",
    re.VERBOSE,
)
_NUMBER: Final = re.compile(r"\d[\d,]*")


@dataclass(frozen=True, slots=True)
class Parameter:
    """
    A variable of a query that gets a value before it runs.

    ``type`` is a kind of concept (or ``Concept``), ``integer``, ``decimal``,
    ``period`` or ``text``. One whose ``default`` is ``None`` must be given.
    """

    name: str
    type: str
    default: str | None
    description: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """
    A query with what its head says; ``text`` is the whole file.

    ``rows`` says which rows there are of an answer that is cut, if it may be, and
    ``limited`` names the variable whose values are limited, where not all rows are.
    """

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    text: str
    rows: str = ""
    limited: str = ""

    def is_cut(self, answer: Answer) -> bool:
        """
        Tell whether an answer may have lost some rows.

        >>> parse("# rows: the newest 1,000", "x").is_cut(Answer("rows", ("a",), ()))
        False
        """
        limit = _NUMBER.search(self.rows)
        if limit is None:
            return False
        found = len(answer)
        if self.limited in answer.variables:
            column = answer.variables.index(self.limited)
            found = len({row[column] for row in answer.rows})
        return found >= int(limit[0].replace(",", ""))


def queries() -> tuple[NamedQuery, ...]:
    """Return the named queries that come with the program, by name."""
    return tuple(_shipped().values())


def find(name: str) -> NamedQuery:
    """
    Return the named query of that name.

    Raises
    ------
    UnknownNameError
        Where there is none.

    """
    known = _shipped()
    if name not in known:
        raise UnknownNameError("named query", name, known)
    return known[name]


@cache
def _shipped() -> Mapping[str, NamedQuery]:
    folder = files(__package__) / "named"
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".rq")), key=_name)
    return MappingProxyType(
        {
            name: parse(file.read_text(encoding="utf-8"), name)
            for file in found
            if (name := file.name.removesuffix(".rq"))
        }
    )


def _name(file: object) -> str:
    return str(getattr(file, "name", ""))


def parse(text: str, name: str) -> NamedQuery:
    """
    Return a query given its text; title, question and parameters may be missing.

    Raises
    ------
    QueryError
        Where a parameter in the head is malformed.

    """
    said = dict(_head(text))
    parameters = tuple(
        _parameter(key.split()[1], value, name)
        for key, value in said.items()
        if key.startswith("parameter")
    )
    rows = next((key for key in said if key.startswith("rows")), "rows")
    return NamedQuery(
        name,
        said.get("title", name),
        said.get("question", ""),
        parameters,
        text,
        said.get(rows, ""),
        rows.split()[-1] if rows != "rows" else "",
    )


def _head(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if not line.startswith("#"):
            return
        match = _LINE.fullmatch(line.strip())
        if match:
            yield match[1], match[2].strip()


def _parameter(name: str, value: str, query: str) -> Parameter:
    match = _PARAMETER.fullmatch(value)
    if not match:
        raise QueryError(query, f"parameter {name}: {value!r} is not TYPE [= DEFAULT]")
    default = match["text"] if match["text"] is not None else match["bare"]
    return Parameter(name, match["type"], default, match["description"] or "")
