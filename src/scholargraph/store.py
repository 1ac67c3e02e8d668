"""The published graph: an Oxigraph database in a folder, made once, then read."""

import gc
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from itertools import chain, islice
from pathlib import Path
from typing import Final, Self, TypeVar

from pyoxigraph import Quad, RdfFormat, Store, Triple, serialize

from scholargraph.errors import FolderError

T = TypeVar("T")

# Statements that are written as text at a time.
BATCH: Final = 20_000
# Bytes of text that are loaded at a time. Two such parts are in memory, as objects and
# then as keys to sort; of larger ones (Oxigraph's own are of a million statements) the
# sorting costs more, too, and the last one is waited for longer.
PART: Final = 16 << 20


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
    load(chunks, folder)
    return compact(folder)


def load(
    chunks: Iterable[bytes], folder: Path, *, part: int = 0, put_off: bool = False
) -> None:
    """
    Load N-Quads into a new store in a folder, that ``compact`` is to end.

    ``part`` is the least number of bytes to load at a time: each part is a file of
    every sort, and too many files are slow to merge.

    With ``put_off`` another process is to: what Oxigraph does of it after every other
    part, a quarter of all the work, then waits for processor time that nobody else
    wants, and will in this process from then on.

    Raises
    ------
    FolderError
        Where the folder holds something already, or cannot be written.

    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderError(folder, "is not an empty folder; no store is built there")
    try:
        store = Store(folder)
        if put_off:
            _put_off_merging()
        _load(chunks, store, max(part, PART))
        store.flush()
    except (OSError, RuntimeError, SyntaxError) as error:
        raise FolderError(folder, f"no store can be written: {error}") from error
    del store
    gc.collect()  # the lock on the folder goes with the last reference


def compact(folder: Path) -> int:
    """
    Merge the files of a store that was loaded; return its number of quads.

    Without it some queries take ten times as long.

    Raises
    ------
    FolderError
        Where there is no sound store, or it cannot be written.

    """
    return change(folder, _compacted)


def _compacted(store: Store) -> int:
    store.optimize()
    return len(store)


def _put_off_merging() -> None:
    """Let RocksDB's threads that merge files run when no other would."""
    if sys.platform != "linux":
        return
    for task in Path("/proc/self/task").iterdir():
        # A thread may end meanwhile. It may always be made idle; the way back needs a
        # privilege: https://man7.org/linux/man-pages/man7/sched.7.html
        with suppress(OSError):
            if (task / "comm").read_text().startswith("rocksdb:low"):
                idle = os.sched_param(0)
                os.sched_setscheduler(int(task.name), os.SCHED_IDLE, idle)


def _load(chunks: Iterable[bytes], store: Store, size: int) -> None:
    """Load part by part: one is read while the one before it is sorted."""
    walk = iter(chunks)
    before: _Part | None = None
    with ExitStack() as parts:
        for first in walk:
            part = parts.enter_context(_Part(store))
            part.fill(chain([first], _up_to(size, walk)))
            if before is not None:
                before.end()
            before = part
        if before is not None:
            before.end()


def _up_to(size: int, walk: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what comes next until it is so many bytes or more."""
    while size > 0 and (chunk := next(walk, None)) is not None:
        size -= len(chunk)
        yield chunk


class _Part:
    """
    N-Quads that are loaded through a pipe by another thread.

    The store reads them without Python's lock, so that statements are made and loaded
    at the same time.
    """

    def __init__(self, store: Store) -> None:
        reading, self._writing = os.pipe()
        self._failures: list[Exception] = []
        self._thread = threading.Thread(target=self._load, args=(store, reading))
        try:
            self._thread.start()
        except RuntimeError:  # no more threads
            os.close(reading)
            os.close(self._writing)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join()

    def _load(self, store: Store, reading: int) -> None:
        try:
            store.bulk_load(
                path=f"/dev/fd/{reading}", format=RdfFormat.N_QUADS, lenient=True
            )
        except Exception as error:  # noqa: BLE001 (raised by ``end``, to who waits)
            self._failures.append(error)
        finally:
            os.close(reading)  # then nobody waits to write

    def fill(self, chunks: Iterable[bytes]) -> None:
        """Load chunks, which are all that there is."""
        try:
            for chunk in chunks:
                _write(self._writing, chunk)
        except BrokenPipeError:
            self.end()
            raise
        finally:
            os.close(self._writing)  # or the other thread waits for ever

    def end(self) -> None:
        """Wait until all is in the store."""
        self._thread.join()
        if self._failures:
            raise self._failures[0]


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
