"""A description as Turtle, the same bytes for the same graph."""

import io
import re
from collections.abc import Iterable
from typing import Final

from pyoxigraph import RdfFormat, Triple, serialize

from scholargraph.description.describing import About
from scholargraph.description.terms import PREFIXES
from scholargraph.rdf import prefixes

# What steers a terminal, and what else may be taken for the end of a line: names of
# files may hold it, and stand in quotes, where it can be escaped.
_ESCAPED: Final = re.compile("[\x7f-\x9f\u2028\u2029]")


def to_turtle(triples: Iterable[Triple], about: About) -> bytes:
    """Return triples as Turtle, the prefixes first and in order."""
    names = {**prefixes(about.base), **PREFIXES}
    by_subject: dict[str, dict[Triple, None]] = {}
    for triple in triples:
        by_subject.setdefault(str(triple.subject), {})[triple] = None
    found = [triple for node in by_subject.values() for triple in node]
    stream = io.BytesIO()
    serialize(found, stream, RdfFormat.TURTLE, prefixes=names)
    text = _ESCAPED.sub(
        lambda sign: f"\\u{ord(sign[0]):04X}", stream.getvalue().decode()
    )
    head = [f"@prefix {name}: <{names[name]}> ." for name in sorted(names)]
    body = [
        line if line.startswith("\t") else f"\n{line}"
        for line in text.split("\n")
        if line and not line.startswith("@prefix ")
    ]
    return "\n".join([*head, *body, ""]).encode()
