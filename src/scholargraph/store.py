"""The published graph: an Oxigraph database in a folder, made once, then read."""

import gc
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Final, TypeVar

from pyoxigraph import Quad, RdfFormat, Store, Triple, serialize

from scholargraph.errors import FolderError

T = TypeVar("T")

# Statements that are written as text at a time.
BATCH: Final = 20_000
# Bytes of text that are loaded at a time: what is loaded is in memory until it is
# sorted, and Oxigraph would let it be 1 GB a core.
PART: Final = 128 << 20


def build(statements: Iterable[Triple | Quad], folder: Path) -> int:
    """
    Load triples or quads into a new store in a folder; return their number.

    See ``build_from_text``.
    """
    return build_from_text(to_text(statements), folder)


def to_text(statements: Iterable[Triple | Quad]) -> Iterator[bytes]:
    """Yield triples or quads as N-Quads, some thousands at a time."""
    walk = iter(statements)
    while batch := list(islice(walk, BATCH)):
        # Stubs have it that all are of one sort, which N-Quads do not need.
        text = serialize(batch, format=RdfFormat.N_QUADS)  # type: ignore[arg-type]
        assert text is not None
        yield text


def build_from_text(chunks: Iterable[bytes], folder: Path) -> int:
    """
    Load N-Quads into a new store in a folder; return the number of quads.

    The store is closed on return, so that the folder can be renamed.

    Raises
    ------
    FolderError
        Where the folder holds something already, or cannot be written.

    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderError(folder, "is not an empty folder; no store is built there")
    try:
        store = Store(folder)
        _load(chunks, store)
        # Without it some queries take ten times as long.
        store.optimize()
        store.flush()
        count = len(store)
    except (OSError, RuntimeError, SyntaxError) as error:
        raise FolderError(folder, f"no store can be written: {error}") from error
    del store
    gc.collect()  # the lock on the folder goes with the last reference
    return count


def _load(chunks: Iterable[bytes], store: Store) -> None:
    walk = iter(chunks)
    for first in walk:
        _load_part(chain([first], _up_to(PART, walk)), store)


def _up_to(size: int, walk: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what comes next until it is so many bytes or more."""
    while size > 0 and (chunk := next(walk, None)) is not None:
        size -= len(chunk)
        yield chunk


def _load_part(chunks: Iterable[bytes], store: Store) -> None:
    """
    Load N-Quads through a pipe to another thread.

    The store reads it without Python's lock, so that statements are made and loaded at
    the same time.
    """
    reading, writing = os.pipe()
    failures: list[Exception] = []

    def load() -> None:
        try:
            store.bulk_load(
                path=f"/dev/fd/{reading}", format=RdfFormat.N_QUADS, lenient=True
            )
        except Exception as error:  # noqa: BLE001 (raised below, by who waits for it)
            failures.append(error)
        finally:
            os.close(reading)  # then nobody waits to write

    loading = threading.Thread(target=load)
    try:
        loading.start()
    except RuntimeError:  # no more threads
        os.close(reading)
        os.close(writing)
        raise
    try:
        for chunk in chunks:
            _write(writing, chunk)
    except BrokenPipeError:
        if not failures:
            raise
    finally:
        os.close(writing)  # or the other thread waits for ever
        loading.join()
    if failures:
        raise failures[0]


def _write(pipe: int, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def copy(source: Path, folder: Path) -> None:
    """
    Copy a store that nobody writes to, without its data where the disk allows it.

    The files that hold the data are never changed once written, only replaced: both
    stores can have them under a name of their own.
    """
    folder.mkdir(parents=True)
    for file in sorted(source.iterdir()):
        if file.name != "LOCK":
            _copy_file(file, folder / file.name)


def _copy_file(file: Path, place: Path) -> None:
    if file.suffix == ".sst":
        try:
            os.link(file, place)
        except OSError:  # no such links here, or too many
            shutil.copyfile(file, place)
    else:
        shutil.copyfile(file, place)


def change(folder: Path, work: Callable[[Store], T]) -> T:
    """
    Let ``work`` change the store of a folder; return what it returns.

    The store is closed on return, and what was changed is on disk.

    Raises
    ------
    FolderError
        Where there is no sound store, or it cannot be written.

    """
    if not (folder / "CURRENT").is_file():
        raise FolderError(folder, "holds no store")
    try:
        store = Store(folder)
        found = work(store)
        store.flush()
    except (OSError, RuntimeError) as error:
        raise FolderError(folder, f"no store can be written: {error}") from error
    del store
    gc.collect()  # as above
    return found


def open_read_only(folder: Path) -> Store:
    """
    Open the store of a folder; any number of processes may, at the same time.

    Raises
    ------
    FolderError
        Where there is no store or it is damaged.

    """
    if not (folder / "CURRENT").is_file():
        raise FolderError(folder, "holds no store")
    try:
        return Store.read_only(str(folder))
    # RocksDB tells of damage in a RuntimeError.
    except (OSError, RuntimeError, ValueError) as error:
        raise FolderError(folder, f"the store cannot be opened: {error}") from error
