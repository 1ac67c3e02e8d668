"""What a folder's concepts are decided by: its papers, name lists and overrides."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from scholargraph.database import Database, Draft, faults
from scholargraph.errors import FolderError
from scholargraph.pipeline.folder import Folder
from scholargraph.pipeline.resolving import Task, resolved
from scholargraph.resolve import (
    Authority,
    Given,
    History,
    LaidDown,
    Overrides,
    Resolution,
    Successors,
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
    return History(dict(_before(database)), _kept(database).get("successors", {}))


def store(
    draft: Draft, found: LaidDown, overrides: Overrides, database: Database
) -> tuple[int, dict[str, str]]:
    """
    Store the concepts as a person's decisions leave them.

    Returns how many there are, and notes on their ids. Without such decisions nothing
    is in memory but what changed.

    Raises
    ------
    InputError
        Where a decision speaks of a concept that there is not.

    """
    ids = draft.corpus().paper_ids()
    if overrides.decisions:
        decided = decide(found.resolution(), overrides, history(database))
        draft.resolve(
            decided.concepts, ((id_, decided.concept_ids(id_)) for id_ in ids)
        )
        return len(decided.concepts), notes(decided)
    kept = _kept(database).get("successors", {})
    successors, replaced = found.succession(_before(database), kept)
    draft.resolve(found.concepts(), found.assigned_to(ids))
    return len(found), _notes(successors, replaced, {})


def notes(resolution: Resolution) -> dict[str, str]:
    """Return what the next builds and readers need to know of ids given up."""
    history = resolution.history
    undecided = {
        paper: names
        for paper, names in history.assigned.items()
        if resolution.concept_ids(paper) != names
    }
    return _notes(history.successors, resolution.replaced, undecided)


def _notes(
    successors: Successors, replaced: Successors, undecided: Mapping[str, Any]
) -> dict[str, str]:
    kept = {"successors": successors, "undecided": undecided}
    return {HISTORY: json.dumps(kept), REPLACED: json.dumps(replaced)}


def _kept(database: Database) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(database.note(HISTORY) or "{}")
    return kept


def _before(database: Database) -> Iterator[Given]:
    """Yield what entities were before a person's decisions, by paper id."""
    if not database.generation:
        return
    undecided = _kept(database).get("undecided", {})
    for id_, names in database.corpus().concept_ids():
        yield id_, undecided.get(id_, names)


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
        return decide(found.resolution(), taken.overrides, history(database))
