"""Look closer at errors: near misses, confused kinds and roles, wrong confidences."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scholargraph.evaluation.annotation import ConceptNote, Place
from scholargraph.evaluation.counting import (
    Aligned,
    Counts,
    Layers,
    address,
    number,
    triple,
)
from scholargraph.vocab import Kind

NOTHING = "nothing"
BINS = 10


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often gold ``wanted`` was answered as ``given``; "nothing" on either side."""

    wanted: str
    given: str
    count: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about one confidence: how many, their mean, and the share right."""

    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """
    Whether confidences mean what they say, for one layer.

    ``error`` is the expected calibration error: the mean gap between confidence and
    share of right answers over ten equal bins, weighted by their answers (M. P.
    Naeini, G. Cooper and M. Hauskrecht, AAAI 2015).
    """

    layer: str
    error: float
    bins: tuple[Bin, ...]


def matched(
    gold: Iterable[Place], predicted: Iterable[Place]
) -> list[tuple[Place | None, Place | None]]:
    """
    Pair the mentions that overlap, each once, the largest overlap first.

    What overlaps nothing is paired with ``None``.
    """
    wanted, given = sorted(gold), sorted(predicted)
    pairs = sorted(_overlaps(wanted, given))
    free_wanted, free_given = set(wanted), set(given)
    found: list[tuple[Place | None, Place | None]] = []
    for _, left, right in pairs:
        if left in free_wanted and right in free_given:
            free_wanted.remove(left)
            free_given.remove(right)
            found.append((left, right))
    found += [(left, None) for left in sorted(free_wanted)]
    return found + [(None, right) for right in sorted(free_given)]


def partial_layers(aligned: Aligned) -> Layers:
    """Return the counts of mentions whose kind is right and whose places overlap."""
    pairs = matched(aligned.gold.places(), aligned.predicted.places())
    layers: Layers = {}
    for kind in Kind:
        wanted = [left for left, _ in pairs if left and left[2] is kind]
        given = [right for _, right in pairs if right and right[2] is kind]
        right = sum(
            1 for one, other in pairs if one and other and one[2] is other[2] is kind
        )
        layers[f"overlap {kind}"] = Counts(
            right, len(given) - right, len(wanted) - right
        )
    layers["overlap all"] = sum(layers.values(), Counts())
    edges = {place[:2] for place in aligned.gold.places()}
    found = {place[:2] for place in aligned.predicted.places()}
    layers["place of any kind"] = Counts(
        len(edges & found), len(found - edges), len(edges - found)
    )
    return layers


def link_layers(aligned: Aligned) -> Layers:
    """Return the counts of links whose kind, and whose ownership, is right too."""
    wanted = {address(link.url): link for link in aligned.gold.links}
    given = {address(link.url): link for link in aligned.predicted.links}
    both = wanted.keys() & given.keys()
    kinds = sum(wanted[url].kind is given[url].kind for url in both)
    own = sum(wanted[url].own == given[url].own for url in both)
    return {
        name: Counts(right, len(given) - right, len(wanted) - right)
        for name, right in (("link kind", kinds), ("link own", own))
    }


def kind_confusion(cases: Iterable[Aligned]) -> tuple[Confusion, ...]:
    """Return how often mentions of one kind were read as another, or as nothing."""
    return _confusions(
        (
            left[2].value if left else NOTHING,
            right[2].value if right else NOTHING,
        )
        for case in cases
        for left, right in matched(case.gold.places(), case.predicted.places())
    )


def role_confusion(cases: Iterable[Aligned]) -> tuple[Confusion, ...]:
    """Return how often aligned concepts of one role were given another."""
    return _confusions(
        (_role(case.gold.concepts[left]), _role(case.predicted.concepts[right]))
        for case in cases
        for left, right in case.pairs
    )


def calibrations(cases: Sequence[Aligned]) -> tuple[Calibration, ...]:
    """Return how well confidences agree with the shares of right answers."""
    judged = {
        "mentions": [answer for case in cases for answer in _mentions(case)],
        "concept+role": [answer for case in cases for answer in _concepts(case)],
        "relations": [answer for case in cases for answer in _relations(case)],
        "results": [answer for case in cases for answer in _results(case)],
    }
    return tuple(calibration(layer, answers) for layer, answers in judged.items())


def calibration(layer: str, answers: Sequence[tuple[float, bool]]) -> Calibration:
    """
    Return the calibration of answers, each a confidence and whether it is right.

    >>> calibration("x", [(0.9, True), (0.9, False)]).error
    0.4
    """
    parts: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in answers:
        parts[min(max(int(confidence * BINS), 0), BINS - 1)].append((confidence, right))
    bins = tuple(
        Bin(
            len(part),
            sum(confidence for confidence, _ in part) / len(part),
            sum(right for _, right in part) / len(part),
        )
        for part in parts
        if part
    )
    gaps = sum(item.count * abs(item.confidence - item.right) for item in bins)
    return Calibration(layer, round(gaps / max(len(answers), 1), 6), bins)


def _overlaps(
    gold: Sequence[Place], predicted: Sequence[Place]
) -> Iterable[tuple[tuple[int, bool, int], Place, Place]]:
    """Yield overlapping pairs with their rank: by overlap, kind, and surplus."""
    begin = 0
    for left in gold:
        while begin < len(predicted) and predicted[begin][1] <= left[0]:
            begin += 1
        for right in predicted[begin:]:
            if right[0] >= left[1]:
                break
            shared = min(left[1], right[1]) - max(left[0], right[0])
            if shared > 0:
                other = left[2] is not right[2]
                extra = left[1] - left[0] + right[1] - right[0] - 2 * shared
                yield (-shared, other, extra), left, right


def _role(concept: ConceptNote) -> str:
    return f"{concept.kind} {concept.role}"


def _confusions(pairs: Iterable[tuple[str, str]]) -> tuple[Confusion, ...]:
    counted = Counter(pairs)
    return tuple(
        Confusion(wanted, given, count)
        for (wanted, given), count in sorted(counted.items())
    )


def _mentions(case: Aligned) -> Iterable[tuple[float, bool]]:
    gold = case.gold.places()
    for concept in case.predicted.concepts:
        for start, end, confidence in concept.places:
            yield confidence, (start, end, concept.kind) in gold


def _concepts(case: Aligned) -> Iterable[tuple[float, bool]]:
    roles = {right: case.gold.concepts[left].role for left, right in case.pairs}
    for index, concept in enumerate(case.predicted.concepts):
        yield concept.confidence, roles.get(index) is concept.role


def _relations(case: Aligned) -> Iterable[tuple[float, bool]]:
    gold = {found for found, _ in case.gold.relations}
    for found, confidence in case.predicted.relations:
        yield confidence, triple(found, case) in gold


def _results(case: Aligned) -> Iterable[tuple[float, bool]]:
    # A result's confidence is that of its value and metric, not of the whole row.
    left = Counter(number(item) for item in case.gold.results)
    for item in case.predicted.results:
        key = number(item, case)
        yield item.confidence, left[key] > 0
        left[key] -= 1
