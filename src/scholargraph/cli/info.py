"""``info`` and ``readers``: what is in a graph, and what can be read into one."""

from pathlib import Path
from typing import Annotated

import typer

from scholargraph.cli.shared import Graph


def info(
    graph: Graph,
    *,
    rejects: Annotated[
        bool, typer.Option("--rejects", help="List the rejected rows instead.")
    ] = False,
    merges: Annotated[
        bool, typer.Option("--merges", help="List the merged papers instead.")
    ] = False,
) -> None:
    """Show what a graph folder holds and what its last build did."""
    if rejects or merges:
        _list(graph, rejects=rejects, merges=merges)
    else:
        _summary(graph)


def _list(graph: Path, *, rejects: bool, merges: bool) -> None:
    from scholargraph.cli.console import put
    from scholargraph.knowledge_graph import open_graph

    with open_graph(graph) as opened:
        for row in opened.rejects() if rejects else ():
            put(f"{row.source.file}:{row.source.row}: {row.reason}")
        for merge in opened.merges() if merges else ():
            put(f"{merge['paper']}: {merge['reason']}")
            for record in merge["records"]:
                for file, line in record.get("source", ()):
                    put(f"    {file}:{line}: {record['title']}")


def _summary(graph: Path) -> None:
    from scholargraph.cli.console import put, say
    from scholargraph.cli.summary import summary
    from scholargraph.pipeline.folder import Folder
    from scholargraph.pipeline.manifest import load_manifest

    folder = Folder(graph)
    manifest = load_manifest(folder)
    for line in summary(graph, manifest):
        put(line)
    if folder.current() not in {0, manifest.generation}:
        say(f"{graph}: the last build did not end; run it again")


def readers() -> None:
    """List the formats that inputs may be in."""
    from scholargraph.cli.console import put
    from scholargraph.readers import READERS

    for name, reader in READERS.items():
        put(f"{name:<17} {reader.about}")
