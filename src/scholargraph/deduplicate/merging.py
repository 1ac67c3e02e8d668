"""Records in, papers out, each once, with a report of what was put together."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from scholargraph.deduplicate.clusters import Clusters
from scholargraph.deduplicate.richest import one_paper
from scholargraph.deduplicate.rules import MergeReason
from scholargraph.ids import text_hash
from scholargraph.model import Paper


@dataclass(frozen=True, slots=True)
class Merge:
    """A paper made of several records, which are its variants, and why."""

    paper_id: str
    reason: MergeReason
    variants: tuple[Paper, ...]


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
    """
    Return the papers that the records are of, in whatever order they come.

    Records are of one paper if they share an identifier, else if title and abstract
    are alike. Different papers under one id are kept, under an id that tells their
    texts apart.
    """
    records = sorted(papers, key=_order)
    found: list[tuple[Paper, MergeReason, tuple[Paper, ...]]] = []
    for indices, reason in Clusters(records).groups():
        variants = tuple(records[index] for index in indices)
        found.append((one_paper(variants), reason, variants))
    ids = _distinct_ids([paper for paper, _, _ in found])
    named = sorted(
        (
            (replace(paper, id=id_), reason, variants)
            for id_, (paper, reason, variants) in zip(ids, found, strict=True)
        ),
        key=lambda entry: entry[0].id,
    )
    return Deduplication(
        papers=tuple(paper for paper, _, _ in named),
        merges=tuple(
            Merge(paper.id, reason, variants)
            for paper, reason, variants in named
            if len(variants) > 1
        ),
        conflicts=_conflicts([paper.id for paper, _, _ in found], ids),
    )


def _order(paper: Paper) -> tuple[object, ...]:
    """Return a key that orders records by all they say."""
    texts = (paper.id, paper.title, paper.abstract, paper.date or "")
    more = (paper.venue or "", paper.categories, paper.address or "")
    return (*texts, paper.identifiers, paper.authors, *more, paper.source)


def _distinct_ids(papers: list[Paper]) -> list[str]:
    """Return an id for each paper; the text tells apart those that had one id."""
    counts = Counter(paper.id for paper in papers)
    ids: list[str] = []
    taken = {id_ for id_, count in counts.items() if count == 1}
    for paper in papers:
        id_ = paper.id
        if counts[id_] > 1:
            id_ = f"{paper.id}-{text_hash(paper.title, paper.abstract)}"
            number = 1
            while id_ in taken:
                number += 1
                content = f"{number}\n{paper.text}".encode("utf-8", "surrogatepass")
                id_ = f"{paper.id}-{sha256(content).hexdigest()[:8]}"
            taken.add(id_)
        ids.append(id_)
    return ids


def _conflicts(before: list[str], after: list[str]) -> tuple[Conflict, ...]:
    renamed: defaultdict[str, list[str]] = defaultdict(list)
    for old, new in zip(before, after, strict=True):
        if old != new:
            renamed[old].append(new)
    return tuple(
        Conflict(given, tuple(sorted(ids))) for given, ids in sorted(renamed.items())
    )
