"""Which store a graph folder shows at the moment."""

import json
from dataclasses import dataclass
from pathlib import Path

from scholargraph import vocab
from scholargraph.errors import FolderError


@dataclass(frozen=True, slots=True)
class Publish:
    """
    One published state of a graph: the store's own path and its file's identity.

    Two are equal where nothing was published between them.
    """

    path: Path
    inode: int
    changed: int

    @property
    def name(self) -> str:
        """Return the name of the state, as tags of answers have it."""
        return f"{self.inode:x}-{self.changed:x}"


def find_publish(folder: Path) -> Publish:
    """
    Return what a graph folder shows now.

    Raises
    ------
    FolderError
        Where it shows no store.

    """
    link = folder / "store"
    try:
        # The link may move on at any time; what it led to stays for a while.
        path = link.resolve(strict=True)
        status = (path / "CURRENT").stat()
    except OSError as error:
        what = "is no graph folder; `scholargraph build` makes one"
        raise FolderError(folder, what) from error
    return Publish(path, status.st_ino, status.st_mtime_ns)


def find_base(folder: Path) -> str:
    """Return the address that a graph's own addresses begin with."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        return str(manifest["base"])
    except (OSError, ValueError, KeyError, TypeError):
        return vocab.BASE
