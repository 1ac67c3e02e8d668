"""How sure a share is, from the number of observations behind it."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

_Z: Final = 1.959963984540054  # the normal quantile of a 95 % interval


def wilson(
    successes: ArrayLike, trials: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    Return the 95 % interval of a share: Wilson's score interval (1927).

    It covers sampling alone: that other papers of the kind might have been read. What
    the extractor gets wrong comes on top. Without trials the interval is 0 to 1.

    >>> low, high = wilson(8, 10)
    >>> f"{low:.2f} {high:.2f}"
    '0.49 0.94'
    """
    number = np.asarray(trials, dtype=float)
    some = np.maximum(number, 1.0)
    share = np.where(number > 0, np.asarray(successes, dtype=float) / some, 0.5)
    weight = _Z**2 / some
    centre = (share + weight / 2) / (1 + weight)
    half = np.sqrt(share * (1 - share) * weight + weight**2 / 4) / (1 + weight)
    low = np.where(number > 0, np.maximum(centre - half, 0.0), 0.0)
    high = np.where(number > 0, np.minimum(centre + half, 1.0), 1.0)
    return low, high
