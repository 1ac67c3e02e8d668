"""``train``: a new extractor."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from scholargraph.cli.shared import Gold


def train(
    gold: Gold,
    *,
    into: Annotated[
        Path, typer.Option("--into", metavar="FOLDER", help="The new model's folder.")
    ],
    held_out: Annotated[
        Path | None,
        typer.Option(
            "--held-out",
            metavar="GOLD",
            help="Annotated papers to choose thresholds on; by default some of GOLD.",
        ),
    ] = None,
    silver: Annotated[
        Path | None,
        typer.Option(
            "--silver",
            metavar="JSONL",
            help="What `extract` gave for other papers, to learn from first.",
        ),
    ] = None,
    encoder: Annotated[
        Path | None,
        typer.Option("--encoder", metavar="FILE", help="The encoder's package."),
    ] = None,
    epochs: Annotated[
        int,
        typer.Option(
            "--epochs",
            min=1,
            help="Times to go through GOLD (after --silver in each of two runs).",
        ),
    ] = 10,
    seed: Annotated[int, typer.Option("--seed", help="Of all that is drawn.")] = 1,
) -> None:
    """Train the extractor anew; needs PyTorch (the extra `train`)."""
    from scholargraph.cli.console import say
    from scholargraph.errors import ScholargraphError

    try:
        from scholargraph.training import loop
        from scholargraph.training.train import Sources
        from scholargraph.training.train import train as run
    except ModuleNotFoundError as error:
        what = f"needs {error.name}; install scholargraph[train]"
        raise ScholargraphError("train", what) from error

    def report(figures: Mapping[str, Any]) -> None:
        say(", ".join(_figures(figures)))

    plan, sources = (
        loop.Plan(epochs=epochs, seed=seed),
        Sources(held_out, silver, encoder),
    )
    folder = run(gold, into, plan=plan, sources=sources, report=report)
    say(f"{folder}: trained; build and extract take it as --model {folder}")


def _figures(figures: Mapping[str, Any], group: str = "") -> Iterator[str]:
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from _figures(value, f"{name} ")
        else:
            shown = f"{value:.3f}" if isinstance(value, float) else value
            yield f"{group}{name} {shown}"
