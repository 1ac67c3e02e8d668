"""``query`` and ``queries``: questions to a graph."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from scholargraph.cli.shared import Graph

if TYPE_CHECKING:
    from scholargraph.query import Answer

FOR_SPREADSHEETS = frozenset(["csv", "tsv"])


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
        _say_cut(text, answer.answer)
        with binary_output("-") as stream:
            write(answer.answer, stream, format_name, base=opened.base)
        # The formats are those of SPARQL, for programs: values stay as they are.
        formulas = answer.answer.formulas() if format_name in FOR_SPREADSHEETS else 0
        if formulas:
            say(
                f"warning: {formulas:,} values begin as a formula does; a spreadsheet"
                " may run them"
            )


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
        if item.rows:
            put(f"    rows: {item.rows}")


def _say_cut(name: str, answer: "Answer") -> None:
    """Say that there may be more rows than those that a named query gives."""
    from scholargraph.cli.console import say
    from scholargraph.query import queries as known

    for item in known():
        if item.name == name and item.is_cut(answer):
            say(f"{name}: {item.rows}")


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
