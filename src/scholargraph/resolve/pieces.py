"""The pieces of a proper name: "Qwen2.5-VL-7B" is Qwen, 2.5, VL, 7, B."""

import re
from functools import lru_cache
from typing import Final

_PIECE: Final = re.compile(
    r"\d+(?:\.\d+)*|[A-Z]{2,}(?=v\d)|[A-Z]+(?![a-z])s?|[A-Z]?[a-z]+|[A-Z]|[^\W\d_]+|[+*@#]"
)
_PLACEHOLDERS: Final = frozenset({"k", "n", "x"})


@lru_cache(maxsize=1 << 14)
def pieces(name: str) -> tuple[str, ...]:
    """
    Return the pieces of a name, in lower case.

    >>> pieces("GPT-4V"), pieces("LoCoV1"), pieces("Recall@10")
    (('gpt', '4', 'v'), ('lo', 'co', 'v', '1'), ('recall', '@', '10'))
    """
    return tuple(match[0].lower() for match in _PIECE.finditer(name))


def extends(name: str, base: str) -> bool:
    """
    Tell whether a name is another with pieces added at its end.

    >>> extends("ImageNet-LT", "ImageNet"), extends("TRACE", "TRAC")
    (True, False)
    """
    longer, shorter = pieces(name), pieces(base)
    return len(longer) > len(shorter) > 0 and longer[: len(shorter)] == shorter


def is_instance(name: str, pattern: str) -> bool:
    """
    Tell whether a name puts a number where another has a placeholder.

    >>> is_instance("Recall@100", "Recall@K")
    True
    """
    ours, theirs = pieces(name), pieces(pattern)
    if len(ours) != len(theirs) or ours == theirs:
        return False
    return all(
        mine == other or (mine.isdigit() and other in _PLACEHOLDERS)
        for mine, other in zip(ours, theirs, strict=True)
    )
