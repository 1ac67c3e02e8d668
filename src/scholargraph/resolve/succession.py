"""
What became of concepts whose ids are gone after papers were added or merged.

An id is made from the name that people use. Further papers may show that another name
is used more, or that two concepts are one; then the old id leads to the new.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from scholargraph.resolve.rows import beside

Assigned = Mapping[str, Mapping[str, str]]
Successors = Mapping[str, str]
# A paper's id, and the concept id of each of its entities' names.
Given = tuple[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class History:
    """
    What the last resolution of a corpus came to, before a person's decisions.

    ``assigned`` is paper id to entity name to concept id. ``successors`` leads from
    each id that was given up at any time to the one that took its place then, which
    may itself be given up.
    """

    assigned: Assigned = field(default_factory=dict)
    successors: Successors = field(default_factory=dict)


def succession(history: History, after: Assigned) -> dict[str, str]:
    """
    Return the successors of all ids that were ever given up, and are not used again.

    >>> history = History({"p": {"X": "method/y"}}, {"method/x": "method/y"})
    >>> succession(history, {"p": {"X": "method/z"}})
    {'method/x': 'method/y', 'method/y': 'method/z'}
    """
    before = sorted(history.assigned.items())
    return walked_succession(before, history.successors, lambda: sorted(after.items()))


def walked_succession(
    before: Iterable[Given], links: Successors, after: Callable[[], Iterable[Given]]
) -> dict[str, str]:
    """
    Return what ``succession`` does, of papers that are walked over, in order of ids.

    What is remembered is in proportion to what changed.
    """
    votes = _votes(before, after())
    used = used_of(votes.keys() | links.keys(), (names for _, names in after()))
    found = {**links, **_elected(votes, used)}
    return {id_: found[id_] for id_ in sorted(found.keys() - used)}


def followed(links: Successors, used: AbstractSet[str]) -> dict[str, str]:
    """
    Return for each id that is given up the used one that its successors lead to.

    >>> followed({"method/x": "method/y", "method/y": "method/z"}, {"method/z"})
    {'method/x': 'method/z', 'method/y': 'method/z'}
    """
    ends = {id_: _end(id_, links, used) for id_ in sorted(links.keys() - used)}
    return {id_: end for id_, end in ends.items() if end in used}


def used_of(
    wanted: AbstractSet[str], given: Iterable[Mapping[str, str]]
) -> frozenset[str]:
    """Return those ids that entities have."""
    return frozenset(id_ for names in given for id_ in names.values() if id_ in wanted)


def _votes(before: Iterable[Given], after: Iterable[Given]) -> dict[str, Counter[str]]:
    """Return, by id, which others its entities have now, where that is another."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for (_, names), found in beside(before, after):
        for _, now in found:
            for name, id_ in names.items():
                if now.get(name, id_) != id_:
                    votes[id_][now[name]] += 1
    return dict(votes)


def _elected(
    votes: Mapping[str, Counter[str]], used: AbstractSet[str]
) -> dict[str, str]:
    return {
        id_: min(counts, key=lambda new: (-counts[new], new))
        for id_, counts in sorted(votes.items())
        if id_ not in used
    }


def _end(id_: str, links: Successors, used: AbstractSet[str]) -> str:
    seen = set()  # what a file says may lead round and round
    while id_ in links and id_ not in used and id_ not in seen:
        seen.add(id_)
        id_ = links[id_]
    return id_
