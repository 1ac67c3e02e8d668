"""
The RDF of a corpus: terms, addresses, triples, and files of them.

Nothing but this package and ``vocab`` writes IRIs.
"""

from scholargraph.rdf.changes import concept_changes
from scholargraph.rdf.formats import (
    FORMATS,
    QUAD_FORMATS,
    prefixes,
    write,
    write_quads,
)
from scholargraph.rdf.keys import key
from scholargraph.rdf.patching import Patch
from scholargraph.rdf.replacements import replacement_lines, replacements
from scholargraph.rdf.triples import Maker, triples

__all__ = [
    "FORMATS",
    "QUAD_FORMATS",
    "Maker",
    "Patch",
    "concept_changes",
    "key",
    "prefixes",
    "replacement_lines",
    "replacements",
    "triples",
    "write",
    "write_quads",
]
