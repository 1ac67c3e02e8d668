"""``concepts``: what the resolver made of a corpus, and why."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scholargraph.cli.shared import Graph

if TYPE_CHECKING:
    from scholargraph.model import Concept
    from scholargraph.resolve import Resolution


def concepts(
    graph: Graph,
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="Only those with it in a name.")
    ] = "",
    *,
    why: Annotated[
        str | None,
        typer.Option(
            "--why",
            metavar="NAME",
            help="Why each name of this concept belongs to it: an id, address or name.",
        ),
    ] = None,
    doubtful: Annotated[
        bool,
        typer.Option("--doubtful", help="Pairs that were nearly merged, for review."),
    ] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Lines at most.")] = 50,
) -> None:
    """List concepts, the most used first, or say why."""
    if why is not None and (doubtful or text):
        other = "--doubtful" if doubtful else "TEXT"
        raise typer.BadParameter(f"does not go with {other}", param_hint="--why")
    from itertools import islice

    from scholargraph.cli.console import put, say
    from scholargraph.pipeline.deciding import resolution

    found = resolution(graph)
    if why is not None:
        lines = _reasons(found, _named(found, graph, why))
    elif doubtful:
        lines = list(_doubts(found, text))
    else:
        lines = [_line(concept) for concept in found.search(text)]
    for line in islice(lines, limit):
        put(line)
    if not lines:
        what = "doubtful pair" if doubtful else "concept"
        say(f"{graph}: no {what}" + (f" has {text!r} in a name" if text else ""))


def _doubts(found: "Resolution", text: str) -> Iterator[str]:
    named = {concept.id for concept in found.search(text)}
    for doubt in found.doubts:
        if doubt.concept in named or doubt.other in named:
            yield f"{doubt.score:.2f}  {doubt.concept}  {doubt.other}  {doubt.reason}"


def _named(found: "Resolution", graph: Path, text: str) -> str:
    """Return the id of the concept that is meant by an id, an address or a name."""
    from scholargraph.errors import ScholargraphError
    from scholargraph.pipeline.folder import Folder
    from scholargraph.pipeline.manifest import load_manifest

    known = {concept.id for concept in found.concepts}
    ids = [text, text.replace(":", "/", 1)]
    if text.startswith(("http://", "https://")):
        base = load_manifest(Folder(graph)).base
        ids.append(text.removeprefix(f"{base}concept/"))
    for id_ in ids:
        if id_ in known:
            return id_
    wanted = text.casefold()
    bearers = [
        concept.id
        for concept in found.concepts
        if wanted in {name.casefold() for name in (concept.label, *concept.aliases)}
    ]
    if len(bearers) > 1:
        what = f"{len(bearers)} are named {text!r}; give an id"
        raise ScholargraphError("concept", what, sorted(bearers))
    return bearers[0] if bearers else found.find(text).id


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
