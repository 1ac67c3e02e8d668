"""From the files that a user names to the records in the database."""

import hashlib
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from scholargraph import readers
from scholargraph.database import STREAM, Database, Input
from scholargraph.errors import InputError, reason
from scholargraph.model import Paper, Reject, Source
from scholargraph.pipeline.folder import Folder
from scholargraph.pipeline.progress import Progress
from scholargraph.version import __version__

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Taken:
    """What is wrong with whole inputs, and the paths of those that were named."""

    problems: tuple[str, ...]
    paths: frozenset[str]


@dataclass(frozen=True, slots=True)
class Opened:
    """An input, the file to read it from, and whether that is a copy of it."""

    input: Input
    file: Path
    copied: bool


def read_inputs(
    names: Sequence[str],
    database: Database,
    folder: Folder,
    *,
    format_name: str | None,
    progress: Progress,
) -> Taken:
    """
    Store what each input holds, and return what is wrong with whole inputs.

    An input whose bytes are known is not read again. One that cannot be read leaves
    the others, and what was read from it before, as they are.
    """
    # An input's path, until a stream is told by its bytes.
    paths = [str(Path(name).resolve()) for name in names]
    how = (format_name, progress)
    reads = [partial(_read_input, name, database, folder, how) for name in names]
    return taken(zip(names, paths, reads, strict=True), progress)


def taken(
    inputs: Iterable[tuple[str, str, Callable[[], Input]]], progress: Progress
) -> Taken:
    """Store inputs, given their names, their paths and what stores each of them."""
    problems, paths = [], set()
    for name, named, store in inputs:
        progress.stage(f"reading {name}")
        path = named
        try:
            stored = store()
            path, problem = stored.path, stored.problem and f"{name}: {stored.problem}"
        except InputError as error:
            problem = str(error)
        paths.add(path)
        if problem is not None:
            problems.append(problem)
            progress.warn(problem)
    return Taken(tuple(problems), frozenset(paths))


def _read_input(
    name: str,
    database: Database,
    folder: Folder,
    how: tuple[str | None, Progress],
) -> Input:
    format_name, progress = how
    with opened(name, folder, format_name) as source:
        stored = database.inputs.known(source.input)
        if stored is None:
            rows = counted(records(source, format_name), progress)
            stored = database.inputs.replace(source.input, rows)
    return stored


@contextmanager
def opened(name: str, folder: Folder, format_name: str | None) -> Iterator[Opened]:
    """
    Give a file's hash, and the file to read.

    What can be read only once (standard input, a pipe) is copied first.
    """
    found = input_of(name, format_name)
    if found is not None:
        yield Opened(found, Path(name), copied=False)
        return
    copy = _copied(name, folder)
    content = _hash(copy)
    stream = Input(f"{STREAM}{content}", name, content, _way(format_name))
    yield Opened(stream, copy, copied=True)
    copy.unlink()


def input_of(name: str, format_name: str | None) -> Input | None:
    """
    Return which input a file is, ``None`` for what can be read only once.

    Raises
    ------
    InputError
        Where it cannot be read.

    """
    content = _hash_of_file(name)
    if content is None:
        return None
    return Input(str(Path(name).resolve()), name, content, _way(format_name))


def _way(format_name: str | None) -> str:
    return f"{__version__} {format_name or 'detected'}"


def _hash_of_file(name: str) -> str | None:
    """Return the hash of a file's bytes, ``None`` for what can be read only once."""
    if name == STDIN:
        return None
    path = Path(name)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(name, "is a folder; name the files in it")
        return _hash(path) if stat.S_ISREG(mode) else None
    except OSError as error:
        raise InputError(name, reason(error)) from error


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _copied(name: str, folder: Folder) -> Path:
    folder.scratch.mkdir(exist_ok=True)
    copy = folder.scratch / "input"
    with copy.open("wb") as target:
        if name == STDIN:
            shutil.copyfileobj(sys.stdin.buffer, target)
        else:
            with Path(name).open("rb") as source:
                shutil.copyfileobj(source, target)
    return copy


def records(source: Opened, format_name: str | None) -> Iterator[Paper | Reject]:
    """Yield the papers and rejected rows of an input, under the name it has."""
    name = source.input.name
    try:
        for row in readers.read(str(source.file), format_name=format_name):
            yield _renamed(row, name) if source.copied else row
    except InputError as error:
        raise InputError(name, error.what, error.known) from error
    except OSError as error:
        raise InputError(name, reason(error)) from error


def _renamed(row: Paper | Reject, name: str) -> Paper | Reject:
    if isinstance(row, Reject):
        return replace(row, source=Source(name, row.source.row))
    return replace(row, source=tuple(Source(name, item.row) for item in row.source))


def counted(
    rows: Iterator[Paper | Reject], progress: Progress
) -> Iterator[Paper | Reject]:
    """Yield the rows, and tell of each."""
    for row in rows:
        yield row
        progress.advance()
