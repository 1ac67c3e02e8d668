"""
When two records are of one paper.

Thresholds are on the cautious side: two records of one paper cost a reader less than
two papers made into one.
"""

from enum import StrEnum
from typing import Final

from scholargraph.deduplicate.similarity import (
    Fingerprint,
    common_runs,
    common_words,
    resemblance,
    title_likeness,
)


class MergeReason(StrEnum):
    """Why records were taken for one paper."""

    IDENTIFIER = "identifier"
    TEXT = "title and abstract"


# Under equal titles: a revised abstract keeps some runs of words, or most of its words;
# abstracts on other matters share next to none (runs) and a quarter (words).
_REVISED_RUNS: Final = 0.15
_REVISED_WORDS: Final = 0.5
# Abstracts that are copies of one another allow for more in the titles.
_COPIED_RUNS: Final = 0.9
_COPIED_TITLE: Final = 0.6
_NEAR_RUNS: Final = 0.6
_NEAR_TITLE: Final = 0.9
# Shorter abstracts ("This paper has been withdrawn.") do not tell papers apart.
_TELLING: Final = 30
_UNRELATED_RUNS: Final = 0.02
_UNRELATED_TITLE: Final = 0.5
# Of titles without abstracts only distinctive ones are equal by themselves.
_DISTINCTIVE: Final = 4


def same_title_same_paper(one: Fingerprint, other: Fingerprint) -> bool:
    """Return whether two records with equal titles are of one paper."""
    if not one.length or not other.length:
        return len(one.title.split()) >= _DISTINCTIVE
    return (
        common_runs(one, other) >= _REVISED_RUNS
        or common_words(one, other) >= _REVISED_WORDS
    )


def near_copy(one: Fingerprint, other: Fingerprint) -> bool:
    """Return whether records with other titles are of one paper: a typo, a subtitle."""
    alike = resemblance(one, other)
    if alike < _NEAR_RUNS:
        return False
    telling = min(one.length, other.length) >= _TELLING
    title = _COPIED_TITLE if telling and alike >= _COPIED_RUNS else _NEAR_TITLE
    return title_likeness(one.title, other.title) >= title


def unrelated(one: Fingerprint, other: Fingerprint) -> bool:
    """
    Return whether a shared identifier must be wrong: the texts have nothing in common.

    Such is the DOI of a whole volume given to each of its papers.
    """
    return (
        min(one.length, other.length) >= _TELLING
        and common_runs(one, other) < _UNRELATED_RUNS
        and title_likeness(one.title, other.title) < _UNRELATED_TITLE
    )


def same_id_same_paper(one: Fingerprint, other: Fingerprint) -> bool:
    """Return whether two records under one given id have alike texts."""
    if one.title == other.title:
        return not one.length or not other.length or same_title_same_paper(one, other)
    if title_likeness(one.title, other.title) >= _NEAR_TITLE:
        return same_title_same_paper(one, other)
    return min(one.length, other.length) > 0 and (resemblance(one, other) >= _NEAR_RUNS)
