"""Records in, papers out, each once, with a report of what was put together."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Protocol

from scholargraph.deduplicate.clusters import Clusters
from scholargraph.deduplicate.meetings import Keys, Meetings, Sets, Several
from scholargraph.deduplicate.richest import one_paper
from scholargraph.deduplicate.rules import MergeReason
from scholargraph.deduplicate.similarity import Fingerprints
from scholargraph.ids import text_hash
from scholargraph.model import Paper


class Records(Protocol):
    """Records that are kept elsewhere, each with a number, such as a place on disk."""

    def numbered(self) -> Iterator[tuple[int, Paper]]:
        """Yield all records with their numbers, by id; any number of times."""
        ...

    def some(self, numbers: Sequence[int]) -> Iterable[Paper]:
        """Return the records of some numbers, in the order of these."""
        ...


@dataclass(frozen=True, slots=True)
class Merge:
    """A paper made of several records, which are its variants, and why."""

    paper_id: str
    reason: MergeReason
    variants: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """
    A paper, and the records that it was made of.

    ``given_id`` is another than the paper's where other papers were given the same.
    """

    paper: Paper
    reason: MergeReason
    variants: tuple[Paper, ...]
    given_id: str

    @property
    def merge(self) -> Merge | None:
        """What is to be said of the paper if it was read more than once."""
        if len(self.variants) == 1:
            return None
        return Merge(self.paper.id, self.reason, self.variants)


@dataclass(frozen=True, slots=True)
class Conflict:
    """An id under which there were different papers, and the ids they have now."""

    given_id: str
    paper_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deduplication:
    """The papers by id, each once, and what was decided on the way."""

    papers: tuple[Paper, ...]
    merges: tuple[Merge, ...]
    conflicts: tuple[Conflict, ...]


def merge(papers: Iterable[Paper]) -> Deduplication:
    """Return the papers that the records are of, as ``merged`` yields them."""
    taken: dict[str, Found] = {}
    for found in merged(_InMemory(papers), taken.__contains__):
        taken[found.paper.id] = found
    named = [taken[id_] for id_ in sorted(taken)]
    return Deduplication(
        papers=tuple(found.paper for found in named),
        merges=tuple(each for found in named if (each := found.merge)),
        conflicts=conflicts((found.given_id, found.paper.id) for found in named),
    )


def merged(
    records: Records, is_taken: Callable[[str], bool], scratch: Path | None = None
) -> Iterator[Found]:
    """
    Yield the papers that the records are of, in whatever order the records come.

    Records are of one paper if they share an identifier, else if title and abstract
    are alike. Different papers under one id are kept, under an id that tells their
    texts apart; they come last, when ``is_taken`` knows the ids of all others.

    In memory are some bytes of each record, and at a time the records that may be of
    one paper. A temporary file may be made in the folder ``scratch``.
    """
    fingerprints = Fingerprints()
    numbers, sets = _sets(records, Keys(fingerprints), scratch)

    def papers(first: int) -> list[Found]:
        some = records.some([numbers[index] for index in sets.of(first)])
        return _papers(tuple(some), fingerprints)

    later = iter(sets.later().tolist())
    skipped = next(later, None)
    torn: list[int] = []
    for index, (_, record) in enumerate(_in_order(records)):
        if index == skipped:
            skipped = next(later, None)
            continue
        if len(sets.of(index)) == 1:
            yield Found(record, MergeReason.IDENTIFIER, (record,), record.id)
            continue
        found = papers(index)
        counts = _counts(found)
        yield from (each for each in found if counts[each.given_id] == 1)
        if len(counts) < len(found):
            torn.append(index)
    for index in torn:
        yield from _renamed(papers(index), is_taken)


def conflicts(ids: Iterable[tuple[str, str]]) -> tuple[Conflict, ...]:
    """Return ids given to several papers, of pairs of an id given and the one now."""
    renamed: defaultdict[str, list[str]] = defaultdict(list)
    for old, new in ids:
        if old != new:
            renamed[old].append(new)
    return tuple(
        Conflict(given, tuple(sorted(now))) for given, now in sorted(renamed.items())
    )


def _sets(
    records: Records, keys: Keys, scratch: Path | None
) -> tuple["array[int]", Several]:
    """Return the records' numbers, in order, and the sets of those to be compared."""
    numbers, sets = array("q"), Sets()
    with closing(Meetings(scratch)) as meetings:
        before: str | None = None
        for number, record in _in_order(records):
            numbers.append(number)
            index = sets.add()
            if record.id == before:
                sets.join(index - 1, index)
            before = record.id
            for key in keys.of(record):
                meetings.add(key, index)
        for pair in meetings.pairs():
            sets.join(*pair)
    return numbers, sets.several()


def _in_order(records: Records) -> Iterator[tuple[int, Paper]]:
    """Yield the records in an order that depends on nothing but what they say."""
    for _, same in groupby(records.numbered(), key=lambda entry: entry[1].id):
        yield from sorted(same, key=lambda entry: _order(entry[1]))


def _order(paper: Paper) -> tuple[object, ...]:
    """Return a key that orders records by all they say."""
    texts = (paper.id, paper.title, paper.abstract, paper.date or "")
    more = (paper.venue or "", paper.categories, paper.address or "")
    return (*texts, paper.identifiers, paper.authors, *more, paper.source)


def _papers(some: Sequence[Paper], fingerprints: Fingerprints) -> list[Found]:
    """Return the papers of records, under the ids that they have by themselves."""
    found = []
    for indices, reason in Clusters(some, fingerprints).groups():
        variants = tuple(some[index] for index in indices)
        paper = one_paper(variants)
        found.append(Found(paper, reason, variants, paper.id))
    return found


def _counts(found: Iterable[Found]) -> Counter[str]:
    # A paper's id is one of its records', and those of one id are in one set: no other
    # set has a paper of that id.
    return Counter(each.given_id for each in found)


def _renamed(
    found: Sequence[Found], is_taken: Callable[[str], bool]
) -> Iterator[Found]:
    """Yield the papers that others have the id of, under ids of their own."""
    counts = _counts(found)
    for each in found:
        if counts[each.given_id] > 1:
            id_ = _distinct_id(each.paper, is_taken)
            yield replace(each, paper=replace(each.paper, id=id_))


def _distinct_id(paper: Paper, is_taken: Callable[[str], bool]) -> str:
    """Return an id that the text tells from those of papers that had the same."""
    id_ = f"{paper.id}-{text_hash(paper.title, paper.abstract)}"
    number = 1
    while is_taken(id_):
        number += 1
        content = f"{number}\n{paper.text}".encode("utf-8", "surrogatepass")
        id_ = f"{paper.id}-{sha256(content).hexdigest()[:8]}"
    return id_


class _InMemory:
    """Records in memory."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._papers = tuple(papers)

    def numbered(self) -> Iterator[tuple[int, Paper]]:
        return iter(sorted(enumerate(self._papers), key=lambda entry: entry[1].id))

    def some(self, numbers: Sequence[int]) -> Iterable[Paper]:
        return [self._papers[number] for number in numbers]
