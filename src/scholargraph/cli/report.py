"""``report``: the main figures and tables as a page to read."""

from typing import Annotated

import typer

from scholargraph.cli.shared import Graph


def report(
    *,
    graph: Graph,
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="The page to write.")
    ],
) -> None:
    """
    Write the main figures and tables as a page.

    It is one file to read or print, without scripts, which needs no network.
    """
    from scholargraph.cli.console import binary_output, say
    from scholargraph.knowledge_graph import open_graph
    from scholargraph.report import to_html

    with open_graph(graph) as opened:
        page = to_html(opened.frames, title=graph.resolve().name)
    data = page.encode("utf-8", errors="replace")
    with binary_output(output) as stream:
        stream.write(data)
    say(f"{output}: {len(data) / 1e3:,.0f} kB")
