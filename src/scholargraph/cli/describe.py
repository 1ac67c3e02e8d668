"""``describe``: what a graph is and how much it holds, for catalogues."""

from collections.abc import Sequence
from typing import Annotated

import typer

from scholargraph.cli.shared import Graph, Output


def describe(
    *,
    graph: Graph,
    output: Output = "-",
    title: Annotated[
        str | None,
        typer.Option("--title", help="What to call the graph; else its folder's name."),
    ] = None,
    licence: Annotated[
        str | None,
        typer.Option(
            "--license", metavar="URL", help="The licence that you publish it under."
        ),
    ] = None,
    endpoint: Annotated[
        str | None,
        typer.Option("--endpoint", metavar="URL", help="Where it answers SPARQL."),
    ] = None,
    dumps: Annotated[
        list[str] | None,
        typer.Option(
            "--dump", metavar="URL", help="Where a file of it is; may be repeated."
        ),
    ] = None,
) -> None:
    """
    Write a description of the graph in VoID and DCAT, as Turtle.

    It has the numbers of triples, of each class and property, the vocabularies used,
    where the papers came from, and what read them.
    """
    from scholargraph.cli.console import binary_output
    from scholargraph.description import About, describe, to_turtle
    from scholargraph.knowledge_graph import open_graph
    from scholargraph.pipeline.folder import Folder
    from scholargraph.pipeline.manifest import load_manifest

    for option, addresses in (
        ("--license", [licence]),
        ("--endpoint", [endpoint]),
        ("--dump", dumps or []),
    ):
        _check(option, addresses)
    manifest = load_manifest(Folder(graph))
    with open_graph(graph) as opened, binary_output(output) as stream:
        about = About(
            title or graph.resolve().name,
            opened.base,
            licence,
            endpoint,
            tuple(dumps or ()),
            sources=tuple(item["name"] for item in manifest.inputs),
            hashes=tuple(item["sha256"] for item in manifest.inputs),
        )
        stream.write(to_turtle(describe(opened.store, about), about))


def _check(option: str, addresses: Sequence[str | None]) -> None:
    """Refuse what others could not follow."""
    from urllib.parse import urlsplit

    from scholargraph.errors import ScholargraphError

    for address in addresses:
        if address is None:
            continue
        try:
            parts = urlsplit(address)
        except ValueError:  # brackets that are no IPv6 address
            parts = urlsplit("")
        is_web = parts.scheme in {"http", "https"} and parts.netloc
        if not is_web or address.split() != [address]:
            what = f"{address!r} is no http or https address"
            raise ScholargraphError(option, what)
