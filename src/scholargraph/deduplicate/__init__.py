"""
One paper once: records of the same paper are found and made into one.

``merge`` gives the same papers whatever the order of the records. Knows nothing of
files; what it decides is told, so that a user can see and question it.
"""

from scholargraph.deduplicate.merging import Conflict, Deduplication, Merge, merge
from scholargraph.deduplicate.rules import MergeReason

__all__ = ["Conflict", "Deduplication", "Merge", "MergeReason", "merge"]
