"""Run a named query, a file or SPARQL text on a store."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Variable,
)

from scholargraph import vocab
from scholargraph.errors import QueryError, reason
from scholargraph.query import bindings as binding
from scholargraph.query import guard
from scholargraph.query.answer import Answer, Term
from scholargraph.query.library import NamedQuery, find, parse
from scholargraph.rdf import prefixes

_NAME: Final = re.compile(r"[a-z0-9-]+")
_LONGEST: Final = 400  # characters
_EXPECTED: Final = re.compile(r"(expected one of (?:.+?, ){6}).*")  # of hundreds
_GRAPH: Final = ("subject", "predicate", "object")


def run(
    store: Store,
    query: str | Path | NamedQuery,
    bindings: Mapping[str, binding.Value] | None = None,
    *,
    base: str = vocab.BASE,
) -> Answer:
    """
    Return the answer to a query.

    ``query`` is the name of a named query, the path of a ``.rq`` file, or SPARQL
    text, where the usual prefixes are known. ``bindings`` are values for
    parameters; they are bound as terms, whatever characters they hold.

    Raises
    ------
    QueryError
        Where the query is malformed or refused, or a value is not right.
    UnknownNameError
        Where no query has that name.

    """
    known = to_query(query)
    guard.check(known.text, known.name)
    terms = dict[Variable, Term](binding.to_terms(known, bindings or {}, store))
    try:
        found = store.query(
            known.text, prefixes=prefixes(base), substitutions=terms or None
        )
        return _answer(found, frozenset(v.value for v in _hidden(known)))
    except SyntaxError as error:
        raise QueryError(known.name, f"is not SPARQL 1.1: {one_line(error)}") from error
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError(known.name, one_line(error)) from error


def one_line(error: Exception) -> str:
    """Return an engine's message as one line that is not too long to read."""
    text = _EXPECTED.sub(r"\1…", " ".join(str(error).split()))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def to_query(query: str | Path | NamedQuery) -> NamedQuery:
    """
    Return the query that a name, a path or a text stands for.

    Raises
    ------
    QueryError
        Where a file cannot be read.
    UnknownNameError
        Where no query has that name.

    """
    if isinstance(query, NamedQuery):
        return query
    if isinstance(query, Path) or query.endswith(".rq"):
        path = Path(query)
        try:
            return parse(path.read_text(encoding="utf-8-sig"), path.stem)
        except (OSError, ValueError) as error:
            raise QueryError(path, f"cannot be read: {reason(error)}") from error
    if is_name(query):
        return find(query)
    return parse(query, "query")


def is_name(text: str) -> bool:
    """
    Tell whether a text is the name of a named query, known or not.

    >>> is_name("who-introduced"), is_name("ASK {}")
    (True, False)
    """
    return _NAME.fullmatch(text) is not None


def _hidden(query: NamedQuery) -> list[Variable]:
    return [Variable(parameter.name) for parameter in query.parameters]


def _answer(
    found: QuerySolutions | QueryBoolean | QueryTriples, hidden: frozenset[str]
) -> Answer:
    if isinstance(found, QueryBoolean):
        return Answer("truth", ("answer",), ((Literal(bool(found)),),))
    if isinstance(found, QueryTriples):
        rows = tuple((t.subject, t.predicate, t.object) for t in found)
        return Answer("graph", _GRAPH, rows)
    shown = [v for v in found.variables if v.value not in hidden]
    return Answer(
        "rows",
        tuple(variable.value for variable in shown),
        tuple(tuple(solution[v] for v in shown) for solution in found),
    )
