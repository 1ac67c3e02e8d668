"""``view``: the graph as a page to look at."""

from typing import Annotated

import typer

from scholargraph.cli.shared import Graph


def view(
    *,
    graph: Graph,
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="The page to write.")
    ],
    around: Annotated[
        str | None,
        typer.Option(
            "--around", metavar="NAME", help="Only what is near a concept or a paper."
        ),
    ] = None,
    depth: Annotated[
        int, typer.Option("--depth", min=1, help="Steps from paper to paper.")
    ] = 1,
    task: Annotated[
        str | None,
        typer.Option("--task", metavar="NAME", help="Only papers on a task."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Only papers from then on."),
    ] = None,
    top: Annotated[
        int | None, typer.Option("--top", min=1, help="Only the best connected papers.")
    ] = None,
) -> None:
    """
    Write the graph as an interactive page.

    It is one file, which needs no network.
    """
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from scholargraph.cli.console import binary_output, say
    from scholargraph.html import Selection, write_page
    from scholargraph.knowledge_graph import open_graph

    selection = Selection(around=around, depth=depth, task=task, since=since, top=top)
    with open_graph(graph) as opened:
        title = graph.resolve().name
        with TemporaryDirectory() as folder:
            place = Path(folder) / "page.html" if output == "-" else output
            page = write_page(opened, place, selection=selection, title=title)
            if output == "-":
                with binary_output("-") as stream:
                    stream.write(page.path.read_bytes())
    left_out = f", {page.left_out:,} left out" if page.left_out else ""
    say(
        f"{output}: {page.papers:,} papers{left_out}, {page.concepts:,} concepts,"
        f" {page.size / 1e6:.1f} MB"
    )
