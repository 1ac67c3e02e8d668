"""
The text of papers: cleaned once on the way in, made readable for labels.

Knows nothing of papers or files. ``clean`` is what every reader applies before a
text is stored, so that offsets count characters of the cleaned text for good.
"""

from scholargraph.text.cleaning import clean, without_markup
from scholargraph.text.formulas import is_formula
from scholargraph.text.latex import readable
from scholargraph.text.likeness import likeness
from scholargraph.text.plurals import singular
from scholargraph.text.scripts import is_latin
from scholargraph.text.titles import normal_title

__all__ = [
    "clean",
    "is_formula",
    "is_latin",
    "likeness",
    "normal_title",
    "readable",
    "singular",
    "without_markup",
]
