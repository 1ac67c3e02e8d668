"""
Questions to a published graph: named queries and SPARQL text, and their answers.

Nothing here writes to a store or reaches out of it: what would is refused.
"""

from scholargraph.query.answer import Answer
from scholargraph.query.bindings import as_told
from scholargraph.query.formats import FORMATS, GRAPH_FORMATS, convert, write
from scholargraph.query.kept import Kept
from scholargraph.query.library import NamedQuery, Parameter, find, queries
from scholargraph.query.run import is_name, run

__all__ = [
    "FORMATS",
    "GRAPH_FORMATS",
    "Answer",
    "Kept",
    "NamedQuery",
    "Parameter",
    "as_told",
    "convert",
    "find",
    "is_name",
    "queries",
    "run",
    "write",
]
