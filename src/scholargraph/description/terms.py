"""
The terms of VoID and DCAT that a description is made of.

https://www.w3.org/TR/void/ and https://www.w3.org/TR/vocab-dcat-3/
"""

from typing import Final

from pyoxigraph import NamedNode

PREFIXES: Final = {
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
}


def void(name: str) -> NamedNode:
    """Return a term of VoID."""
    return NamedNode(PREFIXES["void"] + name)


def dcat(name: str) -> NamedNode:
    """Return a term of DCAT."""
    return NamedNode(PREFIXES["dcat"] + name)


def dcterms(name: str) -> NamedNode:
    """Return a term of DCMI Metadata Terms."""
    return NamedNode(f"http://purl.org/dc/terms/{name}")


def prov(name: str) -> NamedNode:
    """Return a term of PROV-O."""
    return NamedNode(f"http://www.w3.org/ns/prov#{name}")
