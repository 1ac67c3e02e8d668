"""
What can still be read of a damaged database, in a new one.

A damaged page hides what lies on it, and stops a walk through its table. So each table
is walked from both ends, and extractions are looked up one by one besides: they took
the time, and all else can be read from the inputs again.
"""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from scholargraph.database import concepts, papers, schema

# In this order: the inputs before what belongs to them.
_KEYS: Final = {
    "meta": "key",
    "inputs": "number",
    "records": "input, position",
    "rejects": "input, position",
    "papers": "generation, id",
    "merges": "generation, position",
    "concepts": "generation, id",
    "extractions": "content, extractor",
}
_SIDE_FILES: Final = ("-wal", "-shm")
# What each column of JSON is read with.
_READ: Final[dict[tuple[str, str], Callable[[str], object]]] = {
    ("records", "paper"): papers.from_text,
    ("papers", "paper"): papers.from_text,
    ("papers", "concepts"): lambda text: json.loads(text).values(),
    ("merges", "merge"): json.loads,
    ("concepts", "concept"): concepts.from_text,
    ("extractions", "extraction"): json.loads,
}


@dataclass(frozen=True, slots=True)
class Saved:
    """How much a new database holds, and where the damaged one is kept."""

    papers: int
    extractions: int
    damaged: Path


def salvage(path: Path, scratch: Path) -> Saved:
    """
    Put a new database in place of a damaged one, with all that can be read of it.

    The damaged file is kept beside it. The next build reads the inputs that it is
    given again, and publishes. ``scratch`` is a folder of the same file system.

    Raises
    ------
    FolderError
        Where the new database cannot be written.

    """
    kept = _copy(path)
    new = scratch / path.name
    with schema.faults(path), closing(schema.connect(new)) as target:
        target.execute("PRAGMA foreign_keys = OFF")
        with closing(_damaged(kept)) as source:
            _fill(target, source)
        with schema.transaction(target):
            _mark(target)
        papers, extractions = _counts(target)
    # A log of the old file must never be taken for one of the new.
    for suffix in _SIDE_FILES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    new.replace(path)
    return Saved(papers, extractions, kept)


def _copy(path: Path) -> Path:
    """Copy a damaged file, with its log, to a name that is free; return that."""
    number = 1
    while (kept := path.with_name(f"damaged-{number}.db")).exists():
        number += 1
    for suffix in ("", *_SIDE_FILES):
        with suppress(FileNotFoundError):
            shutil.copyfile(
                path.with_name(path.name + suffix), kept.with_name(kept.name + suffix)
            )
    return kept


def _damaged(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    # Bytes that are no text must not stop a walk; the check of the content finds them.
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    return connection


def _fill(target: sqlite3.Connection, source: sqlite3.Connection) -> None:
    for table, key in _KEYS.items():
        backwards = ", ".join(f"{column} DESC" for column in key.split(", "))
        with schema.transaction(target):
            for order in (key, backwards):
                _add(target, table, _rows(source, f"{table} ORDER BY {order}"))
    contents = [
        content for (content,) in target.execute("SELECT DISTINCT content FROM papers")
    ]
    with schema.transaction(target):
        for content in contents:
            rows = _rows(source, "extractions WHERE content = ?", content)
            _add(target, "extractions", rows)


def _rows(
    source: sqlite3.Connection, rest: str, *values: str
) -> Iterator[tuple[Any, ...]]:
    """Yield rows until one cannot be read."""
    with suppress(sqlite3.Error):
        yield from source.execute(f"SELECT * FROM {rest}", values)  # noqa: S608 (our own text)


def _add(
    target: sqlite3.Connection, table: str, rows: Iterator[tuple[Any, ...]]
) -> None:
    (columns,) = target.execute(
        "SELECT count(*) FROM pragma_table_info(?)", (table,)
    ).fetchone()
    insert = f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * columns)})"  # noqa: S608 (our own text)
    for row in rows:
        with suppress(sqlite3.IntegrityError):  # a value of a type that no row may have
            target.execute(insert, row)


def _mark(target: sqlite3.Connection) -> None:
    """Let the next build read the inputs again, and publish."""
    for table in ("records", "rejects"):
        orphans = f"DELETE FROM {table} WHERE input NOT IN (SELECT number FROM inputs)"  # noqa: S608 (our own text)
        target.execute(orphans)
    # What came out in part would end the next build, or be taken for what was read.
    for (table, column), read in _READ.items():
        target.create_function("is_whole", 1, _is_whole(read), deterministic=True)
        target.execute(f"DELETE FROM {table} WHERE NOT is_whole({column})")  # noqa: S608 (our own text)
    target.create_function("is_whole", 1, _is_whole(_note), deterministic=True)
    target.execute("DELETE FROM meta WHERE NOT is_whole(value)")
    # Without these two it is not known what was published.
    target.execute(
        "DELETE FROM meta WHERE key = 'generation' AND (value GLOB '*[^0-9]*'"
        " OR NOT EXISTS (SELECT 1 FROM meta WHERE key = 'extractor'))"
    )
    target.execute("UPDATE inputs SET content = ''")
    target.execute("DELETE FROM meta WHERE key = 'digest'")


def _is_whole(read: Callable[[str], object]) -> Callable[[str], bool]:
    def is_whole(text: str) -> bool:
        try:
            read(text)
        except (ValueError, KeyError, TypeError, AttributeError):
            return False
        # All JSON is stored as ASCII: this stands for bytes that were no text.
        return "\ufffd" not in text

    return is_whole


def _note(text: str) -> None:
    if text.startswith(("{", "[")):
        json.loads(text)


def _counts(target: sqlite3.Connection) -> tuple[int, int]:
    """Return the numbers of published papers, and of those that were read from."""
    found = target.execute(
        "SELECT count(*), count(extraction) FROM papers LEFT JOIN extractions"
        " ON extractions.content = papers.content AND extractor ="
        " (SELECT value FROM meta WHERE key = 'extractor')"
        " WHERE generation = (SELECT value FROM meta WHERE key = 'generation')"
    )
    papers, extractions = found.fetchone()
    return int(papers), int(extractions)
