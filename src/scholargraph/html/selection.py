"""Which papers of a corpus a page shows; knows nothing of pages."""

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from scholargraph.errors import ScholargraphError, UnknownNameError
from scholargraph.model import Concept, Corpus, ResolvedPaper
from scholargraph.vocab import Kind

DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
# A hub such as "accuracy" would drag half of the corpus into any neighbourhood.
WIDEST_STEP = 200


@dataclass(frozen=True, slots=True)
class Selection:
    """
    The part of a corpus that a page shows; whole where nothing is set.

    ``around`` and ``task`` name a concept by id, label or alias, ``around`` also a
    paper by id; ``depth`` counts steps between papers: 1 takes the papers of the
    concept, 2 those that share a further concept with one of them. ``since`` is the
    beginning of an ISO 8601 date. ``top`` keeps the papers that are best connected.
    """

    around: str | None = None
    depth: int = 1
    task: str | None = None
    since: str | None = None
    top: int | None = None


@dataclass(slots=True)
class _Index:
    """The corpus as ids alone: small enough to hold for any corpus that streams."""

    concepts: dict[str, set[str]] = field(default_factory=dict)
    papers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    dates: dict[str, str] = field(default_factory=dict)

    def add(self, resolved: ResolvedPaper) -> None:
        id_ = resolved.paper.id
        self.concepts[id_] = set(resolved.concept_ids.values())
        self.dates[id_] = resolved.paper.date or ""
        for concept in self.concepts[id_]:
            self.papers[concept].add(id_)


def papers(
    corpus: Corpus, selection: Selection, *, most: int
) -> tuple[frozenset[str], int]:
    """
    Return the ids of the papers that the selection keeps, and how many there are.

    Where the selection sets no ``top``, it is ``most``.

    Raises
    ------
    UnknownNameError
        Where ``around`` or ``task`` names nothing in the corpus.
    ScholargraphError
        Where a number is out of its range, or no paper is left.

    """
    _check(selection)
    index = _Index()
    for resolved in corpus.papers():
        index.add(resolved)
    kept = set(index.concepts)
    if selection.since is not None:
        kept = {id_ for id_ in kept if _is_since(index.dates[id_], selection.since)}
    if selection.task is not None:
        tasks = [c for c in corpus.concepts if c.kind is Kind.TASK]
        found = _named("task", selection.task, tasks)
        kept &= set().union(*(index.papers[id_] for id_ in found))
    if selection.around is not None:
        kept &= _around(corpus, index, selection)
    top = most if selection.top is None else selection.top
    if len(kept) > top:
        named = {paper: index.concepts[paper] for paper in kept}
        kept = set(best_connected(named, top))
    if not kept and index.concepts:
        raise ScholargraphError("selection", "leaves no paper to show")
    return frozenset(kept), len(index.concepts)


def _check(selection: Selection) -> None:
    if selection.top is not None and selection.top < 1:
        raise ScholargraphError("top", f"is {selection.top}; must be at least 1")
    if selection.depth < 1:
        raise ScholargraphError("depth", f"is {selection.depth}; must be at least 1")
    if selection.since is not None and not DATE.fullmatch(selection.since):
        what = f"is {selection.since!r}; must be a date such as 2024 or 2024-05-31"
        raise ScholargraphError("since", what)


def _is_since(date: str, since: str) -> bool:
    # A paper of 2024-05 may be one of the 31st.
    return bool(date) and date >= since[: len(date)]


def _named(table: str, name: str, concepts: Sequence[Concept]) -> list[str]:
    """Return the ids of the concepts of that id, else label, else alias."""
    wanted = name.casefold()
    ways: tuple[Callable[[Concept], Iterable[str]], ...] = (
        lambda concept: (concept.id,),
        lambda concept: (concept.label,),
        lambda concept: concept.aliases,
    )
    for names in ways:
        found = [
            concept.id
            for concept in concepts
            if any(each.casefold() == wanted for each in names(concept))
        ]
        if found:
            return found
    labels = sorted({concept.label for concept in concepts})
    raise UnknownNameError(table, name, get_close_matches(name, labels, n=5))


def _around(corpus: Corpus, index: _Index, selection: Selection) -> set[str]:
    name = selection.around or ""
    if name in index.concepts:
        reached = {name}
        concepts = index.concepts[name]
    else:
        reached = set()
        concepts = set(_named("concept or paper", name, corpus.concepts))
    for step in range(selection.depth):
        nearby = {
            paper
            for concept in concepts
            # The concept asked for is followed however common it is.
            if len(index.papers[concept]) <= WIDEST_STEP or step == 0
            for paper in index.papers[concept]
        }
        reached |= nearby
        concepts = set().union(*(index.concepts[paper] for paper in nearby))
    return reached


def best_connected(named: Mapping[str, Collection[str]], top: int) -> frozenset[str]:
    """Return the papers that share most with others, given what each names."""
    counts = Counter(concept for concepts in named.values() for concept in concepts)

    def connection(paper: str) -> tuple[float, str]:
        # fsum, since the order of a set must not show in the last digit.
        shared = math.fsum(math.log(counts[concept]) for concept in named[paper])
        return -shared, paper

    return frozenset(heapq.nsmallest(top, named, key=connection))
