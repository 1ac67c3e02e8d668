"""A run: inputs are cut into shards, and an engine reads those that are missing."""

import json
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from scholargraph.database import Input
from scholargraph.distributed.place import Place
from scholargraph.distributed.plan import Plan, load_plan, run_of
from scholargraph.distributed.staging import find_inputs, stage
from scholargraph.distributed.task import Done, Task
from scholargraph.errors import InputError, ScholargraphError, ShardError
from scholargraph.pipeline.progress import Progress, Silent
from scholargraph.pipeline.workers import loaded
from scholargraph.shards import open_shard
from scholargraph.whole_files import Files

# Reads the shards of some numbers, and tells of each that is done on the way.
Engine = Callable[[Task, Sequence[int], Callable[[int], None]], list[Done]]
# A minute of a core: what a kill costs, for each process that was at work.
SIZE: Final = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What a run came to.

    Of its ``shards`` the last start read ``read``, with extractions from ``papers``
    papers; ``failed`` counts the rows that nothing was extracted from, and
    ``problems`` are those of whole inputs.
    """

    shards: int
    rows: int
    read: int
    papers: int
    failed: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """
    What to read and where to: by default with the shipped model.

    ``size`` is the number of rows of a shard, by default that of the run that goes
    on, or ``SIZE``.
    """

    names: Sequence[str]
    out: Path
    format_name: str | None = None
    model: Path | None = None
    size: int | None = None
    progress: Progress = field(default_factory=Silent)

    def extract(self, engine: Engine) -> Outcome:
        """
        Read the papers into shards; those that are there already are kept.

        Raises
        ------
        InputError
            Where an input cannot be opened, or ``out`` is of another run.
        ScholargraphError
            Where shards are missing in the end; the others are there.

        """
        self.progress.stage("loading the extractor")
        extractor = loaded(self.model).name
        inputs = find_inputs(self.names, self.format_name)
        place = Place(self.out.resolve())
        with place.held():
            plan = load_plan(place.plan)
            if plan is None:
                size = self.size or SIZE
                plan = self._staged(place, Plan(extractor, size, inputs))
            self._require_same(place, plan, inputs, extractor)
            missing = self._missing(place, plan)
            if not all(place.staged(number).is_file() for number in missing):
                plan = self._staged(place, plan)
            papers = self._read(place, plan, missing, engine)
            failed = _list_failed(place, plan)
            place.forget_staged()
        outcome = (len(missing), papers, failed, plan.problems)
        return Outcome(plan.shards, plan.rows, *outcome)

    def _staged(self, place: Place, plan: Plan) -> Plan:
        return stage(place, plan, format_name=self.format_name, progress=self.progress)

    def _require_same(
        self, place: Place, plan: Plan, inputs: tuple[Input, ...], extractor: str
    ) -> None:
        if plan.extractor != extractor:
            what = f"holds what {plan.extractor} read, and this is {extractor}"
        elif self.size not in {None, plan.size}:
            what = f"holds shards of {plan.size:,} rows, not of {self.size:,}"
        elif plan.run != run_of(extractor, plan.size, inputs):
            what = "holds extractions of other inputs"
        else:
            return
        raise InputError(place.path, f"{what}; name a new folder")

    def _missing(self, place: Place, plan: Plan) -> list[int]:
        missing = []
        for number in range(plan.shards):
            path = place.shard(number)
            try:
                shard = open_shard(path)
                if shard.heading.run == plan.run:
                    deque(shard.rows(), maxlen=0)  # its pages may be damaged
                    continue
                self.progress.warn(f"{path}: is of another run; made again")
            except ShardError as error:
                if path.exists():
                    self.progress.warn(f"{error}; made again")
            missing.append(number)
        return missing

    def _read(
        self, place: Place, plan: Plan, missing: Sequence[int], engine: Engine
    ) -> int:
        if not missing:
            return 0
        rows = sum(plan.count(number) for number in missing)
        self.progress.stage("extracting", rows)
        model = None if self.model is None else str(self.model.resolve())
        task = Task(str(place.path), plan.run, plan.shards, plan.extractor, model)
        done = engine(
            task, missing, lambda number: self.progress.advance(plan.count(number))
        )
        faults = [item.fault for item in done if item.fault is not None]
        if faults:
            what = f"{len(faults):,} of {plan.shards:,} shards are missing: {faults[0]}"
            raise ScholargraphError(place.path, what)
        return sum(item.papers for item in done)


def _list_failed(place: Place, plan: Plan) -> int:
    """Write the list of rows that nothing was extracted from; return their number."""
    number = 0
    with Files() as files, files.open(place.failed) as stream:
        for shard in map(place.shard, range(plan.shards)):
            for failure in open_shard(shard).failures():
                line = json.dumps(failure._asdict(), ensure_ascii=False)
                stream.write(line.encode() + b"\n")
                number += 1
    return number
