"""A description as Turtle, the same bytes for the same graph."""

import io
from collections.abc import Iterable

from pyoxigraph import RdfFormat, Triple, serialize

from scholargraph.description.describing import About
from scholargraph.description.terms import PREFIXES
from scholargraph.rdf import prefixes


def to_turtle(triples: Iterable[Triple], about: About) -> bytes:
    """Return triples as Turtle, the prefixes first and in order."""
    names = {**prefixes(about.base), **PREFIXES}
    by_subject: dict[str, dict[Triple, None]] = {}
    for triple in triples:
        by_subject.setdefault(str(triple.subject), {})[triple] = None
    found = [triple for node in by_subject.values() for triple in node]
    stream = io.BytesIO()
    serialize(found, stream, RdfFormat.TURTLE, prefixes=names)
    text = stream.getvalue().decode()
    head = [f"@prefix {name}: <{names[name]}> ." for name in sorted(names)]
    body = [
        line if line.startswith("\t") else f"\n{line}"
        for line in text.splitlines()
        if line and not line.startswith("@prefix ")
    ]
    return "\n".join([*head, *body, ""]).encode()
