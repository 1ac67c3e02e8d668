"""The whole way from input files to a published graph folder."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from scholargraph import readers, vocab
from scholargraph.database import Database, Draft, faults
from scholargraph.errors import InputError
from scholargraph.floor import USUAL, Floor
from scholargraph.pipeline.deciding import (
    AUTHORITIES,
    Decisions,
    decisions,
    store,
)
from scholargraph.pipeline.deduplicating import deduplicate
from scholargraph.pipeline.folder import OVERRIDES, Folder
from scholargraph.pipeline.from_shards import (
    read_shards,
    require_extractor,
    take_extractions,
)
from scholargraph.pipeline.hearing import heard
from scholargraph.pipeline.manifest import Manifest, describe, write_manifest
from scholargraph.pipeline.progress import Progress, Silent
from scholargraph.pipeline.publishing import publish
from scholargraph.pipeline.reading import Taken, read_inputs
from scholargraph.pipeline.resolving import Task, resolved
from scholargraph.pipeline.shard_files import Shards, open_shards
from scholargraph.pipeline.work import Options, Work
from scholargraph.pipeline.workers import CHUNK, batches, cores, loaded


def build(
    inputs: Sequence[str],
    into: Path | str,
    *,
    options: Options | None = None,
    progress: Progress | None = None,
) -> Manifest:
    """
    Add files to a graph folder, which is made if there is none, and publish it.

    Only papers that are new or changed are extracted from. Equal inputs give equal
    graphs, whatever their order and in however many builds they were added. A build
    that is killed loses the papers it has in hand, and the next one goes on from
    there. The inputs may be shards of extractions that another machine made (see
    ``Options``): then no extractor is needed.

    Raises
    ------
    InputError
        Where none of the inputs can be read. Some that cannot are told of in the
        manifest's warnings.
    ShardError
        Where a shard is missing or not as it must be.
    FolderError
        Where the folder is in use, is no graph folder, or cannot be written.

    """
    chosen = options or Options()
    if chosen.format_name is not None:
        readers.find(chosen.format_name)
    shards = open_shards(inputs) if chosen.from_extractions else None
    folder = Folder(Path(into))
    with (
        folder.building(partial(_has_no_input, folder.database)),
        faults(folder.database),
        Database.open(folder.database) as database,
    ):
        work = Work(folder, database, chosen, progress or Silent())
        with heard(work.warnings):
            manifest = _build(work, inputs, shards)
        write_manifest(manifest, folder)
        return manifest


def _has_no_input(path: Path) -> bool:
    # On a full disk SQLite makes the file and can write nothing to it.
    if not path.exists() or not path.stat().st_size:
        return True
    with faults(path), Database.read(path) as database:
        return not any(database.inputs)


def _read(work: Work, inputs: Sequence[str], shards: Shards | None) -> None:
    if not work.folder.overrides.exists():
        work.folder.write(work.folder.overrides, OVERRIDES)
    with work.stage("read", "reading"):
        taken = _taken(work, inputs, shards)
    work.warnings.extend(taken.problems)
    work.unread = len(taken.problems)
    if len(taken.problems) >= len(taken.paths) and not any(work.database.inputs):
        raise InputError(work.folder.path, "nothing to build: no input could be read")
    if work.options.prune:
        _prune(work, taken)


def _taken(work: Work, inputs: Sequence[str], shards: Shards | None) -> Taken:
    if shards is not None:
        return read_shards(shards, work)
    return read_inputs(
        inputs,
        work.database,
        work.folder,
        format_name=work.options.format_name,
        progress=work.progress,
    )


def _prune(work: Work, taken: Taken) -> None:
    known = {item.path for item in work.database.inputs}
    if not taken.paths <= known:
        # A mistyped name must not cost what the right one gave.
        what = "nothing is forgotten: an input that is named was never read"
        raise InputError(work.folder.path, what)
    work.forgotten = work.database.inputs.keep_only(taken.paths)


def _build(work: Work, inputs: Sequence[str], shards: Shards | None) -> Manifest:
    # First what may be refused: then nothing was taken in, and no hour was lost.
    taken = decisions(work.folder, work.database, work.options.authorities)
    with work.stage("load", "loading the extractor"):
        extractor = _extractor(work, shards)
    _read(work, inputs, shards)
    draft = work.database.draft(extractor, _floor(work))
    with work.stage("deduplicate", "finding duplicates"):
        _deduplicate(work, draft)
    extracted = _extract(work, draft, shards)
    with work.stage("resolve", "resolving concepts"):
        counts, of_ids = _resolve(work, draft, taken)
    base = work.options.base or work.database.note("base") or vocab.BASE
    with work.stage("publish", "publishing"):
        kept = {"base": base, AUTHORITIES: taken.note, **of_ids}
        jobs = work.options.jobs
        changed = publish(work.folder, work.database, draft, kept, jobs=jobs)
    return describe(work, counts, extracted=extracted, changed=changed)


def _floor(work: Work) -> Floor:
    """Return how sure the graph wants what it takes: as is said now, or was once."""
    return work.options.floor or work.database.floor or USUAL


def _extractor(work: Work, shards: Shards | None) -> str:
    """Return the name of what reads the papers; shards need no model."""
    if shards is None:
        return loaded(work.options.model).name
    require_extractor(work, shards)
    return shards.extractor


def _deduplicate(work: Work, draft: Draft) -> None:
    found = deduplicate(work.database.inputs, draft, work.folder)
    work.merges = found.merges
    work.warnings.extend(found.warnings())


def _extract(work: Work, draft: Draft, shards: Shards | None) -> int:
    taken, is_all = 0, False
    with work.stage("extract", "extracting", draft.unread_count()):
        if shards is not None:
            taken, is_all = take_extractions(work, draft, shards)
        return taken if is_all else taken + _extract_here(work, draft)


def _extract_here(work: Work, draft: Draft) -> int:
    total = draft.unread_count()
    extracted = 0
    for batch in batches(
        draft.unread(),
        loaded(work.options.model),
        model=work.options.model,
        jobs=min(work.options.jobs or cores(), max(total // CHUNK, 1)),
    ):
        work.database.add_extractions(batch.pairs)
        for failure in batch.failures:
            work.warnings.append(failure)
            work.progress.warn(failure)
        work.progress.advance(len(batch))
        extracted += len(batch.pairs)
    return extracted


def _resolve(
    work: Work, draft: Draft, taken: Decisions
) -> tuple[dict[str, int], dict[str, str]]:
    """Store the concepts; return counts, and notes on the ids of concepts."""
    task = Task(
        work.database.path,
        taken.authorities,
        explained=False,
        scratch=work.folder.scratch,
    )
    found, counts = resolved(draft.corpus(), task, work.options.jobs)
    try:
        number, kept = store(draft, found, taken.overrides, work.database)
    except InputError as error:
        if not draft.floor.everything:
            raise
        what = f"{error.what}, at a least confidence of {draft.floor.everything:g}"
        raise InputError(error.where, what, error.known) from error
    return {**counts, "concepts": number}, kept
