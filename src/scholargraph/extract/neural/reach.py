"""
How far apart two things of a text may stand and still be compared.

All pairs of all names of a text are too many where somebody lists thousands of them.
"""

from __future__ import annotations

# Pairs in each direction; an abstract has some 20 concepts, the longest have 36.
ENOUGH = 7_200
LEAST = 10


def reach(count: int) -> int:
    """
    Return how many neighbours on either side each of ``count`` things is compared with.

    Up to 85 things that is all of them; of more, so many that the pairs stay as many
    as ``ENOUGH``, but ``LEAST`` at any rate: the work is linear in the text's length.

    >>> reach(36) >= 36, reach(84) >= 84, reach(120), reach(100_000)
    (True, True, 60, 10)
    """
    return max(ENOUGH // max(count, 1), LEAST)
