"""
One paper once: records of the same paper are found and made into one.

``merged`` gives the same papers whatever the order of the records, which are kept
elsewhere; ``merge`` is the same for some in memory. What is decided is told, so that a
user can see and question it.
"""

from scholargraph.deduplicate.merging import (
    Conflict,
    Deduplication,
    Found,
    Merge,
    Records,
    conflicts,
    merge,
    merged,
)
from scholargraph.deduplicate.rules import MergeReason

__all__ = [
    "Conflict",
    "Deduplication",
    "Found",
    "Merge",
    "MergeReason",
    "Records",
    "conflicts",
    "merge",
    "merged",
]
