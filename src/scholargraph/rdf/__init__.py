"""
The RDF of a corpus: terms, addresses, triples, and files of them.

Nothing but this package and ``vocab`` writes IRIs.
"""

from scholargraph.rdf.formats import (
    FORMATS,
    QUAD_FORMATS,
    prefixes,
    write,
    write_quads,
)
from scholargraph.rdf.keys import key
from scholargraph.rdf.triples import Maker, triples

__all__ = [
    "FORMATS",
    "QUAD_FORMATS",
    "Maker",
    "key",
    "prefixes",
    "triples",
    "write",
    "write_quads",
]
