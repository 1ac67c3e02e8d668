"""
Checking a graph folder: whether database, store and manifest agree, and mending them.

What was read and extracted is in the database alone. The store and the manifest are
made from it, so they can be made again; of the database itself only extractions can,
by the next build. Of a damaged one what can be read is saved, and the next build reads
the rest from the inputs again.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import Quad

from scholargraph import store
from scholargraph.database import Database, faults, salvage
from scholargraph.errors import (
    DamageError,
    FolderError,
    InputError,
)
from scholargraph.knowledge_graph import open_graph
from scholargraph.pipeline.folder import Folder, sync
from scholargraph.pipeline.manifest import (
    load_manifest,
    restored_manifest,
    write_manifest,
)
from scholargraph.resolve import read_overrides

# Returns what there is to say of it besides.
Repair = Callable[[Folder], str]

MOST = 10  # damaged papers that are named one by one


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be, and what mends it, if anything does."""

    where: str
    what: str
    repair: Repair | None = None
    repaired: bool = False


def check(path: Path, *, repair: bool = False) -> tuple[Finding, ...]:
    """
    Return what is wrong with a graph folder, mended if it can be and is asked for.

    Raises
    ------
    FolderError
        Where there is no graph folder, or a build is at work that repair must not
        disturb.

    """
    folder = Folder(path)
    if not folder.database.is_file():
        raise FolderError(path, "is no graph folder; `build` makes one")
    if not repair:
        return tuple(_findings(folder))
    with folder.building():
        return tuple(_mended(finding, folder) for finding in _findings(folder))


def _mended(finding: Finding, folder: Folder) -> Finding:
    if finding.repair is None:
        return finding
    said = finding.repair(folder)
    return replace(finding, what=finding.what + said, repaired=True)


def _findings(folder: Folder) -> Iterator[Finding]:
    """Yield what is wrong, in the order in which it must be mended."""
    try:
        with faults(folder.database), Database.read(folder.database) as database:
            problems = [
                Finding(str(folder.database), f"is damaged ({problem})", _save)
                for problem in database.problems()[:1]
            ]
            if not problems and not database.generation:
                what = "holds no published graph yet; run build again"
                problems = [Finding(str(folder.database), what)]
            damaged = [] if problems else list(_damaged(database))
    except FolderError as error:
        problems, damaged = [_of_refusal(error)], []
    yield from problems or damaged
    yield from _of_overrides(folder)
    if problems:  # nothing can be made from it, or compared with it
        return
    if not damaged:
        yield from _of_store(folder)
    yield from _of_manifest(folder)


def _of_refusal(error: FolderError) -> Finding:
    if isinstance(error, DamageError):
        return Finding(error.where, f"is damaged ({error.__cause__})", _save)
    return Finding(error.where, error.what)


def _save(folder: Folder) -> str:
    try:
        before = f" of {load_manifest(folder).counts['papers']:,}"
    except (FolderError, KeyError):
        before = ""
    folder.scratch.mkdir(exist_ok=True)
    saved = salvage(folder.database, folder.scratch)
    sync(folder.path)
    return (
        f"; {saved.papers:,}{before} papers were saved, {saved.extractions:,} of them"
        f" with what was read from them (the damaged file is {saved.damaged.name});"
        " build from the same inputs for the rest"
    )


def _damaged(database: Database) -> Iterator[Finding]:
    found = list(database.corpus().damaged())
    for id_, what in found[:MOST]:
        yield Finding(f"paper {id_}", what, _forget(id_))
    for id_, _ in found[MOST:]:
        yield Finding(f"paper {id_}", "is damaged likewise", _forget(id_))


def _forget(paper_id: str) -> Repair:
    def forget(folder: Folder) -> str:
        with faults(folder.database), Database.open(folder.database) as database:
            database.forget_extraction(paper_id)
        return "; the next build reads it again"

    return forget


def _of_overrides(folder: Folder) -> Iterator[Finding]:
    try:
        read_overrides(folder.overrides)
    except InputError as error:
        yield Finding(error.where, error.what)


def _of_store(folder: Folder) -> Iterator[Finding]:
    what = _wrong_with_store(folder)
    if what is not None:
        yield Finding(str(folder.store), what, _rebuild)


def _wrong_with_store(folder: Folder) -> str | None:
    with open_graph(folder.path) as graph:
        if folder.current() not in {0, graph.generation}:
            return "shows another generation than the database"
        try:
            opened = graph.store
            count = 0
            for triple in graph.triples():
                count += 1
                if Quad(triple.subject, triple.predicate, triple.object) not in opened:
                    return f"lacks {triple}"
        except (FolderError, OSError, RuntimeError) as error:
            return getattr(error, "what", str(error))
        if len(opened) > count:
            return f"has {len(opened) - count:,} triples that the database has not"
    return None


def _rebuild(folder: Folder) -> str:
    folder.scratch.mkdir(exist_ok=True)
    draft = folder.scratch / "repaired"
    with open_graph(folder.path) as graph:
        generation = graph.generation
        store.build(graph.triples(), draft)
    if folder.store.is_dir() and not folder.store.is_symlink():
        shutil.rmtree(folder.store)
    draft.rename(folder.new_place(generation))
    folder.show(generation)
    return ""


def _of_manifest(folder: Folder) -> Iterator[Finding]:
    where = str(folder.manifest)
    try:
        manifest = load_manifest(folder)
    except FolderError as error:
        yield Finding(where, error.what, _describe)
        return
    with open_graph(folder.path) as graph:
        if manifest.generation != graph.generation:
            yield Finding(where, "is of another build than the database", _describe)
        elif manifest.counts.get("papers") != len(graph):
            yield Finding(where, "counts other papers than the database", _describe)


def _describe(folder: Folder) -> str:
    with faults(folder.database), Database.read(folder.database) as database:
        write_manifest(restored_manifest(database), folder)
    return ""
