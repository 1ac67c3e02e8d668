"""What a folder's concepts are decided by: its papers, name lists and overrides."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scholargraph.database import Database, faults
from scholargraph.errors import FolderError
from scholargraph.pipeline.folder import Folder
from scholargraph.pipeline.resolving import Task, resolved
from scholargraph.resolve import (
    Authority,
    History,
    Overrides,
    Resolution,
    decide,
    read_authority,
    read_overrides,
)

AUTHORITIES: Final = "authorities"
HISTORY: Final = "history"
REPLACED: Final = "replaced"


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


def history(database: Database) -> History:
    """Return what the published resolution came to before a person's decisions."""
    if not database.generation:
        return History()
    kept = json.loads(database.note(HISTORY) or "{}")
    assigned = database.corpus().concept_ids() | kept.get("undecided", {})
    return History(assigned, kept.get("successors", {}))


def notes(resolution: Resolution) -> dict[str, str]:
    """Return what the next builds and readers need to know of ids given up."""
    history = resolution.history
    undecided = {
        paper: names
        for paper, names in history.assigned.items()
        if resolution.concept_ids(paper) != names
    }
    kept = {"successors": history.successors, "undecided": undecided}
    return {
        HISTORY: json.dumps(kept),
        REPLACED: json.dumps(resolution.replaced),
    }


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
        task = Task(folder.database, taken.authorities)
        found, _ = resolved(database.corpus(), task)
        return decide(found, taken.overrides, history(database))
