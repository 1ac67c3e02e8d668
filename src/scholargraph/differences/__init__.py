"""
What changed between two graphs, statement by statement, and why.

Papers are compared one by one as they stream from the two folders, so that graphs of
any size can be.
"""

from scholargraph.differences.changes import CAUSES, Cause, Change
from scholargraph.differences.comparing import changes
from scholargraph.differences.reporting import FORMATS, to_json, to_line, to_table
from scholargraph.differences.sides import Side, open_side

__all__ = [
    "CAUSES",
    "FORMATS",
    "Cause",
    "Change",
    "Side",
    "changes",
    "open_side",
    "to_json",
    "to_line",
    "to_table",
]
