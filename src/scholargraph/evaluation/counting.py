"""
Count what is right, wrong and missing in a paper, layer by layer.

A layer's counts are those of the project's annotation guidelines: mention spans
count where place and kind agree, concepts where kind and any form agree, relations
and results by the names of the aligned concepts.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeAlias

from scholargraph.evaluation.annotation import (
    Annotation,
    ConceptNote,
    ResultNote,
    Triple,
)
from scholargraph.floor import USUAL
from scholargraph.vocab import Kind, Role


@dataclass(frozen=True, slots=True)
class Counts:
    """Right, wrong and missing answers."""

    right: int = 0
    wrong: int = 0
    missing: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.right + other.right,
            self.wrong + other.wrong,
            self.missing + other.missing,
        )

    @property
    def precision(self) -> float:
        """The share of the answers that are right; 0 without answers."""
        given = self.right + self.wrong
        return self.right / given if given else 0.0

    @property
    def recall(self) -> float:
        """The share of what was to be found that was found; 0 without any."""
        wanted = self.right + self.missing
        return self.right / wanted if wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = 2 * self.right + self.wrong + self.missing
        return 2 * self.right / total if total else 0.0


Layers: TypeAlias = dict[str, Counts]
Key: TypeAlias = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Aligned:
    """
    A paper's gold and predicted annotation with their concepts aligned.

    ``pairs`` are positions of gold and predicted concepts; ``names`` gives the gold
    name of each aligned predicted name.
    """

    gold: Annotation
    predicted: Annotation
    pairs: tuple[tuple[int, int], ...]
    names: Mapping[str, str]

    def name(self, predicted: str | None) -> str | None:
        """Return the gold name for a predicted one, or the name itself."""
        return None if predicted is None else self.names.get(predicted, predicted)


def align(gold: Annotation, predicted: Annotation) -> Aligned:
    """
    Align concepts of the same kind that share a form: each gold one with the first.

    Greedy in the order of the records, so that figures are those of the scorer that
    the guidelines come with.
    """
    pairs = tuple(_pairs(gold.concepts, predicted.concepts))
    names = {
        predicted.concepts[right].name: gold.concepts[left].name
        for left, right in pairs
    }
    return Aligned(gold, predicted, pairs, names)


def count(aligned: Aligned) -> Layers:
    """Return the counts of every layer."""
    return {
        **_span_layers(aligned),
        **_concept_layers(aligned),
        **_relation_layers(aligned),
        "results (metric,value)": _overlap(
            Counter(number(item) for item in aligned.gold.results),
            Counter(number(item, aligned) for item in aligned.predicted.results),
        ),
        "results (method,dataset,metric,value)": _overlap(
            Counter(row(item) for item in aligned.gold.results),
            Counter(row(item, aligned) for item in aligned.predicted.results),
        ),
        "links": _sets(
            {address(link.url) for link in aligned.gold.links},
            {address(link.url) for link in aligned.predicted.links},
        ),
    }


def count_taken(aligned: Aligned) -> Layers:
    """Return the counts of the results that a graph takes where nobody says else."""
    least = USUAL.results
    return {
        f"results (metric,value) from {least:g}": _overlap(
            Counter(number(item) for item in aligned.gold.results),
            Counter(
                number(item, aligned)
                for item in aligned.predicted.results
                if item.confidence >= least
            ),
        )
    }


def address(url: str) -> str:
    """
    Return the form of an address that is compared.

    >>> address("https://www.github.com/A/b.git")
    'github.com/a/b'
    """
    bare = re.sub(r"^https?://(www\.)?", "", url).rstrip("/.")
    return bare.removesuffix(".git").lower()


def number(
    result: ResultNote, aligned: Aligned | None = None
) -> tuple[str | None, ...]:
    """Return a result's value and metric, by gold name where it is a predicted one."""
    metric = aligned.name(result.metric) if aligned else result.metric
    return _value(result.value), metric


def row(result: ResultNote, aligned: Aligned | None = None) -> tuple[str | None, ...]:
    """Return a result's value, metric, dataset and method."""
    names = (result.metric, result.dataset, result.method)
    mapped = tuple(aligned.name(name) if aligned else name for name in names)
    return (_value(result.value), *mapped)


def triple(predicted: Triple, aligned: Aligned) -> tuple[str, str, str]:
    """Return a relation by gold names; a name that is not aligned matches nothing."""
    head, type_, tail = predicted
    names = aligned.names
    return names.get(head, f"?{head}"), type_, names.get(tail, f"?{tail}")


def _value(value: str) -> str:
    return value.lstrip("+~").rstrip("%")


def _pairs(
    gold: tuple[ConceptNote, ...], predicted: tuple[ConceptNote, ...]
) -> Iterator[tuple[int, int]]:
    keys = [concept.keys() for concept in predicted]
    used: set[int] = set()
    for left, wanted in enumerate(gold):
        forms = wanted.keys()
        for right, concept in enumerate(predicted):
            same = concept.kind is wanted.kind and right not in used
            if same and forms & keys[right]:
                used.add(right)
                yield left, right
                break


def _span_layers(aligned: Aligned) -> Layers:
    gold, predicted = aligned.gold.places(), aligned.predicted.places()
    layers = {
        f"span {kind}": _sets(
            {place for place in gold if place[2] is kind},
            {place for place in predicted if place[2] is kind},
        )
        for kind in Kind
    }
    return {**layers, "span all": _sets(gold, predicted)}


def _concept_layers(aligned: Aligned) -> Layers:
    gold, predicted = aligned.gold.concepts, aligned.predicted.concepts
    found = Counter(gold[left].kind for left, _ in aligned.pairs)
    layers = {
        f"concept {kind}": _of_totals(
            found[kind],
            sum(concept.kind is kind for concept in gold),
            sum(concept.kind is kind for concept in predicted),
        )
        for kind in Kind
    }
    roles = sum(
        gold[left].role is predicted[right].role for left, right in aligned.pairs
    )
    own_gold, own_predicted = _introduced(gold), _introduced(predicted)
    own = sum(1 for _ in _pairs(own_gold, own_predicted))
    return {
        **layers,
        "concept all": _of_totals(len(aligned.pairs), len(gold), len(predicted)),
        "concept+role": _of_totals(roles, len(gold), len(predicted)),
        "introduces": _of_totals(own, len(own_gold), len(own_predicted)),
    }


def _introduced(concepts: Iterable[ConceptNote]) -> tuple[ConceptNote, ...]:
    return tuple(item for item in concepts if item.role is Role.INTRODUCES)


def _relation_layers(aligned: Aligned) -> Layers:
    gold = {(head, str(kind), tail) for (head, kind, tail), _ in aligned.gold.relations}
    predicted = {triple(found, aligned) for found, _ in aligned.predicted.relations}
    layers = {"relations": _sets(gold, predicted)}
    for type_ in sorted({item[1] for item in gold | predicted}):
        layers[f"rel {type_}"] = _sets(
            {item for item in gold if item[1] == type_},
            {item for item in predicted if item[1] == type_},
        )
    return layers


def _of_totals(right: int, gold: int, predicted: int) -> Counts:
    return Counts(right, predicted - right, gold - right)


def _sets(gold: AbstractSet[Hashable], predicted: AbstractSet[Hashable]) -> Counts:
    return _of_totals(len(gold & predicted), len(gold), len(predicted))


def _overlap(gold: Counter[Key], predicted: Counter[Key]) -> Counts:
    return _of_totals((gold & predicted).total(), gold.total(), predicted.total())
