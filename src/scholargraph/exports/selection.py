"""
Which part of a corpus is exported: one meaning for all formats.

A selection of a corpus is a corpus again, so that a format need not know of it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from typing import Final

from scholargraph.errors import ScholargraphError, UnknownNameError
from scholargraph.extract.confident import confident
from scholargraph.model import Concept, Corpus, Entity, Extraction, ResolvedPaper
from scholargraph.vocab import Kind

_DATE: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Selection:
    """
    A part of a corpus; the whole where nothing is set.

    ``min_confidence`` leaves out what was read less surely; papers stay.
    ``concepts`` are ids, labels or aliases: papers that name one of them, or
    something narrower, stay whole. ``since`` and ``until`` are ISO 8601 dates or
    their beginnings: papers that may be of that time stay, those without a date do
    not. ``kinds`` keep concepts of these kinds, what is stated among them alone, and
    the papers that name one.
    """

    kinds: tuple[Kind, ...] = ()
    concepts: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    min_confidence: float = 0.0

    def __post_init__(self) -> None:
        """
        Refuse what is no selection.

        Raises
        ------
        ScholargraphError
            Where a date or the confidence is none.

        """
        for name, value in (("--since", self.since), ("--until", self.until)):
            if value is not None and not _DATE.fullmatch(value):
                what = f"is {value!r}; must be a date such as 2024 or 2024-05-31"
                raise ScholargraphError(name, what)
        if not 0 <= self.min_confidence <= 1:
            what = f"is {self.min_confidence}; must be from 0 to 1"
            raise ScholargraphError("--min-confidence", what)


def select(corpus: Corpus, selection: Selection) -> Corpus:
    """
    Return the selected part of a corpus; the corpus itself where that is all.

    Raises
    ------
    UnknownNameError
        Where the corpus has no concept of a name.
    ScholargraphError
        Where no paper is left.

    """
    if selection == Selection():
        return corpus
    selected = Selected(corpus, selection)
    if not selected.paper_count():
        raise ScholargraphError("selection", "leaves no paper to export")
    return selected


class Selected:
    """
    A selected part of a corpus.

    Its concepts are those that its papers name, and what these are narrower than;
    they count the papers of the selection.
    """

    def __init__(self, corpus: Corpus, selection: Selection) -> None:
        """Look up the concepts that are named in ``selection``."""
        self._corpus = corpus
        self._selection = selection
        # They are looked through again and again, and a walk reads them from disk.
        concepts = tuple(corpus.concepts) if selection.concepts else ()
        self._wanted = frozenset[str]().union(
            *(_named(name, concepts) for name in selection.concepts)
        )
        self._papers = 0
        self._counts: Counter[str] = Counter()
        for resolved in self.papers():
            self._papers += 1
            self._counts.update(set(resolved.concept_ids.values()))

    @cached_property
    def concepts(self) -> Sequence[Concept]:
        """The concepts of the selected papers, by id."""
        known = {concept.id: concept for concept in self._corpus.concepts}
        named = {id_ for id_ in self._counts if id_ in known}
        return tuple(
            replace(known[id_], paper_count=self._counts[id_])
            for id_ in and_broader(named, known)
        )

    def paper_count(self) -> int:
        """Return the number of papers."""
        return self._papers

    def papers(self) -> Iterator[ResolvedPaper]:
        """Yield the selected papers, by id, with what is selected of them."""
        chosen = self._selection
        for resolved in self._corpus.papers():
            if not _in_time(resolved.paper.date, chosen.since, chosen.until):
                continue
            sure = _surely(resolved, chosen.min_confidence)
            if chosen.concepts and self._wanted.isdisjoint(sure.concept_ids.values()):
                continue
            if chosen.kinds:
                sure = _of_kinds(sure, chosen.kinds)
                if not sure.concept_ids:
                    continue
            yield sure


def and_broader(ids: Iterable[str], known: Mapping[str, Concept]) -> list[str]:
    """Return the ids of known concepts and of all they are narrower than, sorted."""
    kept: set[str] = set()
    waiting = list(ids)
    while waiting:
        id_ = waiting.pop()
        if id_ not in kept:
            kept.add(id_)
            waiting += (b for b in known[id_].broader if b in known)
    return sorted(kept)


def _in_time(date: str | None, since: str | None, until: str | None) -> bool:
    if since is None and until is None:
        return True
    if not date:
        return False
    # A paper of 2024-05 may be one of the 31st, one of 2024 of any month.
    return (since is None or date >= since[: len(date)]) and (
        until is None or date[: len(until)] <= until
    )


def _surely(resolved: ResolvedPaper, least: float) -> ResolvedPaper:
    """Return the paper with what was read with a confidence of at least ``least``."""
    if not least:
        return resolved
    found = confident(resolved.extraction, least)
    return _with(resolved, found.entities, found)


def _of_kinds(resolved: ResolvedPaper, kinds: Iterable[Kind]) -> ResolvedPaper:
    """Return the paper with concepts of these kinds alone."""
    kept = frozenset(kinds)
    entities = tuple(e for e in resolved.extraction.entities if e.kind in kept)
    return _with(resolved, entities, resolved.extraction)


def _with(
    resolved: ResolvedPaper, entities: tuple[Entity, ...], found: Extraction
) -> ResolvedPaper:
    """
    Return the paper with these entities alone, and what is stated among them.

    A result without one of its concepts would say something else, so it goes whole.
    """
    names = frozenset(entity.name for entity in entities)
    ids = {n: id_ for n, id_ in resolved.concept_ids.items() if n in names}
    return replace(
        resolved,
        concept_ids=ids,
        extraction=replace(
            found,
            entities=entities,
            relations=tuple(
                r for r in found.relations if r.head in names and r.tail in names
            ),
            results=tuple(
                r
                for r in found.results
                if names.issuperset(
                    name
                    for name in (r.method, r.dataset, r.task, r.metric)
                    if name is not None
                )
            ),
        ),
    )


def _named(name: str, concepts: Sequence[Concept]) -> frozenset[str]:
    """Return the ids of the concepts of that id, else label, else alias, and parts."""
    wanted = name.casefold()
    ways: tuple[Callable[[Concept], Iterable[str]], ...] = (
        lambda concept: (concept.id,),
        lambda concept: (concept.label,),
        lambda concept: concept.aliases,
    )
    for names in ways:
        found = {c.id for c in concepts if wanted in map(str.casefold, names(c))}
        if found:
            return _and_narrower(found, concepts)
    labels = {concept.label.casefold(): concept.label for concept in concepts}
    near = get_close_matches(wanted, sorted(labels), n=5)
    raise UnknownNameError("--concept", name, [labels[label] for label in near])


def _and_narrower(ids: set[str], concepts: Sequence[Concept]) -> frozenset[str]:
    found = set(ids)
    while True:
        more = {c.id for c in concepts if c.id not in found and found & {*c.broader}}
        if not more:
            return frozenset(found)
        found |= more
