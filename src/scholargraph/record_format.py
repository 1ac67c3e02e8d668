"""
The record format: a paper and its extraction as one JSON object.

The layout is that of ``scholargraph extract`` and of the annotated gold files;
in the latter mentions may be bare strings, which stand for all their occurrences.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from scholargraph.errors import InputError
from scholargraph.model import (
    Entity,
    Extraction,
    Link,
    Mention,
    Paper,
    Relation,
    Result,
    Span,
)
from scholargraph.vocab import Kind, LinkKind, RelationType, ResultKind, Role

Json = dict[str, Any]


def to_json(paper: Paper, extraction: Extraction) -> Json:
    """Return the JSON object of a paper and what was read from it."""
    return {
        "id": paper.id,
        "title": paper.title,
        "abstract": paper.abstract,
        **extraction_to_json(extraction),
    }


def extraction_to_json(extraction: Extraction) -> Json:
    """Return the extraction's part of the JSON object."""
    return {
        "entities": [_entity_to_json(entity) for entity in extraction.entities],
        "relations": [_relation_to_json(item) for item in extraction.relations],
        "results": [_result_to_json(item) for item in extraction.results],
        "links": [_link_to_json(item) for item in extraction.links],
        "extractor": extraction.extractor,
    }


def to_line(paper: Paper, extraction: Extraction) -> str:
    """Return the JSON object as one line, without its line break."""
    return json.dumps(to_json(paper, extraction), ensure_ascii=False)


def from_json(record: Mapping[str, Any]) -> tuple[Paper, Extraction]:
    """
    Return the paper and the extraction of a JSON object.

    Raises
    ------
    InputError
        Where a field is missing or not of its type.

    """
    where = str(record.get("id", "record"))
    try:
        paper = Paper(str(record["id"]), record["title"], record["abstract"])
        return paper, extraction_from_json(paper.id, paper.text, record)
    except KeyError as error:
        raise InputError(where, f"no field {error}") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise InputError(where, f"not in the record format: {error}") from error


def extraction_from_json(
    paper_id: str, text: str, record: Mapping[str, Any]
) -> Extraction:
    """Return the extraction of a JSON object, given its paper's id and text."""
    return Extraction(
        paper_id=paper_id,
        entities=_entities(text, record["entities"]),
        relations=tuple(_relation(item) for item in record["relations"]),
        results=tuple(_result(item) for item in record["results"]),
        links=tuple(_link(text, item) for item in record["links"]),
        extractor=record.get("extractor", "annotation"),
    )


def _entity_to_json(entity: Entity) -> Json:
    return {
        "name": entity.name,
        "type": entity.kind.value,
        "role": entity.role.value,
        "confidence": entity.confidence,
        "mentions": [
            {
                "start": mention.start,
                "end": mention.end,
                "text": mention.text,
                "confidence": mention.confidence,
            }
            for mention in entity.mentions
        ],
    }


def _relation_to_json(relation: Relation) -> Json:
    return {
        "head": relation.head,
        "type": relation.type.value,
        "tail": relation.tail,
        **_evidence_to_json(relation.evidence),
        "confidence": relation.confidence,
    }


def _result_to_json(result: Result) -> Json:
    return {
        "method": result.method,
        "dataset": result.dataset,
        "task": result.task,
        "metric": result.metric,
        "value": result.value,
        "unit": result.unit,
        "kind": result.kind.value,
        **_evidence_to_json(result.evidence),
        "confidence": result.confidence,
    }


def _link_to_json(link: Link) -> Json:
    return {
        "url": link.url,
        "kind": link.kind.value,
        "own": link.own,
        **_evidence_to_json(link.evidence),
        "confidence": link.confidence,
    }


def _evidence_to_json(span: Span) -> Json:
    return {"start": span.start, "end": span.end}


def _entities(text: str, records: list[Json]) -> tuple[Entity, ...]:
    found = _occurrences(text, records)
    return tuple(
        Entity(
            name=record["name"],
            kind=Kind(record["type"]),
            role=Role(record["role"]),
            mentions=tuple(sorted(found[index])),
            confidence=float(record.get("confidence", 1.0)),
        )
        for index, record in enumerate(records)
    )


def _occurrences(text: str, records: list[Json]) -> list[list[Mention]]:
    """
    Return the mentions of each record.

    Bare strings stand for every occurrence between word borders; the longest
    string wins, and no two mentions overlap.
    """
    found: list[list[Mention]] = [[] for _ in records]
    strings: list[tuple[str, str, int]] = []
    for index, record in enumerate(records):
        for mention in record["mentions"]:
            if isinstance(mention, str):
                strings.append((mention, record["type"], index))
            else:
                found[index].append(_mention(text, mention, Kind(record["type"])))
    taken = bytearray(len(text))
    for string, kind, index in sorted(strings, key=lambda s: (-len(s[0]), s)):
        for start, end in _whole_words(text, string):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found[index].append(Mention(start, end, string, Kind(kind), 1.0))
    return found


def _whole_words(text: str, string: str) -> list[tuple[int, int]]:
    if not string:
        return []
    return [
        match.span()
        for match in re.finditer(re.escape(string), text)
        if not _inside_word(text, match.start(), match.end())
    ]


def _inside_word(text: str, start: int, end: int) -> bool:
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return before or after


def _mention(text: str, record: Json, kind: Kind) -> Mention:
    start, end = int(record["start"]), int(record["end"])
    if not 0 <= start < end <= len(text) or text[start:end] != record["text"]:
        message = f"mention {record['text']!r} is not at {start}-{end}"
        raise ValueError(message)
    return Mention(
        start, end, record["text"], kind, float(record.get("confidence", 1.0))
    )


def _span(record: Json) -> Span:
    return Span(int(record.get("start", 0)), int(record.get("end", 0)))


def _relation(record: Json | list[str]) -> Relation:
    if isinstance(record, list):  # the annotated files give bare triples
        head, type_, tail = record
        return Relation(head, RelationType(type_), tail, Span(0, 0), 1.0)
    return Relation(
        head=record["head"],
        type=RelationType(record["type"]),
        tail=record["tail"],
        evidence=_span(record),
        confidence=float(record.get("confidence", 1.0)),
    )


def _result(record: Json) -> Result:
    return Result(
        method=record["method"],
        dataset=record["dataset"],
        task=record["task"],
        metric=record["metric"],
        value=record["value"],
        unit=record["unit"],
        kind=ResultKind(record["kind"]),
        evidence=_span(record),
        confidence=float(record.get("confidence", 1.0)),
    )


def _link(text: str, record: Json) -> Link:
    start = max(text.find(record["url"]), 0)
    whole = {"start": start, "end": start + len(record["url"])}
    return Link(
        url=record["url"],
        kind=LinkKind(record["kind"]),
        own=bool(record["own"]),
        evidence=_span({**whole, **record}),
        confidence=float(record.get("confidence", 1.0)),
    )
