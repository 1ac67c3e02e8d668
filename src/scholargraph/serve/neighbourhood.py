"""The network page of what is near a concept, as ``scholargraph view`` makes it."""

from pathlib import Path
from typing import Final

from scholargraph.database import Database, faults
from scholargraph.errors import FolderError
from scholargraph.serve.faults import Fault, busy

RECORDS: Final = "extractions.db"
# What a browser draws at once, and a worker lays out within seconds.
MOST_PAPERS: Final = 300


def to_network(graph: Path, store: Path, concept: str, *, title: str) -> bytes:
    """
    Return the page of the papers that name a concept: the best connected, if many.

    ``graph`` is the folder whose published store is the one at ``store``.

    Raises
    ------
    Fault
        Where no paper names it, or the folder has no records of that store.

    """
    file = graph / RECORDS
    if not file.is_file():
        raise Fault(404, "the graph folder has no records to draw")
    from scholargraph import html  # noqa: PLC0415 - few requests need it

    try:
        with Database.read(file) as database, faults(file):
            if (graph / (database.note("store") or "")).resolve() != store:
                raise busy("another graph is about to be shown")
            corpus = database.corpus()
            near = corpus.papers_of(concept)
            if not near:
                raise Fault(404, "no paper names such a concept")
            part = corpus.part(html.best_connected(near, MOST_PAPERS))
            left_out = corpus.paper_count() - len(part.resolved)
    except FolderError as error:
        raise Fault(500, "the records of the graph folder cannot be read") from error
    return html.to_page(part, title=title, left_out=left_out)
