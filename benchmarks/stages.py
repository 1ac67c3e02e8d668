"""
One stage of a build at a time, as a process of its own, for ``run``.

Run as ``python benchmarks/stages.py STAGE GRAPH_FOLDER [INPUT]``. What a stage leaves
in the folder is what the next one goes on from, as in ``scholargraph build``.
"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import named_queries

from scholargraph import query, vocab
from scholargraph.database import Database, Draft
from scholargraph.floor import USUAL
from scholargraph.knowledge_graph import open_graph
from scholargraph.pipeline.deciding import AUTHORITIES, decisions, store
from scholargraph.pipeline.deduplicating import deduplicate
from scholargraph.pipeline.folder import OVERRIDES, Folder
from scholargraph.pipeline.progress import Silent
from scholargraph.pipeline.publishing import publish
from scholargraph.pipeline.reading import read_inputs
from scholargraph.pipeline.resolving import Task
from scholargraph.pipeline.resolving import resolved as found_in
from scholargraph.pipeline.workers import batches, cores, loaded

# What the start leaves for all other stages, as a build loads an extractor once only,
# and resolution for publishing, beside the database.
EXTRACTOR = "extractor.txt"
LEFT = "resolved.json"


def idle(*_: object) -> None:
    """Do no more than every process does."""


def start(folder: Folder, *_: object) -> None:
    """Load the extractor."""
    (folder.path / EXTRACTOR).write_text(loaded(None).name, encoding="utf-8")


def read(folder: Folder, database: Database, source: str) -> None:
    """Read an input and merge duplicates."""
    folder.write(folder.overrides, OVERRIDES)
    read_inputs([source], database, folder, format_name=None, progress=Silent())
    deduplicate(database.inputs, draft_of(folder, database), folder)


def extract(folder: Folder, database: Database, *_: str) -> None:
    """Extract from all papers, over all cores."""
    draft = draft_of(folder, database)
    for batch in batches(draft.unread(), loaded(None), model=None, jobs=cores()):
        database.add_extractions(batch.pairs)


def resolved(folder: Folder, database: Database, *_: str) -> None:
    """Resolve concepts, over all cores."""
    draft, taken = draft_of(folder, database), decisions(folder, database)
    task = Task(database.path, explained=False, scratch=folder.scratch)
    found, _counts = found_in(draft.corpus(), task)
    _number, kept = store(draft, found, taken.overrides, database)
    left = {"base": vocab.BASE, AUTHORITIES: taken.note, **kept}
    (folder.path / LEFT).write_text(json.dumps(left), encoding="utf-8")


def published(folder: Folder, database: Database, *_: str) -> None:
    """Publish."""
    left: Mapping[str, str] = json.loads((folder.path / LEFT).read_text("utf-8"))
    publish(folder, database, draft_of(folder, database), left)


def queried(folder: Path) -> None:
    """Ask each named query once."""
    with open_graph(folder) as graph:
        for asked in query.queries():
            for values in named_queries.settings(graph, asked, 1):
                graph.query(asked.name, **values)


def draft_of(folder: Folder, database: Database) -> Draft:
    """Return the generation that is being made."""
    return database.draft((folder.path / EXTRACTOR).read_text("utf-8"), USUAL)


STAGES: Mapping[str, Callable[..., None]] = {
    "idle": idle,
    "start": start,
    "read": read,
    "extract": extract,
    "resolve": resolved,
    "publish": published,
}


def main(stage: str, path: Path, *source: str) -> None:
    """Do a stage."""
    if stage == "query":
        queried(path)
        return
    folder = Folder(path)
    with folder.building(), Database.open(folder.database) as database:
        STAGES[stage](folder, database, *source)


# Workers import this module too.
if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
