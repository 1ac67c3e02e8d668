"""What a folder's concepts are decided by: its papers, name lists and overrides."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scholargraph.database import Database, faults
from scholargraph.errors import FolderError
from scholargraph.pipeline.folder import Folder
from scholargraph.resolve import (
    Authority,
    Overrides,
    Resolution,
    read_authority,
    read_overrides,
    resolve,
)

AUTHORITIES: Final = "authorities"


@dataclass(frozen=True, slots=True)
class Decisions:
    """Name lists, where they came from, and a person's own decisions."""

    paths: tuple[Path, ...]
    authorities: tuple[Authority, ...]
    overrides: Overrides

    @property
    def note(self) -> str:
        """What the next builds find the lists by."""
        return json.dumps([str(path) for path in self.paths])


def decisions(
    folder: Folder, database: Database, chosen: Sequence[Path] | None = None
) -> Decisions:
    """
    Return what a folder's concepts are decided by; ``chosen`` replaces its lists.

    Raises
    ------
    InputError
        Where a list or the overrides cannot be read or are not as they must be.

    """
    if chosen is None:
        chosen = [Path(path) for path in json.loads(database.note(AUTHORITIES) or "[]")]
    paths = tuple(path.resolve() for path in chosen)
    return Decisions(
        paths,
        tuple(read_authority(path) for path in paths),
        read_overrides(folder.overrides),
    )


def resolution(path: Path) -> Resolution:
    """
    Resolve the papers of a graph folder again, with reasons and doubts.

    Raises
    ------
    FolderError
        Where there is no published graph.

    """
    folder = Folder(path)
    if not folder.database.is_file():
        raise FolderError(path, "is no graph folder; `build` makes one")
    with faults(folder.database), Database.read(folder.database) as database:
        taken = decisions(folder, database)
        return resolve(
            database.corpus().pairs(),
            authorities=taken.authorities,
            overrides=taken.overrides,
        )
