"""
Exports: the graph, or a part of it, as files for other programs.

Reads through ``model.Corpus``. A selection is a corpus again, so that all formats
agree on it; the formats stream where theirs allows it.
"""

from scholargraph.exports.export import export
from scholargraph.exports.formats import FORMATS, Format, find
from scholargraph.exports.selection import Selection, select
from scholargraph.exports.settings import Settings

__all__ = ["FORMATS", "Format", "Selection", "Settings", "export", "find", "select"]
