"""
The RDF of a corpus: terms, addresses, triples, and files of them.

Nothing but this package and ``vocab`` writes IRIs.
"""

from scholargraph.rdf.formats import FORMATS, prefixes, write
from scholargraph.rdf.keys import key
from scholargraph.rdf.triples import triples

__all__ = ["FORMATS", "key", "prefixes", "triples", "write"]
