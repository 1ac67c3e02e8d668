"""``export``: the graph, or a part of it, as files for other programs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from scholargraph.cli.shared import Graph, MinConfidence, Output

if TYPE_CHECKING:
    from scholargraph.exports.formats import Format

# Names of compressed files; what is not written so must not be called so.
_PACKED: Final = frozenset(
    {"7z", "br", "bz2", "gz", "gzip", "lz4", "lzma", "rar", "tgz", "xz", "z", "zip"}
    | {"zst", "zstd"}
)


def export(
    *,
    graph: Graph,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="FORMAT",
            help="RDF: jsonld, nanopub, nquads, ntriples, rdfxml, trig or turtle."
            " Networks: gexf, graphml or neo4j. Tables: parquet. Papers: bibtex or"
            " ris.",
        ),
    ],
    output: Output = "-",
    profile: Annotated[
        str | None,
        typer.Option(
            "--profile",
            metavar="NAME",
            help="RDF in another vocabulary: lpwc (Linked Papers With Code), mls"
            " (ML-Schema) or schema (schema.org).",
        ),
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="Only concepts of a kind, and papers that name one; may be repeated.",
        ),
    ] = None,
    concepts: Annotated[
        list[str] | None,
        typer.Option(
            "--concept",
            metavar="NAME",
            help="Only papers that name a concept or a part of it; may be repeated.",
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Only papers from then on."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="Only papers up to then."),
    ] = None,
    min_confidence: MinConfidence = 0.0,
    compress: Annotated[
        str | None,
        typer.Option(
            "--compress",
            metavar="HOW",
            help="gz or zst; by default as the name of the output ends.",
        ),
    ] = None,
    shards: Annotated[
        int,
        typer.Option("--shards", min=1, help="Divide the papers among so many files."),
    ] = 1,
) -> None:
    """Write the graph, or a part of it, for other programs."""
    from scholargraph import exports
    from scholargraph.frames import to_kind
    from scholargraph.knowledge_graph import open_graph

    _check_output(output, to, exports.find(to, profile))
    selection = exports.Selection(
        kinds=tuple(sorted({to_kind(kind) for kind in kinds or ()})),
        concepts=tuple(concepts or ()),
        since=since,
        until=until,
        min_confidence=min_confidence,
    )
    with open_graph(graph) as opened:
        settings = exports.Settings(
            base=opened.base,
            run=opened.run,
            profile=profile,
            compress=compress,
            shards=shards,
            replaced=opened.replaced,
        )
        part = exports.select(opened.corpus, selection)
        exports.export(part, output, to, settings)


def _check_output(output: str, to: str, found: "Format") -> None:
    """Refuse a name that says another thing than what would be written."""
    from scholargraph.errors import ScholargraphError
    from scholargraph.whole_files import SUFFIXES

    place = Path(output)
    if found.folder:
        if place.exists() and not place.is_dir():
            raise ScholargraphError(output, f"is a file; {to} writes a folder")
    elif place.suffix[1:].lower() in _PACKED and place.suffix[1:] not in SUFFIXES:
        what = f"is named {place.suffix}, which is not written; compressed are"
        raise ScholargraphError(output, f"{what} .{' and .'.join(SUFFIXES)}")
