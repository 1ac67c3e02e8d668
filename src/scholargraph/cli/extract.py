"""``extract``: what is read from papers, without a graph."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from scholargraph.cli.shard_options import (
    EngineOption,
    Master,
    Out,
    ShardSize,
    check_engine,
    refuse,
    write_shards,
)
from scholargraph.cli.shared import Format, Jobs, MinConfidence, Model

if TYPE_CHECKING:
    from scholargraph.model import Extraction, Paper
    from scholargraph.pipeline.work import Options


def extract(
    *,
    inputs: Annotated[
        list[str] | None, typer.Argument(metavar="INPUT", help="Files; - is stdin.")
    ] = None,
    text: Annotated[
        str | None,
        typer.Option(
            "--text",
            metavar="TEXT",
            help="One abstract instead of a file; a first line of its own is a title.",
        ),
    ] = None,
    html: Annotated[
        bool, typer.Option("--html", help="Write a page with the mentions highlighted.")
    ] = False,
    format_name: Format = None,
    jobs: Jobs = None,
    model: Model = None,
    min_confidence: MinConfidence = 0.0,
    out: Out = None,
    engine: EngineOption = None,
    master: Master = None,
    shard_size: ShardSize = None,
) -> None:
    """
    Print what is read from papers, or write it in shards.

    Printed it is one JSON object a line.
    """
    if (not inputs) == (text is None):
        raise typer.BadParameter("name one input, or give --text")
    if out is not None:
        given = {"--text": text, "--html": html, "--min-confidence": min_confidence}
        refuse(given, "does not go with --out")
        check_engine(engine, master, jobs)
        from scholargraph.distributed.run import Run

        run = Run(inputs or [], out, format_name, model=model, size=shard_size)
        write_shards(run, master, jobs)
        return
    given = {"--engine": engine, "--master": master, "--shard-size": shard_size}
    refuse(given, "needs --out DIR")
    from scholargraph.cli.console import put, put_json
    from scholargraph.cli.highlight import page
    from scholargraph.extract.confident import confident
    from scholargraph.pipeline.work import Options
    from scholargraph.record_format import to_line

    options = Options(format_name=format_name, jobs=jobs, model=model)
    pairs = (
        (paper, confident(extraction, min_confidence))
        for paper, extraction in _pairs(inputs or [], text, options)
    )
    if html:
        for part in page(pairs):
            put(part)
    else:
        for paper, extraction in pairs:
            put_json(to_line(paper, extraction))


def _pairs(
    inputs: list[str], text: str | None, options: "Options"
) -> "Iterator[tuple[Paper, Extraction]]":
    from scholargraph.cli.console import say
    from scholargraph.pipeline.stream import extract_file, extract_papers

    if text is not None:
        return extract_papers([_paper(text)], options, say)
    return _told(pair for name in inputs for pair in extract_file(name, options, say))


def _told(
    pairs: "Iterator[tuple[Paper, Extraction]]",
) -> "Iterator[tuple[Paper, Extraction]]":
    """Tell who names a file of plain text what there is for it."""
    from scholargraph.errors import InputError

    try:
        yield from pairs
    except InputError as error:
        if error.what != "is in no known format":
            raise
        what = f"{error.what}; for one abstract use --text"
        raise InputError(error.where, what, error.known) from error


def _paper(text: str) -> "Paper":
    from scholargraph.errors import InputError
    from scholargraph.ids import paper_id
    from scholargraph.model import Paper
    from scholargraph.text import clean

    first, _, rest = text.strip().partition("\n")
    title, abstract = (clean(first), clean(rest)) if rest else ("", clean(first))
    if not abstract:
        raise InputError("--text", "is empty")
    return Paper(paper_id(title, abstract), title, abstract)
