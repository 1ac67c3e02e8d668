"""Cutting inputs into shards that are still to be read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from scholargraph.database import Input
from scholargraph.distributed.place import Place
from scholargraph.distributed.plan import Plan, to_text
from scholargraph.errors import InputError
from scholargraph.model import Paper, Reject
from scholargraph.pipeline.hearing import heard
from scholargraph.pipeline.progress import Progress
from scholargraph.pipeline.reading import Opened, input_of, records
from scholargraph.shards import Heading, Part, Row, write_shard

Chunk = tuple[list[Row], list[Part]]


def find_inputs(names: Sequence[str], format_name: str | None) -> tuple[Input, ...]:
    """
    Return the inputs that files are, each once.

    Raises
    ------
    InputError
        Where one cannot be opened, or can be read only once.

    """
    found: dict[str, Input] = {}
    for name in names:
        input_ = input_of(name, format_name)
        if input_ is None:
            what = "can be read only once, and a run must be able to start again"
            raise InputError(name, f"{what}; store it in a file")
        found.setdefault(input_.path, input_)
    return tuple(found.values())


def stage(
    place: Place, plan: Plan, *, format_name: str | None, progress: Progress
) -> Plan:
    """
    Write the rows of the plan's inputs, and then the plan with what came of it.

    Raises
    ------
    InputError
        Where nothing can be read of any input.

    """
    place.forget_staged()
    place.to_read.mkdir()
    shards = rows = 0
    problems: list[str] = []
    progress.stage("reading")
    for number, (chunk, parts) in enumerate(
        _chunks(plan.inputs, plan.size, format_name)
    ):
        heading = Heading(plan.run, number, 0, plan.extractor, tuple(parts))
        write_shard(place.staged(number), heading, chunk)
        shards, rows = number + 1, rows + len(chunk)
        progress.advance(len(chunk))
        found = [f"{p.input.name}: {p.input.problem}" for p in parts if p.input.problem]
        problems.extend(found)
        for problem in found:
            progress.warn(problem)
    if not rows:
        place.forget_staged()
        raise InputError(place.path, "nothing to extract: no input could be read")
    staged = replace(plan, shards=shards, rows=rows, problems=tuple(problems))
    place.write(place.plan, to_text(staged))
    return staged


@dataclass(slots=True)
class _Input:
    """An input's rows, and after them what was said and why they end early."""

    input: Input
    format_name: str | None
    problem: str | None = None
    warnings: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Paper | Reject]:
        file = Path(self.input.name)
        opened = Opened(self.input, file, copied=False)
        taken = 0
        with heard(self.warnings):
            try:
                for row in records(opened, self.format_name):
                    yield row
                    taken += 1
            except InputError as error:
                known = f"; known: {', '.join(error.known)}" if error.known else ""
                # As a graph folder has it: in short where some of it was read.
                self.problem = error.what if taken else error.what + known

    def part(self, first: int, end: int) -> Part:
        """Return the last part of the input."""
        input_ = replace(self.input, problem=self.problem)
        return Part(input_, first, end - first, end, tuple(self.warnings))


def _chunks(
    inputs: Sequence[Input], size: int, format_name: str | None
) -> Iterator[Chunk]:
    rows: list[Row] = []
    parts: list[Part] = []
    for input_ in inputs:
        first = end = 0
        walk = _Input(input_, format_name)
        for record in walk:
            if len(rows) == size:
                if end > first:
                    parts.append(Part(input_, first, end - first))
                yield rows, parts
                rows, parts, first = [], [], end
            rows.append(Row(record))
            end += 1
        parts.append(walk.part(first, end))
    yield rows, parts
