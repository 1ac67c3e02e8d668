"""``query`` and ``queries``: questions to a graph."""

from collections import Counter
from typing import Annotated

import typer

from scholargraph.cli.shared import Graph


def query(
    graph: Graph,
    text: Annotated[
        str,
        typer.Argument(
            metavar="NAME_OR_SPARQL",
            help="A named query (see `queries`), a .rq file, or SPARQL text.",
        ),
    ],
    *,
    values: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", help="A parameter's value; may be repeated."
        ),
    ] = None,
    format_name: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="table, csv, tsv, json or xml; for graphs also an RDF format.",
        ),
    ] = "table",
) -> None:
    """Ask a graph."""
    bindings = _bindings(values or [])
    from scholargraph.cli.console import binary_output, say
    from scholargraph.knowledge_graph import open_graph
    from scholargraph.query import write

    with open_graph(graph) as opened:
        answer = opened.query(text, **bindings)
        if not answer:
            say("no rows")
        with binary_output("-") as stream:
            write(answer.answer, stream, format_name, base=opened.base)


def queries() -> None:
    """List the named queries and their parameters."""
    from scholargraph.cli.console import put
    from scholargraph.query import queries as known

    for item in known():
        put(item.name)
        put(f"    {item.question}")
        for parameter in item.parameters:
            default = "" if parameter.default is None else f" = {parameter.default!r}"
            put(f"    --set {parameter.name}{default}  {parameter.description}")


def _bindings(values: list[str]) -> dict[str, str]:
    pairs = [_binding(value) for value in values]
    for name, count in Counter(name for name, _ in pairs).items():
        if count > 1:
            raise typer.BadParameter(f"{name} is set twice", param_hint="'--set'")
    return dict(pairs)


def _binding(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise typer.BadParameter(f"{text!r} is not NAME=VALUE", param_hint="'--set'")
    return name, value
