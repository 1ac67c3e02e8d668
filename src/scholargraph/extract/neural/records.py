"""
Turn a reading into the program's records, with calibrated confidence and evidence.

Here tokens become characters again. What falls below a layer's least confidence
is left out, and with an entity all that names it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log

from scholargraph.extract.neural import naming
from scholargraph.extract.neural.labels import (
    ABSOLUTE,
    KINDS,
    RELATIONS,
    RESULT_KINDS,
)
from scholargraph.extract.neural.mentions import logit
from scholargraph.extract.neural.reading import Found, Pair, Reading, Row
from scholargraph.extract.neural.settings import Settings
from scholargraph.extract.neural.tokens import Tokens
from scholargraph.model import Entity, Mention, Relation, Result, Span
from scholargraph.vocab import ROLES, Kind, RelationType, ResultKind

DIGITS = 4
RELATION_EVIDENCE = 4 + len(RELATIONS)
RESULT_EVIDENCE = 3


def calibrated(weights: Sequence[float], evidence: Sequence[float]) -> float:
    """Return the confidence that weights, the constant last, give to evidence."""
    *slopes, constant = weights
    score = constant + sum(
        slope * item for slope, item in zip(slopes, evidence, strict=True)
    )
    return round(1 / (1 + exp(-min(max(score, -30.0), 30.0))), DIGITS)


def mention_evidence(chance: float) -> list[float]:
    """Return what the confidence of a mention rests on."""
    return [logit(chance)]


def entity_evidence(concept: Found) -> list[float]:
    """Return what the confidence of a concept and its role rests on."""
    return [
        logit(max(concept.chances)),
        logit(concept.role_chance),
        log(len(concept.chances)),
    ]


def relation_evidence(pair: Pair, concepts: Sequence[Found]) -> list[float]:
    """Return what the confidence of a relation rests on."""
    ends = [max(concepts[spot].chances) for spot in (pair.head, pair.tail)]
    types = [float(pair.type == type_) for type_ in range(len(RELATIONS))]
    own = logit(pair.chance)
    # The head is too sure of its best pairs; the square takes that back.
    return [own, own * abs(own), logit(min(ends)), logit(max(ends)), *types]


def result_evidence(row: Row, concepts: Sequence[Found]) -> list[float]:
    """Return what the confidence that a value is a result of its metric rests on."""
    metric = row.slots[-1]
    known = 1.0 if metric is None else max(concepts[metric].chances)
    missing = metric is None
    return [
        logit(row.chance * known),
        float(missing),
        float(missing and row.kind == ABSOLUTE),
    ]


def entities(
    reading: Reading, settings: Settings, links: Sequence[Span] = ()
) -> dict[int, Entity]:
    """
    Return the entities of a reading by the place of their concept.

    What is named inside addresses alone, those of ``links``, is no entity.
    """
    tokens = reading.tokens
    made: dict[int, tuple[Found, tuple[Mention, ...], float]] = {}
    for spot, concept in enumerate(reading.concepts):
        sure = calibrated(settings.calibration["entity"], entity_evidence(concept))
        found = outside(
            [
                mention
                for mention in mentions(
                    tokens, concept, settings.calibration["mention"]
                )
                if mention.confidence >= settings.least["mention"]
            ],
            links,
        )
        if found and sure >= settings.least["entity"]:
            made[spot] = (concept, found, sure)
    names = naming.in_paper(
        [named(tokens, concept, found) for concept, found, _ in made.values()]
    )
    return {
        spot: to_entity(name, concept, found, confidence=sure)
        for name, (spot, (concept, found, sure)) in zip(
            names, made.items(), strict=True
        )
    }


def outside(found: Sequence[Mention], links: Sequence[Span]) -> tuple[Mention, ...]:
    """Return the mentions without the names that stand inside addresses alone."""
    said = {
        mention.text.casefold()
        for mention in found
        if not any(s.start <= mention.start and mention.end <= s.end for s in links)
    }
    return tuple(mention for mention in found if mention.text.casefold() in said)


def named(tokens: Tokens, concept: Found, found: Sequence[Mention]) -> naming.Named:
    """Return what the name of a concept with some mentions is made of."""
    kind = Kind(KINDS[concept.group.kind])
    starts = {mention.start for mention in found}
    forms = [
        naming.Form(tokens.slice(span.first, span.end), place(tokens, span.first))
        for span in concept.group.spans
        if tokens.starts[span.first] in starts
    ]
    return naming.Named(forms, kind, ROLES[kind][concept.role])


def place(tokens: Tokens, first: int) -> int:
    """Return whether a token stands in the title, opens a sentence, or neither."""
    if first < tokens.title:
        return naming.TITLE
    opens = tokens.starts[first] == tokens.bounds[tokens.sentences[first]][0]
    return naming.OPENING if opens else naming.INSIDE


def to_entity(
    name: str, concept: Found, found: tuple[Mention, ...], *, confidence: float
) -> Entity:
    """Return the entity of a concept."""
    kind = Kind(KINDS[concept.group.kind])
    return Entity(name, kind, ROLES[kind][concept.role], found, confidence)


def mentions(tokens: Tokens, concept: Found, weights: Sequence[float]) -> list[Mention]:
    """Return the mentions of a concept in text order."""
    kind = Kind(KINDS[concept.group.kind])
    return [
        Mention(
            start=tokens.starts[span.first],
            end=tokens.ends[span.end - 1],
            text=tokens.slice(span.first, span.end),
            kind=kind,
            confidence=calibrated(weights, mention_evidence(chance)),
        )
        for span, chance in zip(concept.group.spans, concept.chances, strict=True)
    ]


def relations(
    reading: Reading, made: Mapping[int, Entity], settings: Settings
) -> list[Relation]:
    """Return the relations between entities that were made."""
    found = []
    for pair in reading.pairs:
        if pair.head not in made or pair.tail not in made:
            continue
        evidence = relation_evidence(pair, reading.concepts)
        sure = calibrated(settings.calibration["relation"], evidence)
        if sure >= settings.least["relation"]:
            type_ = RelationType(RELATIONS[pair.type][0])
            span = sentences(reading.tokens, pair.near)
            found.append(
                Relation(made[pair.head].name, type_, made[pair.tail].name, span, sure)
            )
    return found


def results(
    reading: Reading, made: Mapping[int, Entity], settings: Settings
) -> list[Result]:
    """Return the results; a slot whose entity was not made is empty."""
    found = []
    for row in reading.rows:
        evidence = result_evidence(row, reading.concepts)
        sure = calibrated(settings.calibration["result"], evidence)
        if sure < settings.least["result"]:
            continue
        names = [name_of(made, slot) for slot in row.slots]
        method, dataset, task, metric = names
        found.append(
            Result(
                method=method,
                dataset=dataset,
                task=task,
                metric=metric,
                value=row.number.value,
                unit=row.number.unit,
                kind=ResultKind(RESULT_KINDS[row.kind]),
                evidence=sentences(
                    reading.tokens, (row.number.token, row.number.token)
                ),
                confidence=sure,
            )
        )
    return found


def name_of(made: Mapping[int, Entity], place: int | None) -> str | None:
    """Return the name of the entity of a place, if it was made."""
    entity = made.get(-1 if place is None else place)
    return entity.name if entity else None


def sentences(tokens: Tokens, near: tuple[int, int]) -> Span:
    """Return the characters of the sentences from one token's to the other's."""
    first, last = sorted(near)
    start = tokens.bounds[tokens.sentences[first]][0]
    return Span(start, tokens.bounds[tokens.sentences[last]][1])
