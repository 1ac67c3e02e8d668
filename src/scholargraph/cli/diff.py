"""``diff``: what changed between two graphs, and why."""

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer


def diff(
    *,
    old: Annotated[Path, typer.Argument(metavar="KG_A", help="A graph folder.")],
    new: Annotated[
        Path, typer.Argument(metavar="KG_B", help="The graph folder to compare with.")
    ],
    format_name: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="table or json (lines).")
    ] = "table",
    cause: Annotated[
        list[str] | None,
        typer.Option(
            "--cause",
            metavar="NAME",
            help="Only changes that come of source, metadata, extractor, resolution, "
            "override or settings; may be repeated.",
        ),
    ] = None,
    summary: Annotated[
        bool, typer.Option("--summary", help="Numbers of changes alone.")
    ] = False,
) -> None:
    """
    List what changed from one graph to another, and why.

    The exit status is 0 where nothing did and 1 where something did.
    """
    from scholargraph.cli.console import put, put_json, say
    from scholargraph.differences import (
        changes,
        open_side,
        to_json,
        to_line,
    )

    causes = _checked(format_name, cause)
    counts: Counter[tuple[str, str, str]] = Counter()
    with open_side(old) as first, open_side(new) as second:
        for change in changes(first, second):
            if change.cause not in causes:
                continue
            counts[change.cause.value, change.item.sort, change.kind] += 1
            if summary:
                continue
            if format_name == "json":
                put_json(to_json(change))
            else:
                put(to_line(change, second.base))
    if summary and counts:
        _put_numbers(counts, format_name)
    say(f"{old} and {new}: {_total(counts)}" if counts else "no changes")
    if counts:
        raise typer.Exit(1)


def _put_numbers(counts: Counter[tuple[str, str, str]], format_name: str) -> None:
    from scholargraph.cli.console import put, put_json
    from scholargraph.differences import to_table

    if format_name != "json":
        put(to_table(counts))
        return
    for names in sorted(counts):
        fields = dict(zip(("cause", "of", "change"), names, strict=True))
        put_json(json.dumps({**fields, "number": counts[names]}))


def _total(counts: Counter[tuple[str, str, str]]) -> str:
    total = counts.total()
    return "1 change" if total == 1 else f"{total:,} changes"


def _checked(format_name: str, causes: list[str] | None) -> list[str]:
    from scholargraph.differences import CAUSES, FORMATS
    from scholargraph.errors import UnknownNameError

    if format_name not in FORMATS:
        raise UnknownNameError("format of changes", format_name, FORMATS)
    for name in causes or ():
        if name not in list(CAUSES):
            raise UnknownNameError("cause", name, CAUSES)
    return causes or list(CAUSES)
