"""How much two short texts have in common, by their letters."""

from typing import Final

# Characters; names are shorter, and longer texts take too long, letter by letter.
_LONGEST: Final = 200


def likeness(left: str, right: str) -> float:
    """
    Return the share of letters in matching stretches (Ratcliff and Obershelp).

    The same number as ``difflib.SequenceMatcher(None, left, right, False).ratio()``,
    several times as fast on strings as short as names are; 0 where one is longer.

    >>> likeness("large language model", "language modelling")
    0.7368421052631579
    """
    if max(len(left), len(right)) >= _LONGEST:
        return 0.0
    length = len(left) + len(right)
    return 2.0 * _matching(left, right) / length if length else 1.0


def _matching(left: str, right: str) -> int:
    """Count the letters of the longest common stretch, and of those beside it."""
    if not left or not right:
        return 0
    size = place = 0
    for start in range(len(left)):
        # Of stretches as long as each other the first one counts.
        while left[start : start + size + 1] in right and start + size < len(left):
            size, place = size + 1, start
        if size >= len(left) - start:
            break
    if not size:
        return 0
    other = right.find(left[place : place + size])
    before = _matching(left[:place], right[:other])
    return size + before + _matching(left[place + size :], right[other + size :])
