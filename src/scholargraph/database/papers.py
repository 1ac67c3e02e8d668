"""A paper as one JSON object: all fields, with those that are empty left out."""

import json
from hashlib import sha256
from typing import Any

from scholargraph.model import Paper, Source


def to_text(paper: Paper) -> str:
    """
    Return the paper as JSON text, the same for equal papers.

    >>> to_text(Paper("a", "T", "B", source=(Source("f.txt", 1),)))
    '{"id":"a","title":"T","abstract":"B","source":[["f.txt",1]]}'
    """
    return json.dumps(to_fields(paper), separators=(",", ":"))


def to_fields(paper: Paper) -> dict[str, Any]:
    """Return the fields of the paper's JSON object, without those that are empty."""
    fields = {
        "id": paper.id,
        "title": paper.title,
        "abstract": paper.abstract,
        "date": paper.date,
        "authors": paper.authors,
        "identifiers": paper.identifiers,
        "venue": paper.venue,
        "categories": paper.categories,
        "address": paper.address,
        "source": [(source.file, source.row) for source in paper.source],
    }
    return {
        name: value
        for name, value in fields.items()
        if value or name in {"id", "title", "abstract"}
    }


def from_text(text: str) -> Paper:
    """
    Return the paper of a JSON text.

    >>> paper = Paper("a", "T", "B", "2024", ("N",), (("doi", "10.1/x"),))
    >>> from_text(to_text(paper)) == paper
    True
    """
    fields = json.loads(text)
    return Paper(
        id=fields["id"],
        title=fields["title"],
        abstract=fields["abstract"],
        date=fields.get("date"),
        authors=tuple(fields.get("authors", ())),
        identifiers=tuple(
            (scheme, value) for scheme, value in fields.get("identifiers", ())
        ),
        venue=fields.get("venue"),
        categories=tuple(fields.get("categories", ())),
        address=fields.get("address"),
        source=tuple(Source(file, row) for file, row in fields.get("source", ())),
    )


def text_of(text: str) -> str:
    """
    Return the text of the paper of a JSON text, without making the paper.

    >>> paper = Paper("a", "T", "B")
    >>> text_of(to_text(paper)) == paper.text
    True
    """
    fields = json.loads(text)
    return f"{fields['title']}\n{fields['abstract']}"


def content_hash(paper: Paper) -> str:
    """
    Return the hash of the paper's text: all that an extraction depends on.

    >>> content_hash(Paper("a", "T", "B")) == content_hash(Paper("b", "T", "B"))
    True
    """
    return sha256(paper.text.encode(errors="surrogatepass")).hexdigest()
