"""``view``: the graph as a page to look at, or another picture of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scholargraph.cli.shared import Graph

if TYPE_CHECKING:
    from scholargraph.knowledge_graph import KnowledgeGraph


def view(
    *,
    graph: Graph,
    output: Annotated[
        str,
        typer.Option("-o", "--output", metavar="FILE", help="The file to write."),
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
        int | None,
        typer.Option(
            "--top",
            min=1,
            help="Only the best connected papers; of a picture, so many concepts.",
        ),
    ] = None,
    picture: Annotated[
        str | None,
        typer.Option(
            "--picture",
            metavar="NAME",
            help="Instead of the network: timeline, matrix, results or co-use, as"
            " .html, .svg or .png.",
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind", metavar="KIND", help="For timeline and co-use: of which kind."
        ),
    ] = None,
    dataset: Annotated[
        str | None,
        typer.Option("--dataset", metavar="NAME", help="For results: on which."),
    ] = None,
    metric: Annotated[
        str | None,
        typer.Option("--metric", metavar="NAME", help="For results: in which."),
    ] = None,
) -> None:
    """
    Write the graph as an interactive page, or another picture of it.

    It is one file, which needs no network.
    """
    from scholargraph.knowledge_graph import open_graph

    network = {"around": around, "task": task, "since": since}
    other = {"kind": kind, "dataset": dataset, "metric": metric}
    _check(network if picture else other, picture)
    with open_graph(graph) as opened:
        if picture is not None:
            _write_picture(opened, picture, output, {**other, "top": top})
            return
        chosen = {**network, "depth": depth, "top": top}
        _write_network(opened, graph.resolve().name, output, chosen)


def _check(unused: dict[str, str | None], picture: str | None) -> None:
    """Refuse options that would do nothing."""
    given = [name for name, value in unused.items() if value is not None]
    if given:
        what = f"picture {picture!r}" if picture else "network"
        raise typer.BadParameter(
            f"does not go with the {what}", param_hint=f"--{given[0]}"
        )


def _write_picture(
    opened: "KnowledgeGraph", name: str, output: str, chosen: dict[str, Any]
) -> None:
    from scholargraph.cli.console import binary_output, say
    from scholargraph.pictures import Choice, find, to_bytes

    make = find(name)
    data = to_bytes(
        make(opened.frames, Choice(**chosen)), Path(output).suffix.lower()[1:]
    )
    with binary_output(output) as stream:
        stream.write(data)
    say(f"{output}: {len(data) / 1e3:,.0f} kB")


def _write_network(
    opened: "KnowledgeGraph", title: str, output: str, chosen: dict[str, Any]
) -> None:
    from tempfile import TemporaryDirectory

    from scholargraph.cli.console import binary_output, say
    from scholargraph.html import Selection, write_page

    with TemporaryDirectory() as folder:
        place = Path(folder) / "page.html" if output == "-" else output
        page = write_page(
            opened.corpus, place, selection=Selection(**chosen), title=title
        )
        if output == "-":
            with binary_output("-") as stream:
                stream.write(page.path.read_bytes())
    left_out = f", {page.left_out:,} left out" if page.left_out else ""
    say(
        f"{output}: {page.papers:,} papers{left_out}, {page.concepts:,} concepts,"
        f" {page.size / 1e6:.1f} MB"
    )
