"""``export``: the graph as a file."""

from typing import Annotated

import typer

from scholargraph.cli.shared import Graph, Output


def export(
    *,
    graph: Graph,
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar="FORMAT", help="jsonld, ntriples, rdfxml or turtle."
        ),
    ],
    output: Output = "-",
) -> None:
    """Write the graph as RDF."""
    from scholargraph import rdf
    from scholargraph.cli.console import binary_output
    from scholargraph.errors import UnknownNameError
    from scholargraph.knowledge_graph import open_graph

    if to not in rdf.FORMATS:
        raise UnknownNameError("export format", to, rdf.FORMATS)
    with open_graph(graph) as opened, binary_output(output) as stream:
        rdf.write(opened.triples(), stream, to, base=opened.base)
