"""Names that say nothing ("method", "our model", "performance"): no concepts."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from scholargraph.resolve.normal_form import normal_form
from scholargraph.resolve.words import WORDS
from scholargraph.vocab import Kind

_ANY_KIND: Final = WORDS["noise"]
_ALLOWED: Final[Mapping[Kind, frozenset[str]]] = MappingProxyType(
    {
        Kind.METHOD: frozenset(),
        Kind.DATASET: frozenset(),
        Kind.TASK: frozenset({"bias"}),
        Kind.METRIC: frozenset({"success", "bias"}),
    }
)
# What is vague of one kind only: a "cost" of what?
_OF_KIND: Final[Mapping[Kind, frozenset[str]]] = MappingProxyType(
    {kind: WORDS.get(f"noise {kind.value}", frozenset()) for kind in Kind}
)
_PHRASES: Final = WORDS["noise phrases"]
# Adjectives that make a vague head no more nameable.
_VAGUE: Final = WORDS["vague adjectives"]
_ALONE: Final[Mapping[Kind, frozenset[str]]] = MappingProxyType(
    {kind: (_ANY_KIND | _OF_KIND[kind] | _VAGUE) - _ALLOWED[kind] for kind in Kind}
)
# An adjective that waits for its noun: "LLM-based".
_HALF: Final = re.compile(
    r"\S+-(?:based|level|driven|aware|specific|free|agnostic|scale)"
)
_LONGEST: Final = 200
_ACRONYM: Final = 3
_NOT_A_NAME: Final = re.compile(r"^[\W\d_]*$|^.$|^https?:|^www\.|^\d+(?:\.\d+)?\s*%?$")


@lru_cache(maxsize=1 << 15)
def is_noise(name: str, kind: Kind) -> bool:
    """
    Tell whether a name denotes nothing that a catalogue would list.

    >>> is_noise("our proposed method", Kind.METHOD), is_noise("CLIP", Kind.METHOD)
    (True, False)
    """
    if _NOT_A_NAME.search(name.strip()) or len(name) > _LONGEST:
        return True
    form = normal_form(name, kind)
    if form in _PHRASES or _HALF.fullmatch(name.strip()):
        return True
    words = form.split()
    while len(words) > 1 and words[0] in _VAGUE:
        words = words[1:]
    acronym = name.isupper() and len(name) >= _ACRONYM
    alone = len(words) == 1 and not acronym
    return alone and words[0] in _ALONE[kind]
