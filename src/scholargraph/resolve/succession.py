"""What became of concepts whose ids are gone after papers were added or merged."""

from collections import Counter, defaultdict
from collections.abc import Mapping

Assigned = Mapping[str, Mapping[str, str]]


def successors(before: Assigned, after: Assigned) -> dict[str, str]:
    """
    Return, for each id that is gone, the id that most of its entities have now.

    Both arguments are paper id to entity name to concept id, as in
    ``Resolution.assigned``. A concept none of whose entities is left has no successor.

    >>> successors({"p": {"X": "method/x"}}, {"p": {"X": "method/y"}})
    {'method/x': 'method/y'}
    """
    current = {id_ for names in after.values() for id_ in names.values()}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for paper, names in before.items():
        now = after.get(paper, {})
        for name, id_ in names.items():
            if id_ not in current and name in now:
                votes[id_][now[name]] += 1
    return {
        id_: min(counts, key=lambda new: (-counts[new], new))
        for id_, counts in sorted(votes.items())
    }
