"""Which records are of one paper: the rules applied to the pairs worth a look."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final

from scholargraph.deduplicate.richest import is_given
from scholargraph.deduplicate.rules import (
    MergeReason,
    near_copy,
    same_id_same_paper,
    same_title_same_paper,
    unrelated,
)
from scholargraph.deduplicate.similarity import Fingerprint, Fingerprints
from scholargraph.ids import arxiv_id
from scholargraph.model import Paper

# In a group up to this size all pairs are compared, in a larger one neighbours only:
# thousands of records may share a title ("Editorial") or an abstract ("Withdrawn").
_SMALL_GROUP: Final = 12
_NEIGHBOURS: Final = 4

_Rule = Callable[[Fingerprint, Fingerprint], bool]


class Clusters:
    """
    Records joined into papers, by index; the records are in a fixed order.

    A union-find whose roots are the smallest indices, so that the outcome depends
    on the records only.
    """

    def __init__(
        self, records: Sequence[Paper], fingerprints: Fingerprints | None = None
    ) -> None:
        """Join all records that are of one paper; ``fingerprints`` makes theirs."""
        self._records = records
        fingerprints = fingerprints or Fingerprints()
        self._prints = [fingerprints.of(record) for record in records]
        self._parents = list(range(len(records)))
        self._arxiv = [_arxiv_ids(record) for record in records]
        self._by_text: set[int] = set()
        self._join_by_identifier()
        self._join_by_id()
        self._join_by_title()
        self._join_near_copies()

    def groups(self) -> Iterator[tuple[list[int], MergeReason]]:
        """Yield the indices of each paper's records, and why they are together."""
        members: defaultdict[int, list[int]] = defaultdict(list)
        for index in range(len(self._records)):
            members[self._root(index)].append(index)
        for root, indices in sorted(members.items()):
            by_text = root in self._by_text
            yield indices, MergeReason.TEXT if by_text else MergeReason.IDENTIFIER

    def _join_by_identifier(self) -> None:
        groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for index, record in enumerate(self._records):
            for identifier in canonical_identifiers(record):
                groups[identifier].append(index)
        for group in _shared(groups):
            for one, other in self._pairs(group):
                if not unrelated(self._prints[one], self._prints[other]):
                    self._join(one, other, MergeReason.IDENTIFIER)

    def _join_by_id(self) -> None:
        groups: defaultdict[str, list[int]] = defaultdict(list)
        for index, record in enumerate(self._records):
            groups[record.id].append(index)
        for group in _shared(groups):
            # An id made of the text alone says no more than the text.
            given = any(is_given(self._records[index]) for index in group)
            reason = MergeReason.IDENTIFIER if given else MergeReason.TEXT
            self._join_where(same_id_same_paper, group, reason)

    def _join_by_title(self) -> None:
        groups: defaultdict[str, list[int]] = defaultdict(list)
        for index, fingerprint in enumerate(self._prints):
            groups[fingerprint.title].append(index)
        for group in _shared(groups):
            self._join_titled(group)

    def _join_titled(self, group: list[int]) -> None:
        """
        Join records with one title; those without an abstract come last.

        A record without an abstract would tie together papers on different matters:
        it joins only where there is but one paper of that title.
        """
        full = [index for index in group if self._prints[index].length]
        bare = [index for index in group if not self._prints[index].length]
        self._join_where(same_title_same_paper, full, MergeReason.TEXT)
        self._join_where(same_title_same_paper, bare, MergeReason.TEXT)
        roots = sorted({self._root(index) for index in full})
        if len(roots) == 1:
            for index in bare:
                if same_title_same_paper(self._prints[index], self._prints[roots[0]]):
                    self._join(roots[0], index, MergeReason.TEXT)

    def _join_near_copies(self) -> None:
        groups: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for index, fingerprint in enumerate(self._prints):
            for key in fingerprint.meeting_keys():
                groups[key].append(index)
        compared: set[tuple[int, int]] = set()
        for group in _shared(groups):
            for one, other in self._pairs(group):
                if (one, other) not in compared:
                    compared.add((one, other))
                    self._join_if(near_copy, (one, other), MergeReason.TEXT)

    def _join_where(self, rule: _Rule, group: list[int], reason: MergeReason) -> None:
        for pair in self._pairs(group):
            self._join_if(rule, pair, reason)

    def _join_if(self, rule: _Rule, pair: tuple[int, int], reason: MergeReason) -> None:
        one, other = pair
        if self._root(one) != self._root(other) and rule(
            self._prints[one], self._prints[other]
        ):
            self._join(one, other, reason)

    def _pairs(self, group: list[int]) -> Iterator[tuple[int, int]]:
        """Yield the pairs of a group, of a large one those that sort together."""
        if len(group) <= _SMALL_GROUP:
            yield from combinations(group, 2)
            return

        def place_of(index: int) -> tuple[str, str, int]:
            fingerprint = self._prints[index]
            return fingerprint.title, fingerprint.abstract, index

        order = sorted(group, key=place_of)
        for place, one in enumerate(order):
            for other in order[place + 1 : place + 1 + _NEIGHBOURS]:
                yield min(one, other), max(one, other)

    def _join(self, one: int, other: int, reason: MergeReason) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        if first == second:
            return
        # Two submissions to arXiv are two papers, alike as their texts may be.
        one_known, other_known = self._arxiv[first], self._arxiv[second]
        known = one_known and other_known
        if reason is MergeReason.TEXT and known and one_known.isdisjoint(other_known):
            return
        self._parents[second] = first
        self._arxiv[first] |= self._arxiv[second]
        if reason is MergeReason.TEXT or second in self._by_text:
            self._by_text.add(first)

    def _root(self, index: int) -> int:
        root = index
        while self._parents[root] != root:
            root = self._parents[root]
        while self._parents[index] != root:
            self._parents[index], index = root, self._parents[index]
        return root


def _shared(groups: Mapping[Any, list[int]]) -> list[list[int]]:
    """Return the groups of several records, in the order of what they share."""
    several = (item for item in groups.items() if len(item[1]) > 1)
    return [group for _, group in sorted(several)]


def canonical_identifiers(record: Paper) -> Iterator[tuple[str, str]]:
    """Yield a record's identifiers; a DOI of arXiv's is the arXiv identifier."""
    for scheme, value in record.identifiers:
        arxiv = arxiv_id(value) if scheme == "doi" else None
        yield ("arxiv", arxiv) if arxiv else (scheme, value)


def _arxiv_ids(record: Paper) -> frozenset[str]:
    return frozenset(
        value for scheme, value in canonical_identifiers(record) if scheme == "arxiv"
    )
