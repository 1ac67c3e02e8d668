"""
Two graphs side by side: each paper's items before and after, and why they differ.

Where a paper was both read and resolved otherwise, a paper in between tells the two
apart: it is read as before and resolved as after. What it has of the new is due to the
resolution, what it lacks is not.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from scholargraph.differences.changes import Cause, Change
from scholargraph.differences.items import Details, Item, of_concept, of_paper
from scholargraph.differences.overriding import differing, touched
from scholargraph.differences.sides import Side
from scholargraph.differences.walking import side_by_side
from scholargraph.model import Concept, Extraction, ResolvedPaper
from scholargraph.rdf import Maker, terms
from scholargraph.rdf.iris import Addresses

Items = dict[Item, Details]
_OF_TEXT: Final = frozenset(
    term.value for term in (terms.TITLE, terms.ABSTRACT, terms.LABEL)
)
REPLACED: Final = terms.IS_REPLACED_BY.value


def changes(old: Side, new: Side) -> Iterator[Change]:
    """
    Yield what differs from one graph to another: settings, papers, concepts.

    All addresses are those that the new graph's base would give, so that another base
    is one change and not one of every statement.
    """
    yield from _settings(old, new)
    comparison = _Comparison(old, new)
    for before, after in side_by_side(
        old.corpus.papers(), new.corpus.papers(), _paper_id
    ):
        yield from comparison.paper(before, after)
    for first, second in side_by_side(
        old.corpus.concepts, new.corpus.concepts, _concept_id
    ):
        yield from comparison.concept(first, second)
    yield from comparison.replaced(old.replaced, new.replaced)


def _paper_id(resolved: ResolvedPaper) -> str:
    return resolved.paper.id


def _concept_id(concept: Concept) -> str:
    return concept.id


def _settings(old: Side, new: Side) -> Iterator[Change]:
    values = (
        (Cause.EXTRACTOR, "extractor", old.extractor, new.extractor),
        (Cause.SETTINGS, "base", old.base, new.base),
        (Cause.SETTINGS, "run", old.run, new.run),
        (Cause.SETTINGS, "min_confidence", old.floor, new.floor),
    )
    for cause, name, before, after in values:
        if before != after:
            item = Item("graph", "", name)
            yield Change(cause, "", item, {"value": (before,)}, {"value": (after,)})


class _Comparison:
    """Compares what two graphs state; remembers by what concepts were touched."""

    def __init__(self, old: Side, new: Side) -> None:
        self._addresses = Addresses(new.base)
        self._old = Maker(old.corpus.concepts, base=new.base, run=new.run, apart=True)
        self._new = Maker(new.corpus.concepts, base=new.base, run=new.run, apart=True)
        self._overridden = differing(old.overrides, new.overrides)
        self._rescaled = _rescaled(old, new)
        self._as_sure = old.floor == new.floor
        self._causes: dict[str, set[Cause]] = defaultdict(set)

    def paper(
        self, before: ResolvedPaper | None, after: ResolvedPaper | None
    ) -> Iterator[Change]:
        """Yield what differs in what a paper states and in what is known of it."""
        if before == after and not (after and self._is_rescaled(after)):
            return
        some = after or before
        assert some is not None
        olds, news = self._items(self._old, before), self._items(self._new, after)
        explained = self._explained(before, after)
        for item, first, second in _differing(olds, news):
            cause = explained(item, first, second)
            for concept in _concepts(item, first, second):
                self._causes[concept].add(cause)
            yield Change(cause, some.paper.id, item, first, second)

    def concept(self, old: Concept | None, new: Concept | None) -> Iterator[Change]:
        """Yield what differs in what is known of a concept."""
        some = new or old
        assert some is not None
        address = self._addresses.concept(some.id)
        olds, news = (
            {} if concept is None else of_concept(maker.concepts([concept]), address)
            for maker, concept in ((self._old, old), (self._new, new))
        )
        for item, first, second in _differing(olds, news):
            yield Change(self._cause(some.id), "", item, first, second)

    def replaced(
        self, old: Mapping[str, str], new: Mapping[str, str]
    ) -> Iterator[Change]:
        """Yield what differs in where addresses lead that were given up."""
        for given_up, successor in sorted(set(old.items()) ^ set(new.items())):
            item = Item("concept", self._addresses.concept(given_up).value, REPLACED)
            sides = [
                {"value": (self._addresses.concept(successor).value,)}
                if there.get(given_up) == successor
                else None
                for there in (old, new)
            ]
            yield Change(self._cause(given_up), "", item, *sides)

    def _items(self, maker: Maker, resolved: ResolvedPaper | None) -> Items:
        if resolved is None:
            return {}
        paper = self._addresses.paper(resolved.paper.id)
        return of_paper(maker.paper(resolved), paper)

    def _is_rescaled(self, resolved: ResolvedPaper) -> bool:
        return not self._rescaled.isdisjoint(resolved.concept_ids.values())

    def _is_sifted(self, before: ResolvedPaper, after: ResolvedPaper) -> bool:
        """Tell whether one graph has more of what was read alike for both."""
        first, second = before.extraction, after.extraction
        return not self._as_sure and (
            _is_part(first, second) or _is_part(second, first)
        )

    def _explained(
        self, before: ResolvedPaper | None, after: ResolvedPaper | None
    ) -> "_Explained":
        if before is None or after is None:
            return _Explained(Cause.SOURCE, whole=True)
        moved = touched(before.concept_ids, after.concept_ids, self._overridden)
        self._overridden |= moved
        main = None
        if before.paper.text != after.paper.text:
            main = Cause.SOURCE
        elif self._is_sifted(before, after):
            main = Cause.SETTINGS
        elif not _read_alike(before, after):
            main = Cause.EXTRACTOR
        between = None
        if main and before.concept_ids != after.concept_ids:
            ids = {**before.concept_ids, **after.concept_ids}
            between = self._items(self._new, replace(before, concept_ids=ids))
        addresses = {self._addresses.concept(id_).value for id_ in self._overridden}
        return _Explained(main, between, frozenset(addresses))

    def _cause(self, concept_id: str) -> Cause:
        if concept_id in self._overridden:
            return Cause.OVERRIDE
        causes = self._causes.get(self._addresses.concept(concept_id).value, set())
        return min(causes, key=list(Cause).index, default=Cause.RESOLUTION)


class _Explained:
    """Why an item of one paper differs."""

    def __init__(
        self,
        main: Cause | None,
        between: Items | None = None,
        overridden: frozenset[str] = frozenset(),
        *,
        whole: bool = False,
    ) -> None:
        """
        Take the cause of what resolution has nothing to do with.

        ``between`` has the items of the paper in between, where there is one;
        ``whole`` says that the paper as a whole is there in one graph alone.
        """
        self._whole = whole
        self._main = main
        self._between = between
        self._overridden = overridden

    def __call__(
        self, item: Item, first: Details | None, second: Details | None
    ) -> Cause:
        """Return the cause of a change."""
        if self._whole:
            return Cause.SOURCE
        if item.sort == "paper":
            of_text = self._main == Cause.SOURCE and item.predicate in _OF_TEXT
            return Cause.SOURCE if of_text else Cause.METADATA
        if self._main and not self._is_resolved(item, first, second):
            return self._main
        if self._overridden.isdisjoint(_concepts(item, first, second)):
            return Cause.RESOLUTION
        return Cause.OVERRIDE

    def _is_resolved(
        self, item: Item, first: Details | None, second: Details | None
    ) -> bool:
        """Tell whether the paper in between has changed already."""
        if self._between is None:
            return False
        there = self._between.get(item)
        return there != first and there == second


def _is_part(less: Extraction, more: Extraction) -> bool:
    """Tell whether all that one extraction says is in another, whoever read it."""
    entities = {entity.name: entity for entity in more.entities}
    return (
        all(
            entity.name in entities
            and entity == replace(entities[entity.name], mentions=entity.mentions)
            and set(entity.mentions) <= set(entities[entity.name].mentions)
            for entity in less.entities
        )
        and set(less.relations) <= set(more.relations)
        and set(less.results) <= set(more.results)
        and set(less.links) <= set(more.links)
    )


def _read_alike(before: ResolvedPaper, after: ResolvedPaper) -> bool:
    """
    Tell whether two papers of one text were read alike.

    Where one extractor read both, what differs in kinds and roles comes of concepts
    that are of another kind now.
    """
    first, second = before.extraction, after.extraction
    if first.extractor == second.extractor and before.concept_ids != after.concept_ids:
        return True
    return replace(first, extractor="") == replace(second, extractor="")


def _rescaled(old: Side, new: Side) -> frozenset[str]:
    """Return the metrics on whose scale the graphs differ: their results do, then."""
    first, second = ({(c.id, c.scale) for c in g.corpus.concepts} for g in (old, new))
    return frozenset(id_ for id_, _ in first ^ second)


def _differing(
    olds: Mapping[Item, Details], news: Mapping[Item, Details]
) -> Iterator[tuple[Item, Details | None, Details | None]]:
    for item in sorted({*olds, *news}):
        first, second = olds.get(item), news.get(item)
        if first != second:
            yield item, first, second


def _concepts(item: Item, *details: Details | None) -> set[str]:
    """Return the addresses that an item is about; those of concepts are among them."""
    values = {item.subject, *item.object.split(" ")}
    return values.union(*(d.get("denotes", ()) for d in details if d))
