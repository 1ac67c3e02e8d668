"""``check``: whether a graph folder is whole, and mending it."""

from typing import Annotated

import typer

from scholargraph.cli.shared import Graph


def check(
    graph: Graph,
    *,
    repair: Annotated[
        bool, typer.Option("--repair", help="Make anew what can be made anew.")
    ] = False,
) -> None:
    """
    Check that a graph folder is whole.

    Database, store and manifest are compared with each other. The exit status is 0
    where nothing is wrong, or is any more, and 1 otherwise.
    """
    from scholargraph.cli.console import put, say
    from scholargraph.pipeline.checking import check as run

    found = run(graph, repair=repair)
    for finding in found:
        mended = "; mended" if finding.repaired else ""
        put(f"{finding.where}: {finding.what}{mended}")
    left = sum(not finding.repaired for finding in found)
    if not left:
        say(f"{graph}: whole")
        return
    if not repair and all(finding.repair for finding in found):
        say(f"{graph}: `check --repair` mends this")
    raise typer.Exit(1)
