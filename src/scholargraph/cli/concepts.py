"""``concepts``: what the resolver made of a corpus, and why."""

from typing import TYPE_CHECKING, Annotated

import typer

from scholargraph.cli.shared import Graph

if TYPE_CHECKING:
    from scholargraph.model import Concept
    from scholargraph.resolve import Resolution


def concepts(
    graph: Graph,
    text: Annotated[
        str, typer.Argument(metavar="[TEXT]", help="Only those with it in a name.")
    ] = "",
    *,
    why: Annotated[
        str | None,
        typer.Option(
            "--why", metavar="ID", help="Why each name of this concept belongs to it."
        ),
    ] = None,
    doubtful: Annotated[
        bool,
        typer.Option("--doubtful", help="Pairs that were nearly merged, for review."),
    ] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Lines at most.")] = 50,
) -> None:
    """List concepts, the most used first, or say why."""
    from itertools import islice

    from scholargraph.cli.console import put
    from scholargraph.pipeline.deciding import resolution

    found = resolution(graph)
    if why is not None:
        lines = _reasons(found, why)
    elif doubtful:
        lines = [
            f"{doubt.score:.2f}  {doubt.concept}  {doubt.other}  {doubt.reason}"
            for doubt in found.doubts
        ]
    else:
        lines = [_line(concept) for concept in found.search(text)]
    for line in islice(lines, limit):
        put(line)


def _line(concept: "Concept") -> str:
    aliases = f"  ({'; '.join(concept.aliases)})" if concept.aliases else ""
    return f"{concept.paper_count:5}  {concept.id}  {concept.label}{aliases}"


def _reasons(found: "Resolution", concept_id: str) -> list[str]:
    concept = found.find(concept_id)
    lines = [_line(concept)]
    lines += [
        f"       {reason.score:.2f}  {reason.name}: {reason.reason}"
        for reason in found.why(concept_id)
    ]
    return lines + [f"       under {other}" for other in concept.broader]
