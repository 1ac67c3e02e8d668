"""Shards of extractions, in the place of input files and of the extractor."""

import logging
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Final

from scholargraph.database import Draft, Input, content_hash
from scholargraph.errors import InputError, ShardError
from scholargraph.model import Paper, Reject
from scholargraph.pipeline.reading import Taken, counted, taken
from scholargraph.pipeline.shard_files import Shards
from scholargraph.pipeline.work import Work
from scholargraph.pipeline.workers import loaded
from scholargraph.shards import Part, Row, Shard

BATCH: Final = 256
_LOG: Final = logging.getLogger(__name__)


def require_extractor(work: Work, shards: Shards) -> None:
    """
    Raise ShardError where the folder has papers that another extractor reads.

    One graph is of one extractor: what the shards lack must be read by theirs.
    """
    if work.database.note("extractor") == shards.extractor:
        return
    known = {item.path for item in work.database.inputs}
    if known - {part.input.path for part, _ in shards.inputs()}:
        _require_model(work, shards)


def read_shards(shards: Shards, work: Work) -> Taken:
    """Store what the inputs of shards hold; return what is wrong with whole inputs."""
    inputs = (
        (part.input.name, part.input.path, partial(_store, part, found, work))
        for part, found in shards.inputs()
    )
    return taken(inputs, work.progress)


def _store(last: Part, shards: tuple[Shard, ...], work: Work) -> Input:
    known = work.database.inputs.known(last.input)
    if known is not None:
        return known
    rows = counted(_records(last, shards), work.progress)
    return work.database.inputs.replace(last.input, rows)


def _records(last: Part, shards: tuple[Shard, ...]) -> Iterator[Paper | Reject]:
    """Yield an input's rows as if they were read now, and end as the reading did."""
    for shard in shards:
        start = 0
        for part in shard.heading.parts:
            if part.input.path == last.input.path:
                yield from islice(shard.records(), start, start + part.count)
            start += part.count
    for warning in last.warnings:
        _LOG.warning("%s", warning)
    if last.input.problem is not None:
        raise InputError(last.input.name, last.input.problem)


def take_extractions(work: Work, draft: Draft, shards: Shards) -> tuple[int, bool]:
    """
    Store what was read from the draft's papers; return from how many, and if from all.

    Papers that the extractor failed on are told of as if it had failed now.
    """
    failed: dict[str, str] = {}
    number = 0
    for shard in shards:
        number += _take(shard, work, draft, failed)
    if draft.unread_count() > len(failed):
        _require_model(work, shards)
        return number, False
    for paper in draft.unread() if failed else ():
        failure = failed.get(content_hash(paper))
        if failure is not None:
            work.warnings.append(f"{paper.id}: {failure}")
            work.progress.warn(f"{paper.id}: {failure}")
    return number, True


def _take(shard: Shard, work: Work, draft: Draft, failed: dict[str, str]) -> int:
    walk, number = shard.rows(), 0
    while rows := list(islice(walk, BATCH)):
        found = _by_content(rows)
        wanted = draft.wanted(found)
        pairs, at_once = [], 0
        for content in sorted(wanted):
            paper, row = found[content]
            if row.extraction is not None:
                pairs.append((paper, row.extraction))
                # Another run may have failed on it, and told of it so.
                at_once -= failed.pop(content, None) is not None
            elif row.failure is not None:
                at_once += content not in failed
                failed.setdefault(content, row.failure)
            else:
                raise ShardError(shard.path, f"lacks what was read from {paper.id}")
        work.database.add_extractions(pairs)
        work.progress.advance(len(pairs) + at_once)
        number += len(pairs)
    return number


def _by_content(rows: list[Row]) -> dict[str, tuple[Paper, Row]]:
    found: dict[str, tuple[Paper, Row]] = {}
    for row in rows:
        if isinstance(row.record, Paper):
            found.setdefault(content_hash(row.record), (row.record, row))
    return found


def _require_model(work: Work, shards: Shards) -> None:
    name = loaded(work.options.model).name
    if name != shards.extractor:
        what = (
            f"was read by {shards.extractor}, and the folder's other papers are read"
            f" by {name}; name a new folder, or extract again"
        )
        raise ShardError(next(iter(shards)).path, what)
