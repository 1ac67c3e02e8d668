"""
Give annotated papers other papers' names, so that no name is learnt by heart.

A run meets each paper many times, and then knows its names and results rather than
reads them. With other names of the same kinds in the same sentences only the sentences
help. This is mention replacement (Dai and Adel 2020, "An Analysis of Simple Data
Augmentation for Named Entity Recognition") by whole concepts: all their forms change
together, and roles, relations and results keep what they say.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from scholargraph.training.examples import char_spans
from scholargraph.training.judging import Record

PAPERS = 0.5  # share of the papers in which names are swapped
CONCEPTS = 0.3  # and of their concepts
SLOTS = ("method", "dataset", "task", "metric")


@dataclass(frozen=True, slots=True)
class Name:
    """A concept's name and the forms of it that a text has, longest first."""

    name: str
    forms: tuple[str, ...]


Names: TypeAlias = Mapping[tuple[str, int], Sequence[Name]]  # by kind and forms
Places: TypeAlias = Sequence[tuple[int, int, int]]  # start, end and entity


def all_names(records: Sequence[Record]) -> Names:
    """Return the names of all papers."""
    found: dict[tuple[str, int], list[Name]] = defaultdict(list)
    for record in records:
        text, entities = to_text(record), record["entities"]
        forms = forms_of(text, char_spans(text, entities), len(entities))
        for entity, each in zip(entities, forms, strict=True):
            if each:
                found[entity["type"], len(each)].append(Name(entity["name"], each))
    return found


def some_swapped(
    records: Sequence[Record], names: Names, rng: random.Random
) -> list[Record]:
    """Return the papers, a share of them with other names."""
    return [
        swapped(record, names, rng) if rng.random() < PAPERS else record
        for record in records
    ]


def swapped(
    record: Record, names: Names, rng: random.Random, share: float = CONCEPTS
) -> Record:
    """Return a paper with other names for some of its concepts."""
    text, entities = to_text(record), record["entities"]
    places = char_spans(text, entities)
    forms = forms_of(text, places, len(entities))
    chosen: dict[int, Name] = {}
    taken, written = {entity["name"] for entity in entities}, text
    for spot, entity in enumerate(entities):
        known = names.get((entity["type"], len(forms[spot])))
        if not known or rng.random() >= share:
            continue
        other = rng.choice(known)
        # A form that stands in the text already would be two concepts' form.
        if other.name not in taken and not any(form in written for form in other.forms):
            taken.add(other.name)
            chosen[spot] = other
            written = "\n".join((written, *other.forms))
    return rewritten(record, places, forms, chosen)


def to_text(record: Record) -> str:
    """Return the text that is annotated."""
    return f"{record['title']}\n{record['abstract']}"


def forms_of(text: str, places: Places, count: int) -> list[tuple[str, ...]]:
    """Return the forms of each entity that a text has, longest first."""
    found: list[set[str]] = [set() for _ in range(count)]
    for start, end, spot in places:
        found[spot].add(text[start:end])
    return [tuple(sorted(each, key=lambda form: (-len(form), form))) for each in found]


def rewritten(
    record: Record,
    places: Places,
    forms: Sequence[Sequence[str]],
    chosen: Mapping[int, Name],
) -> Record:
    """Return the paper with the chosen names for those of some entities."""
    text, entities = to_text(record), record["entities"]
    title, written, at = len(record["title"]), [], 0
    for start, end, spot in places:
        if spot not in chosen:
            continue
        form = chosen[spot].forms[forms[spot].index(text[start:end])]
        written += [text[at:start], form]
        if end <= len(record["title"]):
            title += len(form) - (end - start)
        at = end
    text = "".join([*written, text[at:]])
    renamed = {entities[spot]["name"]: other.name for spot, other in chosen.items()}
    return {
        **record,
        "title": text[:title],
        "abstract": text[title + 1 :],
        "entities": [
            {**entity, "name": chosen[spot].name, "mentions": [*chosen[spot].forms]}
            if spot in chosen
            else entity
            for spot, entity in enumerate(entities)
        ],
        "relations": [
            (renamed.get(head, head), kind, renamed.get(tail, tail))
            for head, kind, tail in record["relations"]
        ],
        "results": [renamed_result(row, renamed) for row in record["results"]],
    }


def renamed_result(row: Mapping[str, Any], renamed: Mapping[str, str]) -> Record:
    """Return a result with the new names in its slots."""
    return {
        **row,
        **{slot: renamed.get(row.get(slot) or "", row.get(slot)) for slot in SLOTS},
    }
