"""Whether a reported score may be on another scale than its like."""

from decimal import Decimal
from typing import Final

from scholargraph.vocab import ResultKind

# Scales that some write as a fraction of 1 and others in percent.
_SHARES: Final = frozenset({"fraction", "0-100"})
_WHOLE: Final = 100


def scale_doubt(scale: str | None, value: Decimal, kind: ResultKind) -> bool:
    """
    Tell whether a score may be a fraction where others are percentages.

    >>> scale_doubt("fraction", Decimal("0.93"), ResultKind.ABSOLUTE)
    True
    >>> scale_doubt("fraction", Decimal("93"), ResultKind.ABSOLUTE)
    False
    """
    if scale not in _SHARES or kind != ResultKind.ABSOLUTE:
        return False
    return value <= 1 or value > _WHOLE
