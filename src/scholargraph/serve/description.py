"""
What the endpoint is and can do, in RDF.

https://www.w3.org/TR/sparql11-service-description/
"""

from importlib.resources import files

from scholargraph.serve.turtle import rewrite


def describe_service(base: str, address: str, format_name: str) -> bytes:
    """Return the description of the endpoint at an address, in an RDF format."""
    text = (files(__package__) / "description.ttl").read_text(encoding="utf-8")
    return rewrite(text.replace("BASE", base), format_name, base_iri=_quoted(address))


def _quoted(address: str) -> str:
    """Return an address that a client's header is part of without what IRIs lack."""
    return "".join(c if c.isalnum() or c in _KEPT else "_" for c in address)


_KEPT = frozenset(":/.-_~%[]@")
