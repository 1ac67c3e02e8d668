"""Two names side by side: which words they share, and what is left over."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from scholargraph.resolve.normal_form import normal_form
from scholargraph.resolve.stems import stem
from scholargraph.resolve.well_known import long_forms
from scholargraph.resolve.words import WORDS
from scholargraph.vocab import Kind


@dataclass(frozen=True, slots=True)
class Aligned:
    """
    The words of two names without small ones, and those that the other lacks.

    Words are compared by their stems; abbreviations among several words are spelt out
    where that meets the other name.
    """

    a: tuple[str, ...]
    b: tuple[str, ...]
    shared: int
    left_a: tuple[str, ...]
    left_b: tuple[str, ...]


def align(form_a: str, form_b: str, kind: Kind) -> Aligned:
    """
    Return two names word by word.

    >>> align("HR estimation", "heart rate estimation", Kind.TASK).left_a
    ()
    """
    a, b = words(form_a, kind), words(form_b, kind)
    a, b = _spelt_out(a, b), _spelt_out(b, a)
    stems_a, stems_b = Counter(map(stem, a)), Counter(map(stem, b))
    both = stems_a & stems_b
    return Aligned(a, b, both.total(), _left(a, both), _left(b, both))


@lru_cache(maxsize=1 << 14)
def words(form: str, kind: Kind) -> tuple[str, ...]:
    """Return the words of a name's normal form that carry meaning."""
    small = WORDS["small words"]
    found = normal_form(form, kind).lower().split()
    telling = tuple(word for word in found if word not in small)
    return telling or tuple(found) or (form,)


def turned(a: str, b: str, kind: Kind) -> bool:
    """
    Tell whether two names lead from one thing to another in opposite directions.

    >>> turned("text-to-image generation", "image-to-text generation", Kind.TASK)
    True
    >>> turned("text-image retrieval", "image-text retrieval", Kind.TASK)
    False
    """
    ends = [_ends(normal_form(name, kind).lower().split()) for name in (a, b)]
    return bool(ends[0] and ends[1]) and ends[0] == ends[1][::-1] != ends[1]


def _ends(name: Sequence[str]) -> tuple[str, ...]:
    """Return the stems of the words beside the first "to" of a name."""
    if "to" not in name[1:-1]:
        return ()
    at = name.index("to", 1)
    return stem(name[at - 1]), stem(name[at + 1])


def are_synonyms(word_a: str, word_b: str) -> bool:
    """
    Tell whether two words often say the same in names.

    >>> are_synonyms("synthesis", "generation")
    True
    """
    return frozenset((stem(word_a), stem(word_b))) in SYNONYMS


def _spelt_out(name: tuple[str, ...], other: Sequence[str]) -> tuple[str, ...]:
    """Return the name with the abbreviations that the other name has in full."""
    if len(name) < 2 and len(other) < 2:  # noqa: PLR2004 (a single word abbreviates alone)
        return name
    wanted = f" {' '.join(map(stem, other))} "
    result: list[str] = []
    for word in name:
        longs = long_forms().get(word, frozenset())
        fitting = [long for long in sorted(longs) if f" {_stemmed(long)} " in wanted]
        result += fitting[0].split() if fitting and word not in other else [word]
    return tuple(result)


def _stemmed(text: str) -> str:
    return " ".join(map(stem, text.split()))


def _left(name: Sequence[str], both: Counter[str]) -> tuple[str, ...]:
    budget = both.copy()
    left = []
    for word in name:
        if budget[stem(word)] > 0:
            budget[stem(word)] -= 1
        else:
            left.append(word)
    return tuple(left)


def _load_synonyms() -> frozenset[frozenset[str]]:
    text = files("scholargraph.resolve").joinpath("synonyms.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines()[1:]]
    return frozenset(frozenset((stem(a), stem(b))) for a, b in rows)


SYNONYMS: Final = _load_synonyms()
