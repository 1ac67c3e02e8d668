"""Answers as files: a table to read, the SPARQL result formats, RDF."""

import io
import json
import shutil
from collections.abc import Mapping
from types import MappingProxyType
from typing import IO, Any, Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    Triple,
    parse_query_results,
)
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from scholargraph import rdf, vocab
from scholargraph.errors import QueryError, UnknownNameError
from scholargraph.query.answer import Answer, Term

_RESULTS: Final[Mapping[str, QueryResultsFormat]] = MappingProxyType(
    {
        "csv": QueryResultsFormat.CSV,
        "json": QueryResultsFormat.JSON,
        "tsv": QueryResultsFormat.TSV,
        "xml": QueryResultsFormat.XML,
    }
)
_ONE_PIECE: Final = frozenset({"json", "xml"})
FORMATS: Final[tuple[str, ...]] = ("table", *_RESULTS)
GRAPH_FORMATS: Final[tuple[str, ...]] = rdf.FORMATS
_NO_TERMINAL: Final = (120, 24)
_MOST_COLUMNS: Final = 6


def write(
    answer: Answer,
    stream: IO[bytes],
    format_name: str = "table",
    *,
    base: str = vocab.BASE,
) -> None:
    """
    Write an answer to a binary stream.

    Rows and truths go into a table, CSV, TSV, JSON or XML; a graph into a table or
    an RDF format.

    Raises
    ------
    UnknownNameError
        Where there is no such format.
    QueryError
        Where the format is for another sort of answer.

    """
    if format_name not in {*FORMATS, *GRAPH_FORMATS}:
        raise UnknownNameError("format", format_name, {*FORMATS, *GRAPH_FORMATS})
    if format_name == "table":
        stream.write(_table(answer, base).encode("utf-8", "replace"))
    elif answer.form == "graph":
        if format_name not in GRAPH_FORMATS:
            raise QueryError(format_name, "holds no graph", ("table", *GRAPH_FORMATS))
        # A query may give the same triple in pieces; sorted, its file is one.
        triples = sorted((Triple(*row) for row in answer.rows), key=str)  # type: ignore[arg-type] # rows of a graph have no gaps
        rdf.write(triples, stream, format_name, base=base)
    elif format_name in GRAPH_FORMATS:
        raise QueryError(format_name, "holds graphs; these are rows", FORMATS)
    else:
        stream.write(convert(_json(answer), format_name))


def convert(results: bytes, format_name: str) -> bytes:
    """Return results that ``write`` wrote as JSON in another of the result formats."""
    found = parse_query_results(results, QueryResultsFormat.JSON)
    data = found.serialize(format=_RESULTS[format_name])
    assert data is not None
    # A shell's next line shall begin as one.
    whole = isinstance(found, QueryBoolean) or format_name in _ONE_PIECE
    return data + b"\n" if whole else data


def _json(answer: Answer) -> bytes:
    """Return the answer as SPARQL 1.1 JSON results, from which others are made."""
    if answer.form == "truth":
        yes = answer.rows[0][0] == Literal(value=True)
        return json.dumps({"head": {}, "boolean": yes}).encode()
    rows = [
        {
            name: _json_term(term)
            for name, term in zip(answer.variables, row, strict=True)
            if term is not None
        }
        for row in answer.rows
    ]
    document = {"head": {"vars": answer.variables}, "results": {"bindings": rows}}
    return json.dumps(document, ensure_ascii=False).encode()


def _json_term(term: Term) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Literal):
        found = {"type": "literal", "value": term.value}
        if term.language:
            return {**found, "xml:lang": term.language}
        return {**found, "datatype": term.datatype.value}
    parts = {
        name: _json_term(getattr(term, name))
        for name in ("subject", "predicate", "object")
    }
    return {"type": "triple", "value": parts}


def _table(answer: Answer, base: str) -> str:
    """Return a table, or where it would be too wide to read, a list of records."""
    prefixes = sorted(rdf.prefixes(base).items(), key=lambda p: (-len(p[1]), p))
    rows = [[_cell(term, prefixes) for term in row] for row in answer.rows]
    table = Table(box=SIMPLE_HEAD, pad_edge=False, highlight=False)
    if len(answer.variables) <= _MOST_COLUMNS:
        for name in answer.variables:
            table.add_column(Text(name), overflow="fold")
        for row in rows:
            table.add_row(*map(Text, row))
    else:
        table = Table(box=None, pad_edge=False, highlight=False, show_header=False)
        for row in rows:
            for name, cell in zip(answer.variables, row, strict=True):
                if cell:
                    table.add_row(Text(name), Text(cell))
            table.add_row("")
    stream = io.StringIO()
    width = shutil.get_terminal_size(_NO_TERMINAL).columns
    console = Console(file=stream, width=width, color_system=None, legacy_windows=False)
    console.print(table)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def _cell(term: Term | None, prefixes: list[tuple[str, str]]) -> str:
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        for name, address in prefixes:
            if term.value.startswith(address):
                return f"{name}:{term.value.removeprefix(address)}"
        return term.value
    text = term.value if isinstance(term, Literal | BlankNode) else str(term)
    return " ".join(text.split())
