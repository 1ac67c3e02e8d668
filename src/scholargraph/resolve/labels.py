"""A concept's names: the label that people use, its aliases, its id."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Final

from scholargraph.ids import slug
from scholargraph.resolve.normal_form import is_proper
from scholargraph.resolve.occurrences import Occurrence
from scholargraph.text import readable, singular
from scholargraph.vocab import Kind, Role

# The introducing paper knows its concept's name best.
INTRODUCTION_VOTES: Final = 3
# Titles are in title case: they say little about how a name is written.
TITLE_WEIGHT: Final = 0.1
# What a mention takes with it from the text around: "CNN-" of "CNN- and RNN-based".
_STRAY: Final = ' \t\n"`-\u2013\u2014'
_LATEX: Final = re.compile(r"[\\$~{}^_]")
# How an id ends that got a hash.
_HASHED: Final = re.compile(r"-[0-9a-f]{8}$")
_SHORT_PLURAL: Final = re.compile(r"(?<=[A-Z])s$")


def label(
    kind: Kind, members: Sequence[Occurrence], taken: frozenset[str] = frozenset()
) -> str:
    """
    Return the name to show for the concept that these occurrences make up.

    ``taken`` are keys that it must not be named by: short forms that other concepts
    of the kind share.
    """
    votes: dict[str, int] = {}
    for member in members:
        weight = INTRODUCTION_VOTES if member.role == Role.INTRODUCES else 1
        votes[member.key] = votes.get(member.key, 0) + weight
        for form in member.forms:
            votes.setdefault(form[1], 0)
    free = {name: count for name, count in votes.items() if name not in taken}
    best = min(free or votes, key=lambda name: (-votes[name], len(name), name))
    return _best_written(_written(kind, members, best))


def _written(kind: Kind, members: Iterable[Occurrence], name: str) -> dict[str, float]:
    """Return how often a name is written in which way."""
    forms: dict[str, float] = defaultdict(float)
    for member in members:
        if member.key == name:
            forms[shown(member.name, kind)] += 1
        for text, key, in_abstract, in_title in member.forms:
            if key == name:
                forms[shown(text, kind)] += in_abstract + TITLE_WEIGHT * in_title
    return forms


@lru_cache(maxsize=1 << 14)
def shown(form: str, kind: Kind) -> str:
    """
    Return a form as it is shown: LaTeX rendered, in the singular, no stray marks.

    >>> shown("Graph Neural Networks", Kind.METHOD), shown("LLMs", Kind.METHOD)
    ('Graph Neural Network', 'LLM')
    """
    text = (readable(form) if _LATEX.search(form) else form).strip(_STRAY) or form
    if kind is Kind.DATASET:
        return text
    text = _SHORT_PLURAL.sub("", text)
    start = max(text.rfind(" "), text.rfind("-")) + 1
    last = text[start:]
    if is_proper(last) or not last.isalpha() or (not start and last[:1].isupper()):
        return text
    return text[:start] + _in_case_of(last, singular(last.lower()))


def local_id(kind: Kind, name: str) -> str:
    """
    Return a concept's id as its label suggests it.

    >>> local_id(Kind.METHOD, "KronA+")
    'method/krona-plus'
    """
    return f"{kind.value.lower()}/{slug(name)}"


def unique_ids(kind: Kind, wanted: Mapping[str, tuple[str, int]]) -> dict[str, str]:
    """
    Return an id for each node, given what it suggests and how many papers use it.

    The most used one gets the id as suggested; others get a hash of their own key
    added, so that no further paper can change it.
    """
    ids: dict[str, str] = {}
    given: set[str] = set()
    for node in sorted(wanted, key=lambda node: (-wanted[node][1], node)):
        suggested = wanted[node][0]
        if suggested in given:
            digest = hashlib.sha256(f"{kind.value}/{node}".encode()).hexdigest()
            suggested += f"-{digest[:8]}"
        given.add(suggested)
        ids[node] = suggested
    return ids


def other_ids(kind: Kind, wanted: Iterable[tuple[str, int, str]]) -> dict[str, str]:
    """
    Return the ids of the nodes that do not get what they suggest.

    ``wanted`` is sorted: the id that a node suggests, minus the number of papers that
    use it, and the node. The ids are those of ``unique_ids``.
    """
    contested: dict[str, tuple[str, int]] = {}
    for suggested, rows in groupby(wanted, itemgetter(0)):
        found = {node: (suggested, -minus) for _, minus, node in rows}
        if len(found) > 1 or _HASHED.search(suggested):
            contested |= found
    ids = unique_ids(kind, contested)
    return {node: id_ for node, id_ in ids.items() if id_ != contested[node][0]}


def _best_written(forms: Mapping[str, float]) -> str:
    ranked = sorted(forms, key=lambda form: (-forms[form], form.swapcase()))
    best = ranked[0]
    # "Deep learning" opens a sentence; "deep learning" is the name.
    lower = best[:1].lower() + best[1:]
    return lower if lower != best and lower in forms and lower.islower() else best


def _in_case_of(pattern: str, word: str) -> str:
    return word.capitalize() if pattern[:1].isupper() else word
