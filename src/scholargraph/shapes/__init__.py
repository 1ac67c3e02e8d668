"""
Whole graphs against the shapes of the ontology, fast.

The shapes are SHACL; each is compiled into a few SPARQL queries that find what it does
not allow, and the store answers them. pySHACL, which takes hundreds of times longer,
is what the tests compare this with.
"""

from scholargraph.shapes.checking import Finding, Violation, findings
from scholargraph.shapes.files import read_store
from scholargraph.shapes.reading import (
    Constraint,
    ShapesError,
    read_shapes,
    shipped_shapes,
)
from scholargraph.shapes.reporting import FORMATS, Report, check, to_json, to_text

__all__ = [
    "FORMATS",
    "Constraint",
    "Finding",
    "Report",
    "ShapesError",
    "Violation",
    "check",
    "findings",
    "read_shapes",
    "read_store",
    "shipped_shapes",
    "to_json",
    "to_text",
]
