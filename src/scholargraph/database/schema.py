"""
The tables of ``extractions.db``, and how the file is opened.

A *generation* is one resolved state of the whole corpus. A build writes the next
one beside the published one and then moves the pointer ``meta.generation`` in one
transaction, so that a reader sees either the old or the new, never a mixture.
"""

import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from scholargraph.errors import DamageError, FolderError

SCHEMA_VERSION: Final = 1
# Marks the file as ours (SQLite's header field); the letters "SGdb".
APPLICATION_ID: Final = 0x53476462
# Milliseconds that a statement waits for another process's transaction.
PATIENCE: Final = 10_000
# Inputs that are named one by one in a command that is advised.
MOST_NAMES: Final = 5
# What the path of an input begins with that could be read only once.
STREAM: Final = "stream:"
# What is noted of how sure a statement must be for the graph to take it.
FLOOR: Final = "floor"

TABLES: Final = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE inputs (
    number INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    reading TEXT NOT NULL,
    problem TEXT
);
CREATE TABLE records (
    input INTEGER NOT NULL REFERENCES inputs ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    paper TEXT NOT NULL,
    PRIMARY KEY (input, position)
) WITHOUT ROWID;
CREATE TABLE rejects (
    input INTEGER NOT NULL REFERENCES inputs ON DELETE CASCADE,
    position INTEGER NOT NULL,
    file TEXT NOT NULL,
    line INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (input, position)
) WITHOUT ROWID;
CREATE TABLE papers (
    generation INTEGER NOT NULL,
    id TEXT NOT NULL,
    content TEXT NOT NULL,
    paper TEXT NOT NULL,
    concepts TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (generation, id)
) WITHOUT ROWID;
CREATE INDEX papers_by_content ON papers (generation, content);
CREATE TABLE merges (
    generation INTEGER NOT NULL,
    position INTEGER NOT NULL,
    merge TEXT NOT NULL,
    PRIMARY KEY (generation, position)
) WITHOUT ROWID;
CREATE TABLE concepts (
    generation INTEGER NOT NULL,
    id TEXT NOT NULL,
    concept TEXT NOT NULL,
    PRIMARY KEY (generation, id)
) WITHOUT ROWID;
CREATE TABLE extractions (
    content TEXT NOT NULL,
    extractor TEXT NOT NULL,
    extraction TEXT NOT NULL,
    PRIMARY KEY (content, extractor)
) WITHOUT ROWID;
"""


def connect(path: Path) -> sqlite3.Connection:
    """Open the file for writing, and make it where there is none."""
    with faults(path):
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            _prepare(path, connection)
        except BaseException:
            connection.close()
            raise
    return connection


def connect_read_only(path: Path) -> sqlite3.Connection:
    """Open the file for reading only, also in a folder that cannot be written."""
    if not path.is_file():
        raise FolderError(path, "is missing")
    with faults(path):
        try:
            return _opened(path, "mode=ro")
        except sqlite3.OperationalError:
            # A write-ahead log needs a shared-memory file beside the database. Where
            # that cannot be made, and nothing is in the log, the file stands alone.
            log = path.with_name(path.name + "-wal")
            if log.exists() and log.stat().st_size:
                raise
            return _opened(path, "mode=ro&immutable=1")


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into one line about the file."""
    try:
        yield
    except sqlite3.Error as error:
        what = _damage(str(error))
        if what:
            what = f"{what}; `check --repair` saves what can be read"
            raise DamageError(path, what) from error
        raise FolderError(path, _explained(error)) from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all of the block, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        # A full disk makes SQLite roll back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _prepare(path: Path, connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    if _is_new(connection):
        # In one transaction: a killed build must not leave half of the tables.
        marks = (
            f"PRAGMA application_id = {APPLICATION_ID};"
            f"PRAGMA user_version = {SCHEMA_VERSION};"
        )
        connection.executescript(f"BEGIN IMMEDIATE;{TABLES}{marks}COMMIT;")
    _check(path, connection)
    # With a write-ahead log readers and the one writer do not wait for each other.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _opened(path: Path, options: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?{options}", uri=True, isolation_level=None
    )
    try:
        connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        _check(path, connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _is_new(connection: sqlite3.Connection) -> bool:
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return tables == 0 and _pragma(connection, "application_id") == 0


def _check(path: Path, connection: sqlite3.Connection) -> None:
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise FolderError(path, "is a database of another program")
    version = _pragma(connection, "user_version")
    if version != SCHEMA_VERSION:
        age = "an older" if version < SCHEMA_VERSION else "a newer"
        raise FolderError(
            path,
            f"was made by {age} version of this program (schema {version}, here"
            f" {SCHEMA_VERSION}); run: {_anew(path.parent, connection)}",
        )


def _anew(folder: Path, connection: sqlite3.Connection) -> str:
    """Return the command that reads the same inputs with this version."""
    try:
        paths = [p for (p,) in connection.execute("SELECT path FROM inputs ORDER BY 1")]
        files = [shlex.quote(p) for p in paths if not p.startswith(STREAM)]
    except (sqlite3.Error, AttributeError):  # a version with other tables
        paths = files = []
    shown = files if len(files) <= MOST_NAMES else []
    if not shown or len(files) < len(paths):  # what only the user knows
        shown = [*shown, "INPUT…"]
    if folder.name in {"", ".."}:
        folder = folder.resolve()
    new = folder.parent / f"{folder.name}-new"
    return f"scholargraph build {' '.join(shown)} --into {shlex.quote(str(new))}"


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return int(value)


def _damage(text: str) -> str:
    if "not a database" in text:
        return "is no database; it is damaged, or another file of this name"
    if "malformed" in text or "no such" in text:
        return f"is damaged ({text})"
    return ""


def _explained(error: sqlite3.Error) -> str:
    text = str(error)
    if "is full" in text:
        return "the disk is full; what was published before is whole"
    if "locked" in text:
        return "is in use by another process"
    if "readonly" in text:
        return "cannot be written"
    return text
