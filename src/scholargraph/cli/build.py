"""``build``: from files to a graph folder."""

from pathlib import Path
from typing import Annotated

import typer

from scholargraph.cli.shared import Format, Jobs, LeastConfidence, Model


def build(
    *,
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT", help="Files; - is stdin.")
    ],
    into: Annotated[
        Path, typer.Option("--into", metavar="KG", help="The graph folder.")
    ],
    format_name: Format = None,
    base: Annotated[
        str | None,
        typer.Option(
            "--base",
            metavar="IRI",
            help="The address that data stand under; kept for the next builds.",
        ),
    ] = None,
    authorities: Annotated[
        list[Path] | None,
        typer.Option(
            "--authority",
            metavar="FILE",
            help="Link concepts to this name list (TSV or SKOS); kept likewise.",
        ),
    ] = None,
    jobs: Jobs = None,
    model: Model = None,
    min_confidence: LeastConfidence = None,
    from_extractions: Annotated[
        bool,
        typer.Option(
            "--from-extractions",
            help="The inputs are shards that `extract --out` wrote, or their folders.",
        ),
    ] = False,
    prune: Annotated[
        bool,
        typer.Option(
            "--prune", help="Forget the files of earlier builds that are not named."
        ),
    ] = False,
) -> None:
    """
    Add papers to a graph folder, and publish it.

    Only new and changed papers are extracted from. A build that was stopped goes on
    where it was.
    """
    if from_extractions and format_name is not None:
        raise typer.BadParameter("--format does not go with --from-extractions")
    from scholargraph.cli.bar import Bar
    from scholargraph.cli.console import say
    from scholargraph.cli.summary import summary
    from scholargraph.pipeline.build import build as run
    from scholargraph.pipeline.work import Options

    options = Options(
        format_name=format_name,
        base=base,
        jobs=jobs,
        model=model,
        authorities=None if authorities is None else tuple(authorities),
        prune=prune,
        from_extractions=from_extractions,
        min_confidence=min_confidence,
    )
    with Bar() as bar:
        manifest = run(inputs, into, options=options, progress=bar)
    for line in summary(into, manifest):
        say(line)
    if manifest.unread:
        raise typer.Exit(1)
