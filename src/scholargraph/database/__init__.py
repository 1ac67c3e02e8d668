"""
The database of a graph folder: what was read, extracted and resolved.

It knows records and SQLite, and no other stage.
"""

from scholargraph.database.corpus import StoredCorpus
from scholargraph.database.database import Database
from scholargraph.database.draft import Draft
from scholargraph.database.extractions import to_text as extraction_text
from scholargraph.database.guarded import GuardedCorpus
from scholargraph.database.inputs import Input, Inputs, storable
from scholargraph.database.outline import Outline
from scholargraph.database.papers import content_hash, to_fields
from scholargraph.database.papers import from_text as paper_from_text
from scholargraph.database.papers import to_text as paper_text
from scholargraph.database.part import Part
from scholargraph.database.salvage import Saved, salvage
from scholargraph.database.schema import FLOOR, SCHEMA_VERSION, STREAM, faults

__all__ = [
    "FLOOR",
    "SCHEMA_VERSION",
    "STREAM",
    "Database",
    "Draft",
    "GuardedCorpus",
    "Input",
    "Inputs",
    "Outline",
    "Part",
    "Saved",
    "StoredCorpus",
    "content_hash",
    "extraction_text",
    "faults",
    "paper_from_text",
    "paper_text",
    "salvage",
    "storable",
    "to_fields",
]
