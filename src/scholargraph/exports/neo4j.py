"""
CSV files for Neo4j's bulk import, and the command that imports them.

https://neo4j.com/docs/operations-manual/current/import/: a header with ``:ID``,
``:LABEL``, ``:START_ID``, ``:END_ID``, ``:TYPE`` and typed columns; text is always in
quotes, a field without them is missing where it is empty. Values are never altered:
an import is no place for a guard against spreadsheets, which take ``=…`` for a
formula. Where values begin like one, a warning says so.
"""

import logging
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from itertools import chain
from types import MappingProxyType
from typing import IO, Any, Final

from scholargraph.exports.network import EDGE_TYPES, NODE_TYPES, Batch, Network
from scholargraph.exports.parts import Open, Part, WriteFolder, numbered
from scholargraph.exports.settings import Settings
from scholargraph.model import Corpus
from scholargraph.text import is_formula

_log: Final = logging.getLogger(__name__)

COMMAND: Final = "import-command.txt"
TABLES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "concepts": ("label", "kind", "aliases", "paper_count"),
        "papers": (
            *("label", "paper", "title", "authors", "date", "venue", "address"),
        ),
        "repositories": ("label",),
        "results": (
            *("label", "value", "unit", "kind", "paper", "start", "end", "quote"),
            "confidence",
        ),
        "relationships": tuple(name for name in EDGE_TYPES if name != "type"),
    }
)
_TABLE_OF: Final[Mapping[str, str]] = MappingProxyType(
    {
        "concept": "concepts",
        "paper": "papers",
        "repository": "repositories",
        "result": "results",
    }
)
_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {"text": "string", "integer": "int", "number": "double"}
)


def write_csv(corpus: Corpus, settings: Settings, *_: object) -> WriteFolder:
    """
    Return what writes a part of a corpus into files of a folder.

    Of several parts the first files alone have a header, as the import wants it.
    """
    network = Network(corpus.concepts)
    ending = f".csv.{settings.compress}" if settings.compress else ".csv"
    written: dict[str, list[str]] = {name: [] for name in TABLES}

    def write(part: Part, open_: Open) -> None:
        first = not written["papers"]
        with ExitStack() as stack:
            tables: dict[str, _Table] = {}
            for name in TABLES:
                number = len(written[name]) + 1
                file = numbered(f"{name}{ending}", number, settings.shards)
                written[name].append(file)
                tables[name] = _Table(stack.enter_context(open_(file)), name)
                if first:
                    tables[name].head()
            for batch in chain(network.concepts(part.concepts), network.papers(part)):
                _put(tables, batch)
        _warn(tables.values())
        if len(written["papers"]) == settings.shards:
            with open_(COMMAND) as stream:
                stream.write(_command(written).encode())

    return write


class _Table:
    """A file of rows; counts the values that begin like a formula."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self.name = name
        self.formulas = 0
        self._stream = stream
        self._columns = TABLES[name]

    def head(self) -> None:
        """Write the header."""
        edges = self.name == "relationships"
        types = EDGE_TYPES if edges else NODE_TYPES
        own = [":START_ID", ":END_ID", ":TYPE"] if edges else ["id:ID", ":LABEL"]
        columns = [f"{name}:{_TYPES[types[name]]}" for name in self._columns]
        self._stream.write((",".join([*own, *columns]) + "\n").encode())

    def row(self, own: Iterable[str], values: Mapping[str, Any]) -> None:
        """Write a row: what the import needs, then the columns of the table."""
        cells = [*own, *map(values.get, self._columns)]
        self._stream.write((",".join(map(self._cell, cells)) + "\n").encode())

    def _cell(self, value: str | float | None) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            return str(value)
        if is_formula(value):
            self.formulas += 1
        # Half of a surrogate pair is no text that a file can hold.
        text = value.encode("utf-8", "replace").decode()
        return '"' + text.replace('"', '""') + '"'


def _put(tables: Mapping[str, _Table], batch: Batch) -> None:
    for node, values in batch.nodes:
        sort = str(values["type"])
        label = sort.capitalize()
        if sort == "concept":
            label += f";{values['kind']}"
        tables[_TABLE_OF[sort]].row((node, label), values)
    for head, tail, values in batch.edges:
        tables["relationships"].row((head, tail, str(values["type"]).upper()), values)


def _warn(tables: Iterable[_Table]) -> None:
    count = sum(table.formulas for table in tables)
    if count:
        _log.warning(
            "%d values begin as a formula does: import the files, a spreadsheet"
            " may run them",
            count,
        )


def _command(written: Mapping[str, list[str]]) -> str:
    nodes = [
        f"  --nodes={','.join(files)}"
        for name, files in written.items()
        if name != "relationships"
    ]
    edges = f"  --relationships={','.join(written['relationships'])}"
    head = "neo4j-admin database import full --multiline-fields=true"
    return " \\\n".join([head, *nodes, edges, "  neo4j"]) + "\n"
