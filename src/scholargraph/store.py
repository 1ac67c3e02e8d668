"""The published graph: an Oxigraph database in a folder, built once, then read."""

import gc
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad, Store, Triple

from scholargraph.errors import FolderError


def build(statements: Iterable[Triple | Quad], folder: Path) -> int:
    """
    Load triples or quads into a new store in a folder; return their number.

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
        store.bulk_extend(_quads(statements))
        # Without it some queries take ten times as long.
        store.optimize()
        store.flush()
        count = len(store)
    except (OSError, RuntimeError) as error:
        raise FolderError(folder, f"no store can be written: {error}") from error
    del store
    gc.collect()  # the lock on the folder goes with the last reference
    return count


def _quads(statements: Iterable[Triple | Quad]) -> Iterable[Quad]:
    for item in statements:
        if isinstance(item, Quad):
            yield item
        else:
            yield Quad(item.subject, item.predicate, item.object)


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
