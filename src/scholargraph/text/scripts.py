"""Which script a text is in."""

import re
from typing import Final

# From Greek on, but for the Latin letters among and after the others.
_OTHER: Final = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u2c00-\u2c5f\u2c80-\uffff]")


def is_latin(text: str) -> bool:
    """
    Tell whether most of a text's letters are Latin, or it has none.

    >>> is_latin("Théorie des graphes: λ"), is_latin("知识图谱 (KG)"), is_latin("")
    (True, False, True)
    """
    if text.isascii():
        return True
    other = sum(map(str.isalpha, _OTHER.findall(text)))
    return 2 * other <= sum(map(str.isalpha, text))
