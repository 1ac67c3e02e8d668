"""
The graph as tidy data frames: one row an observation, one column a variable.

Reads papers and concepts through ``model.Corpus``; knows neither files nor RDF.
"""

from scholargraph.frames.columns import COLUMNS, Column
from scholargraph.frames.frames import Frames, to_kind

__all__ = ["COLUMNS", "Column", "Frames", "to_kind"]
