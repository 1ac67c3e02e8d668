"""The form of a name under which a concept is found."""

import re
import unicodedata
from typing import Final

_GAP: Final = re.compile(r"[\s\-_\u2010-\u2015]+")


def key(name: str) -> str:
    """
    Return the name without differences of case, width, spaces and hyphens.

    >>> key("Faster R-CNN"), key("GPT-4"), key("  ImageNet  1k ")
    ('faster r cnn', 'gpt 4', 'imagenet 1k')
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _GAP.sub(" ", folded).strip()
