"""Arguments and options that several commands have, each defined once."""

from pathlib import Path
from typing import Annotated, Final

import typer

from scholargraph.floor import USUAL, Floor

Graph = Annotated[
    Path, typer.Argument(metavar="KG", help="A graph folder that `build` made.")
]
GOLD_HELP: Final = "Annotated papers: JSON lines, or a folder of brat files."
Gold = Annotated[Path, typer.Argument(metavar="GOLD", help=GOLD_HELP)]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="NAME",
        help="Read the input in this format (see `readers`) instead of detecting it.",
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", min=1, help="Worker processes; by default one a core."),
]
Model = Annotated[
    Path | None,
    typer.Option(
        "--model", metavar="FOLDER", help="Extract with a model that `train` made."
    ),
]
MinConfidence = Annotated[
    float,
    typer.Option(
        "--min-confidence",
        min=0.0,
        max=1.0,
        metavar="SHARE",
        help="Leave out what the extractor is less sure of.",
    ),
]


def _floor(text: str) -> Floor:
    try:
        return USUAL if text == "default" else Floor.of(float(text))
    except ValueError:
        what = f"{text} is neither from 0 to 1 nor 'default'"
        raise typer.BadParameter(what) from None


LeastConfidence = Annotated[
    Floor | None,
    typer.Option(
        "--min-confidence",
        parser=_floor,
        metavar="SHARE",
        help="Leave out of the graph what the extractor is less sure of; kept likewise."
        " 'default' leaves out results below 0.8 and nothing else.",
    ),
]
Output = Annotated[
    str,
    typer.Option("-o", "--output", metavar="FILE", help="Where to write; - is stdout."),
]
