"""
Judge an extraction by its annotation: what is right, and how much was to find.

The rules are those of the project's scorer: a concept is found where kind and one
name agree, a relation or result where the concepts it names are. Tuning and
calibration need the verdict on each statement, not the sums alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from scholargraph.model import Entity, Extraction
from scholargraph.training.examples import char_spans

Record: TypeAlias = Mapping[str, Any]
Verdicts: TypeAlias = list[tuple[float, bool]]  # confidence, and whether it is right

INNER = re.compile(r"[^a-z0-9+]+")


@dataclass(slots=True)
class Layer:
    """The verdicts on a layer's statements and the number that the annotation has."""

    verdicts: Verdicts = field(default_factory=list)
    gold: int = 0

    def f1(self, least: float = 0.0) -> float:
        """Return the F1 of the statements of at least that confidence."""
        kept = [right for sure, right in self.verdicts if sure >= least]
        return 2 * sum(kept) / max(len(kept) + self.gold, 1)

    def precision(self, least: float = 0.0) -> float:
        """Return the share of right ones among those of at least that confidence."""
        kept = [right for sure, right in self.verdicts if sure >= least]
        return sum(kept) / max(len(kept), 1)


LAYERS = ("span", "concept", "role", "introduces", "relation", "result", "full result")


def judge(pairs: Iterable[tuple[Record, Extraction]]) -> dict[str, Layer]:
    """Return the verdicts of each layer over all papers."""
    layers = {name: Layer() for name in LAYERS}
    for record, extraction in pairs:
        judge_spans(layers["span"], record, extraction)
        found = align(record["entities"], extraction.entities)
        judge_entities(layers, record, extraction.entities, found=found)
        judge_relations(layers["relation"], record, extraction, found=found)
        for name, slots in (
            ("result", ("metric",)),
            ("full result", ("metric", "dataset", "method")),
        ):
            judge_results(layers[name], record, extraction, found=found, slots=slots)
    return layers


def judge_spans(layer: Layer, record: Record, extraction: Extraction) -> None:
    """Add the verdicts on mentions: exact characters and kind."""
    text = f"{record['title']}\n{record['abstract']}"
    entities = record["entities"]
    gold = {
        (start, end, entities[spot]["type"])
        for start, end, spot in char_spans(text, entities)
    }
    layer.gold += len(gold)
    layer.verdicts += [
        (mention.confidence, (mention.start, mention.end, str(mention.kind)) in gold)
        for entity in extraction.entities
        for mention in entity.mentions
    ]


def plain(text: str) -> str:
    """Return the text as the scorer compares it."""
    return INNER.sub(" ", text.lower()).strip()


def keys(names: Iterable[str]) -> set[str]:
    """Return the plain forms of some names, and these without a last s."""
    forms = {plain(name) for name in names}
    return forms | {form[:-1] for form in forms if form.endswith("s")}


def align(gold: Sequence[Record], found: Sequence[Entity]) -> dict[str, Record]:
    """Return, by name, the annotated entity that shares kind and a name."""
    free = dict.fromkeys(range(len(found)))
    names = [
        keys([entity.name, *(mention.text for mention in entity.mentions)])
        for entity in found
    ]
    matched: dict[str, Record] = {}
    for record in gold:
        wanted = keys([record["name"], *record["mentions"]])
        for spot in free:
            if found[spot].kind == record["type"] and wanted & names[spot]:
                matched[found[spot].name] = record
                del free[spot]
                break
    return matched


def judge_entities(
    layers: Mapping[str, Layer],
    record: Record,
    entities: Sequence[Entity],
    *,
    found: Mapping[str, Record],
) -> None:
    """Add the verdicts on concepts, on their roles, and on what is introduced."""
    for entity in entities:
        gold = found.get(entity.name)
        right = gold is not None and gold["role"] == entity.role
        layers["concept"].verdicts.append((entity.confidence, gold is not None))
        layers["role"].verdicts.append((entity.confidence, right))
    layers["concept"].gold += len(record["entities"])
    layers["role"].gold += len(record["entities"])
    # What is introduced is compared by itself, as the scorer does.
    own = [entity for entity in entities if entity.role == "introduces"]
    theirs = [each for each in record["entities"] if each["role"] == "introduces"]
    matched = align(theirs, own)
    layers["introduces"].verdicts += [
        (entity.confidence, entity.name in matched) for entity in own
    ]
    layers["introduces"].gold += len(theirs)


def judge_relations(
    layer: Layer, record: Record, extraction: Extraction, *, found: Mapping[str, Record]
) -> None:
    """Add the verdicts on relations."""
    gold = {tuple(relation) for relation in record["relations"]}
    names = {name: entity["name"] for name, entity in found.items()}
    layer.gold += len(gold)
    for relation in extraction.relations:
        triple = (
            names.get(relation.head),
            str(relation.type),
            names.get(relation.tail),
        )
        layer.verdicts.append((relation.confidence, triple in gold))


def judge_results(
    layer: Layer,
    record: Record,
    extraction: Extraction,
    *,
    found: Mapping[str, Record],
    slots: Sequence[str],
) -> None:
    """Add the verdicts on results: the value and the concepts of the slots."""
    gold = Counter(
        (number(row["value"]), *(row[slot] for slot in slots))
        for row in record["results"]
    )
    layer.gold += sum(gold.values())
    right: dict[int, bool] = {}
    # Of two equal results the surer one is taken for the annotated one.
    for spot in sorted(
        range(len(extraction.results)),
        key=lambda spot: -extraction.results[spot].confidence,
    ):
        result = extraction.results[spot]
        names = [getattr(result, slot) for slot in slots]
        row = (
            number(result.value),
            *(found[name]["name"] if name in found else name for name in names),
        )
        right[spot] = gold[row] > 0
        gold[row] -= 1
    layer.verdicts += [
        (result.confidence, right[spot])
        for spot, result in enumerate(extraction.results)
    ]


def number(value: str) -> str:
    """Return a value as the scorer compares it."""
    return value.lstrip("+~").rstrip("%")
