"""
Well-known concepts: metrics, tasks, datasets and methods, written for this project.

The lists are tab-separated files beside this module; adding a row is all it takes to
teach a name. ``abbreviations.tsv`` holds what common short forms stand for, for
comparing names; its long forms are no concepts of their own.
"""

from scholargraph.resolve.well_known.lists import (
    LongForms,
    WellKnown,
    find,
    is_under,
    listed,
    long_forms,
    names,
    well_known,
)

__all__ = [
    "LongForms",
    "WellKnown",
    "find",
    "is_under",
    "listed",
    "long_forms",
    "names",
    "well_known",
]
