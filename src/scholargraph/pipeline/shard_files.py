"""The shards that a user names: all of one extractor, every run of them whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scholargraph.database import Input
from scholargraph.errors import ShardError, reason
from scholargraph.shards import Part, Shard, open_shard

PATTERN: Final = "part-*.parquet"
MOST: Final = 5  # missing shards that are named


@dataclass(frozen=True, slots=True)
class Shards:
    """Runs of shards, each whole and in order, and the extractor of them all."""

    runs: tuple[tuple[Shard, ...], ...]

    @property
    def extractor(self) -> str:
        """What read the papers."""
        return self.runs[0][0].heading.extractor

    def __iter__(self) -> Iterator[Shard]:
        """Yield the shards, run by run."""
        return (shard for run in self.runs for shard in run)

    def inputs(self) -> Iterator[tuple[Part, tuple[Shard, ...]]]:
        """Yield the last part of each input, and the shards with its rows."""
        for run in self.runs:
            began: list[Shard] = []
            for shard in run:
                for part in shard.heading.parts:
                    began.append(shard)
                    if part.total is not None:
                        yield part, tuple(began)
                        began = []


def place(folder: Path, number: int) -> Path:
    """
    Return where a run has its shard of some number.

    >>> place(Path("out"), 3).as_posix()
    'out/part-00003.parquet'
    """
    return folder / PATTERN.replace("*", f"{number:05}")


def open_shards(names: Sequence[str]) -> Shards:
    """
    Return the shards that files are, and those in folders.

    Raises
    ------
    ShardError
        Where one cannot be read, is of another extractor than the others, or there
        twice, or a run lacks some, or two runs read other rows under one path.

    """
    runs: dict[str, dict[int, Shard]] = {}
    first: Shard | None = None
    for path in _paths(names):
        shard = open_shard(path)
        first = first or shard
        if shard.heading.extractor != first.heading.extractor:
            what = (
                f"was read by {shard.heading.extractor},"
                f" and {first.path} by {first.heading.extractor}"
            )
            raise ShardError(path, what)
        run = runs.setdefault(shard.heading.run, {})
        other = run.setdefault(shard.heading.shard, shard)
        if other is not shard:
            raise ShardError(path, f"is the same shard as {other.path}")
    shards = Shards(tuple(_whole(run) for run in runs.values()))
    _require_one_content(shards)
    return shards


def _paths(names: Sequence[str]) -> Iterator[Path]:
    for name in names:
        path = Path(name)
        try:
            found = sorted(path.glob(PATTERN)) if path.is_dir() else [path]
        except OSError as error:
            raise ShardError(name, reason(error)) from error
        if not found:
            raise ShardError(name, f"holds no shards ({PATTERN})")
        yield from found


def _whole(run: dict[int, Shard]) -> tuple[Shard, ...]:
    shards = tuple(run[number] for number in sorted(run))
    first = shards[0]
    number = first.heading.shards
    missing = [n for n in range(number) if n not in run]
    if missing:
        names = ", ".join(place(Path(), n).name for n in missing[:MOST])
        more = ", …" if len(missing) > MOST else ""
        what = (
            f"of the run's {number:,} shards {len(missing):,} are not there"
            f" ({names}{more}); run `extract` again, and name them all"
        )
        raise ShardError(first.path.parent, what)
    _require_order(shards)
    return shards


def _require_one_content(shards: Shards) -> None:
    """Raise ShardError where an input of one run would replace that of another."""
    known: dict[str, tuple[Input, Path]] = {}
    for part, found in shards.inputs():
        now, path = part.input, found[-1].path
        before, first = known.setdefault(now.path, (now, path))
        if (now.content, now.reading) != (before.content, before.reading):
            what = f"has other rows of {now.name} than {first}; rename one input"
            raise ShardError(path, what)


def _require_order(shards: Sequence[Shard]) -> None:
    """Raise ShardError unless each shard goes on where the one before it ends."""
    expected = 0
    for shard in shards:
        for part in shard.heading.parts:
            if part.first != expected or part.total not in {None, part.end}:
                raise ShardError(shard.path, "does not follow the shard before it")
            expected = 0 if part.total is not None else part.end
    if expected:
        raise ShardError(shards[-1].path, "ends before its input does")
