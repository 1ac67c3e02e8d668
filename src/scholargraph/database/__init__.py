"""
The database of a graph folder: what was read, extracted and resolved.

It knows records and SQLite, and no other stage.
"""

from scholargraph.database.corpus import StoredCorpus
from scholargraph.database.database import Database
from scholargraph.database.draft import Draft
from scholargraph.database.guarded import GuardedCorpus
from scholargraph.database.inputs import Input
from scholargraph.database.papers import to_fields
from scholargraph.database.part import Part
from scholargraph.database.schema import SCHEMA_VERSION, faults

__all__ = [
    "SCHEMA_VERSION",
    "Database",
    "Draft",
    "GuardedCorpus",
    "Input",
    "Part",
    "StoredCorpus",
    "faults",
    "to_fields",
]
