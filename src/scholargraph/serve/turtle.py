"""Turtle that comes with the program, written in the other formats of RDF."""

import io
from typing import Final

from pyoxigraph import RdfFormat, Triple, parse, serialize

_FORMATS: Final = {
    "jsonld": RdfFormat.JSON_LD,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "turtle": RdfFormat.TURTLE,
}


def rewrite(text: str, format_name: str, *, base_iri: str) -> bytes:
    """
    Return Turtle in a format, with the prefixes that it declares.

    Raises
    ------
    ValueError
        Where ``base_iri`` is none.
    SyntaxError
        Where the text is no Turtle.

    """
    found = parse(text, RdfFormat.TURTLE, base_iri=base_iri)
    triples = [Triple(q.subject, q.predicate, q.object) for q in found]
    stream = io.BytesIO()
    serialize(triples, stream, _FORMATS[format_name], prefixes=found.prefixes)
    return stream.getvalue()
