"""
What the endpoint is and can do, in RDF.

https://www.w3.org/TR/sparql11-service-description/
"""

import io
from importlib.resources import files

from pyoxigraph import RdfFormat, Triple, parse, serialize

_FORMATS = {
    "jsonld": RdfFormat.JSON_LD,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "turtle": RdfFormat.TURTLE,
}


def describe_service(base: str, address: str, format_name: str) -> bytes:
    """Return the description of the endpoint at an address, in an RDF format."""
    text = (files(__package__) / "description.ttl").read_text(encoding="utf-8")
    found = parse(
        text.replace("BASE", base), RdfFormat.TURTLE, base_iri=_quoted(address)
    )
    triples = [Triple(q.subject, q.predicate, q.object) for q in found]
    stream = io.BytesIO()
    serialize(triples, stream, _FORMATS[format_name], prefixes=found.prefixes)
    return stream.getvalue()


def _quoted(address: str) -> str:
    """Return an address that a client's header is part of without what IRIs lack."""
    return "".join(c if c.isalnum() or c in _KEPT else "_" for c in address)


_KEPT = frozenset(":/.-_~%[]@")
