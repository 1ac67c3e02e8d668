"""Extraction alone: from papers to a stream of what was read from them."""

from collections.abc import Callable, Iterable, Iterator

from scholargraph import readers
from scholargraph.model import Extraction, Paper, Reject
from scholargraph.pipeline.work import Options
from scholargraph.pipeline.workers import batches, cores, loaded

Warn = Callable[[str], None]


def extract_file(
    name: str, options: Options, warn: Warn
) -> Iterator[tuple[Paper, Extraction]]:
    """
    Yield each paper of a file with what was read from it, in the file's order.

    Rejected rows and papers that the extractor failed on are told to ``warn``.
    """
    return extract_papers(_papers(name, options, warn), options, warn)


def extract_papers(
    papers: Iterable[Paper], options: Options, warn: Warn
) -> Iterator[tuple[Paper, Extraction]]:
    """Yield each paper with what was read from it; failures are told to ``warn``."""
    extractor = loaded(options.model)
    jobs = options.jobs or cores()
    for batch in batches(papers, extractor, model=options.model, jobs=jobs):
        for failure in batch.failures:
            warn(failure)
        yield from batch.pairs


def _papers(name: str, options: Options, warn: Warn) -> Iterator[Paper]:
    for row in readers.read(name, format_name=options.format_name):
        if isinstance(row, Reject):
            warn(f"{row.source.file}:{row.source.row}: {row.reason}")
        else:
            if not row.abstract:
                warn(f"{row.id}: has no abstract: read from the title")
            yield row
