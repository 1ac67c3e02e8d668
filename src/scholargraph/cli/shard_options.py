"""The options of ``extract`` that write shards, and what goes with what."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from scholargraph.distributed.run import Engine, Outcome, Run
    from scholargraph.pipeline.progress import Progress


class EngineName(StrEnum):
    """What can read shards."""

    PROCESSES = "processes"
    SPARK = "spark"


Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Write shards for `build --from-extractions` into this folder instead; a"
        " run that was stopped goes on where it was.",
    ),
]
EngineOption = Annotated[
    EngineName | None,
    typer.Option(
        "--engine",
        help="What reads the shards: processes of this machine, or a Spark cluster.",
        show_default=False,
    ),
]
Master = Annotated[
    str | None,
    typer.Option("--master", metavar="URL", help="The cluster: spark://HOST:7077."),
]
ShardSize = Annotated[
    int | None,
    typer.Option(
        "--shard-size", min=1, metavar="ROWS", help="Rows of a shard; else 1,000."
    ),
]


def refuse(given: Mapping[str, object], what: str) -> None:
    """Raise BadParameter for the first option that has a value."""
    for name, value in given.items():
        if value:
            raise typer.BadParameter(what, param_hint=name)


def check_engine(
    engine: EngineName | None, master: str | None, jobs: int | None
) -> None:
    """Raise BadParameter where the options do not go together."""
    if engine is not EngineName.SPARK:
        refuse({"--master": master}, "goes with --engine spark alone")
        return
    refuse({"--jobs": jobs}, "does not go with --engine spark")
    if master is None:
        raise typer.BadParameter("needs --master URL", param_hint="--engine spark")


def write_shards(run: "Run", master: str | None, jobs: int | None) -> None:
    """Read the papers of files into shards, and tell what became of it."""
    from dataclasses import replace

    from scholargraph.cli.bar import Bar
    from scholargraph.cli.console import say

    with Bar() as bar:
        outcome = replace(run, progress=bar).extract(_engine(run, master, jobs, bar))
    for line in _summary(run.out, outcome):
        say(line)
    if outcome.problems:
        raise typer.Exit(1)


def _engine(
    run: "Run", master: str | None, jobs: int | None, progress: "Progress"
) -> "Engine":
    if master is None:
        from scholargraph.distributed.processes import processes

        return processes(jobs)
    from scholargraph.distributed.spark import spark

    return spark(master, run.out / "spark.log", progress.warn)


def _summary(out: Path, outcome: "Outcome") -> list[str]:
    kept = outcome.shards - outcome.read
    return [
        f"{out}: {outcome.rows:,} rows in {outcome.shards:,} shards",
        f"  read        {outcome.read:,} shards, {outcome.papers:,} papers"
        + (f"; {kept:,} shards were there" if kept else ""),
        f"  failed      {outcome.failed:,} {'row' if outcome.failed == 1 else 'rows'}"
        + (", in failed.jsonl" if outcome.failed else ""),
    ]
