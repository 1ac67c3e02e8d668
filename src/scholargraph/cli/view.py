"""``view``: the graph as a page to look at, or another picture of it."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from scholargraph.cli.shared import Graph

if TYPE_CHECKING:
    from scholargraph.knowledge_graph import KnowledgeGraph

# What each picture can be asked for, and the network, which has no name.
_OPTIONS: Final[Mapping[str | None, tuple[str, ...]]] = MappingProxyType(
    {
        None: ("around", "depth", "task", "since", "top"),
        "timeline": ("kind", "top"),
        "matrix": ("top",),
        "results": ("dataset", "metric"),
        "co-use": ("kind", "top"),
    }
)
_IMAGES: Final = frozenset({".svg", ".png", ".pdf"})


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
        int | None,
        typer.Option(
            "--depth",
            min=1,
            help="With --around: steps from paper to paper; by default 1.",
        ),
    ] = None,
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

    network = {"around": around, "depth": depth, "task": task, "since": since}
    other = {"kind": kind, "dataset": dataset, "metric": metric}
    given = {**network, **other, "top": top}
    chosen = {name: value for name, value in given.items() if value is not None}
    _check(chosen, picture)
    _check_output(output, picture)
    with open_graph(graph) as opened:
        if picture is not None:
            _write_picture(opened, picture, output, chosen)
        else:
            _write_network(opened, graph.resolve().name, output, chosen)


def _check(chosen: dict[str, Any], picture: str | None) -> None:
    """Refuse options that would do nothing."""
    # A picture of another name is told of where it is looked up.
    unused = [name for name in chosen if name not in _OPTIONS.get(picture, chosen)]
    if unused:
        what = f"picture {picture!r}" if picture is not None else "network"
        raise typer.BadParameter(
            f"does not go with the {what}", param_hint=f"--{unused[0]}"
        )
    if "depth" in chosen and "around" not in chosen:
        raise typer.BadParameter("goes with --around alone", param_hint="--depth")


def _check_output(output: str, picture: str | None) -> None:
    """Refuse a folder, in the words of other commands, and a page named an image."""
    from scholargraph.errors import ScholargraphError

    if Path(output).is_dir():
        raise ScholargraphError(output, "Is a directory")
    if picture is None and Path(output).suffix.lower() in _IMAGES:
        what = "the network is a page: name it .html, or choose a --picture"
        raise ScholargraphError(output, what)


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
