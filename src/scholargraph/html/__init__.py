"""
The network page: one self-contained HTML file to look at and search a graph in.

Knows nothing of files but the one it writes, and reads papers and concepts through
``model.Corpus`` alone.
"""

from dataclasses import dataclass
from pathlib import Path

from scholargraph.html import selection as select
from scholargraph.html.content import Content, read_content
from scholargraph.html.embedding import write_whole
from scholargraph.html.page import to_html
from scholargraph.html.selection import Selection, best_connected
from scholargraph.model import Corpus

__all__ = [
    "MOST_PAPERS",
    "Page",
    "Selection",
    "best_connected",
    "to_page",
    "write_page",
]

# With so many a page has some 18 MB; more would take a browser long to open.
MOST_PAPERS = 25_000


@dataclass(frozen=True, slots=True)
class Page:
    """What was written: the file, its size, what it shows and what it leaves out."""

    path: Path
    size: int
    papers: int
    concepts: int
    left_out: int


def write_page(
    corpus: Corpus,
    path: Path | str,
    *,
    selection: Selection | None = None,
    title: str = "scholargraph",
) -> Page:
    """
    Write the network page of a corpus, or of the part of it that is selected.

    Without ``selection.top``, at most ``MOST_PAPERS`` papers are shown, those best
    connected; the page says how many it leaves out. A page that cannot be written
    whole leaves the file that was there before.

    Raises
    ------
    UnknownNameError
        Where the selection names a concept that the corpus has not.
    ScholargraphError
        Where the selection leaves nothing or the file cannot be written.

    """
    chosen = selection or Selection()
    kept, all_papers = select.papers(corpus, chosen, most=MOST_PAPERS)
    content = read_content(corpus, kept)
    left_out = all_papers - len(kept)
    data = _to_bytes(content, title=title, left_out=left_out)
    write_whole(Path(path), data)
    return Page(Path(path), len(data), content.papers, content.concepts, left_out)


def to_page(corpus: Corpus, *, title: str, left_out: int) -> bytes:
    """Return the page of a whole corpus, of which ``left_out`` papers are left out."""
    content = read_content(corpus, {paper.paper.id for paper in corpus.papers()})
    return _to_bytes(content, title=title, left_out=left_out)


def _to_bytes(content: Content, *, title: str, left_out: int) -> bytes:
    html = to_html(content, title=title, left_out=left_out)
    return html.encode("utf-8", errors="replace")
