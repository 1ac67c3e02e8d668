"""A page of papers with their mentions highlighted, made as a stream."""

from collections.abc import Iterable, Iterator
from html import escape

from scholargraph.model import Extraction, Mention, Paper

HEAD = """\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>scholargraph extract</title>
<style>
body { font: 1rem/1.7 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b }
article { border-top: 1px solid #ccc; padding: 1rem 0; white-space: pre-line }
h2 { font-size: 1.15rem; margin: 0 0 .5rem }
mark { color: inherit; border-radius: .25rem; padding: .05rem .2rem }
mark::after { content: " " attr(data-kind); font-size: .7em; color: #444 }
.Method { background: #cfe3ff } .Dataset { background: #cdf0d5 }
.Metric { background: #ffe2b8 } .Task { background: #ecd5f7 }
</style>"""  # noqa: E501 (a style sheet)


def page(pairs: Iterable[tuple[Paper, Extraction]]) -> Iterator[str]:
    """Yield the lines of the page."""
    yield HEAD
    for paper, extraction in pairs:
        yield "<article>"
        split = len(paper.title)
        if paper.title:
            yield f"<h2>{marked(paper, extraction, 0, split)}</h2>"
        yield marked(paper, extraction, split + 1, len(paper.text))
        yield "</article>"
    yield "</html>"


def marked(paper: Paper, extraction: Extraction, start: int, end: int) -> str:
    """Return a stretch of the paper's text with the mentions within it marked."""
    parts = []
    for mention, role in _mentions(extraction):
        if start <= mention.start and mention.end <= end:
            parts.append(escape(paper.text[start : mention.start]))
            parts.append(
                f'<mark class="{mention.kind}" data-kind="{mention.kind}"'
                f' title="{role}, {mention.confidence:.2f}">'
                f"{escape(mention.text)}</mark>"
            )
            start = mention.end
    return "".join((*parts, escape(paper.text[start:end])))


def _mentions(extraction: Extraction) -> list[tuple[Mention, str]]:
    return sorted(
        (mention, entity.role.value)
        for entity in extraction.entities
        for mention in entity.mentions
    )
