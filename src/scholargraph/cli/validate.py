"""``validate``: whether a graph is as the ontology's shapes say."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from scholargraph.shapes import Report


def validate(
    *,
    graph: Annotated[
        Path,
        typer.Argument(
            metavar="KG", help="A graph folder that `build` made, or a file of RDF."
        ),
    ],
    format_name: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="table or json.")
    ] = "table",
    limit: Annotated[
        int,
        typer.Option("--limit", min=1, help="Violations of one sort to list at most."),
    ] = 20,
) -> None:
    """
    Check a graph against the ontology's shapes.

    The exit status is 0 where it conforms and 1 where it does not; then what is wrong
    is listed, by what is asked for.
    """
    from scholargraph.cli.console import put, put_json, say
    from scholargraph.errors import UnknownNameError
    from scholargraph.shapes import FORMATS, to_json, to_text

    if format_name not in FORMATS:
        raise UnknownNameError("report format", format_name, FORMATS)
    report = _report(graph, limit)
    if format_name == "json":
        put_json(to_json(report))
    elif not report.conforms:
        put(to_text(report))
    size = f"{report.triples:,} triples"
    if report.conforms:
        say(f"{graph}: conforms; {size} checked")
        return
    sorts = f"{len(report.findings)} sort{'s' * (len(report.findings) > 1)}"
    say(f"{graph}: does not conform; {size}, {report.count:,} wrong, of {sorts}")
    raise typer.Exit(1)


def _report(graph: Path, limit: int) -> "Report":
    from scholargraph.knowledge_graph import open_graph
    from scholargraph.pipeline.workers import cores
    from scholargraph.shapes import check, read_store

    threads = cores()
    if graph.is_file():
        return check(read_store(graph), limit=limit, threads=threads)
    with open_graph(graph) as opened:
        return check(opened.store, base=opened.base, limit=limit, threads=threads)
