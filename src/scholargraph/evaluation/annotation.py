"""
What is compared: a paper's annotation, made from a gold record or an extraction.

Gold records give mentions as bare strings, which stand for all their occurrences.
A string that longer mentions cover everywhere has no place, but still counts as a
form of its concept; an ``Extraction`` could not keep it, so this record does.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from scholargraph.annotated import read_annotated
from scholargraph.errors import InputError
from scholargraph.model import Extraction, Paper
from scholargraph.record_format import from_json
from scholargraph.vocab import Kind, LinkKind, RelationType, ResultKind, Role

Place: TypeAlias = tuple[int, int, Kind]
Triple: TypeAlias = tuple[str, RelationType, str]


@dataclass(frozen=True, slots=True)
class ConceptNote:
    """A concept of a paper, the forms that denote it and the places of its mentions."""

    name: str
    kind: Kind
    role: Role
    forms: tuple[str, ...]
    places: tuple[tuple[int, int, float], ...]  # start, end, confidence
    confidence: float = 1.0

    def keys(self) -> frozenset[str]:
        """Return the forms by which two concepts are found to be one."""
        plain = {normal(form) for form in (self.name, *self.forms)}
        return frozenset(plain | {key[:-1] for key in plain if key.endswith("s")})


@dataclass(frozen=True, slots=True)
class ResultNote:
    """A reported number, its fields being names of concepts."""

    method: str | None
    dataset: str | None
    task: str | None
    metric: str | None
    value: str
    unit: str
    kind: ResultKind
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class LinkNote:
    """An address with its kind and whether it is the paper's own."""

    url: str
    kind: LinkKind
    own: bool
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that is said of one paper; relations keep their confidence."""

    concepts: tuple[ConceptNote, ...] = ()
    relations: tuple[tuple[Triple, float], ...] = ()
    results: tuple[ResultNote, ...] = ()
    links: tuple[LinkNote, ...] = ()

    def places(self) -> frozenset[Place]:
        """Return the places of all mentions, with their kinds."""
        return frozenset(
            (start, end, concept.kind)
            for concept in self.concepts
            for start, end, _ in concept.places
        )


def normal(form: str) -> str:
    """
    Return the form without case and punctuation, as the scorer compares forms.

    >>> normal("Top-1 Accuracy!")
    'top 1 accuracy'
    """
    return re.sub(r"[^a-z0-9+]+", " ", form.lower()).strip()


def read_gold(path: Path) -> dict[str, tuple[Paper, Annotation]]:
    """
    Return the papers of an annotated file and what it says of them, in file order.

    Raises
    ------
    InputError
        Where the file or one of its records cannot be read.

    """
    found: dict[str, tuple[Paper, Annotation]] = {}
    for where, record in read_annotated(path):
        try:
            paper, extraction = from_json(record)
            found[paper.id] = paper, _with_forms(from_extraction(extraction), record)
        except InputError as error:
            raise InputError(where, error.what) from error
    if not found:
        raise InputError(path, "has no records")
    return found


def from_extraction(extraction: Extraction) -> Annotation:
    """Return what an extraction says."""
    return Annotation(
        concepts=tuple(
            ConceptNote(
                name=entity.name,
                kind=entity.kind,
                role=entity.role,
                forms=tuple(dict.fromkeys(item.text for item in entity.mentions)),
                places=tuple(
                    (item.start, item.end, item.confidence) for item in entity.mentions
                ),
                confidence=entity.confidence,
            )
            for entity in extraction.entities
        ),
        relations=tuple(
            ((item.head, item.type, item.tail), item.confidence)
            for item in extraction.relations
        ),
        results=tuple(
            ResultNote(
                item.method,
                item.dataset,
                item.task,
                item.metric,
                value=item.value,
                unit=item.unit,
                kind=item.kind,
                confidence=item.confidence,
            )
            for item in extraction.results
        ),
        links=tuple(
            LinkNote(item.url, item.kind, item.own, item.confidence)
            for item in extraction.links
        ),
    )


def _with_forms(annotation: Annotation, record: Mapping[str, Any]) -> Annotation:
    """Return the annotation with every form that its record lists."""
    return Annotation(
        concepts=tuple(
            ConceptNote(
                name=concept.name,
                kind=concept.kind,
                role=concept.role,
                forms=_forms(entity["mentions"]),
                places=concept.places,
                confidence=concept.confidence,
            )
            for concept, entity in zip(
                annotation.concepts, record["entities"], strict=True
            )
        ),
        relations=annotation.relations,
        results=annotation.results,
        links=annotation.links,
    )


def _forms(mentions: Sequence[Any]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            item if isinstance(item, str) else item["text"] for item in mentions
        )
    )
