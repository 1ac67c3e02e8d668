"""The corpus of the report: six dated papers, written for the tests."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from scholargraph.frames import Frames
from scholargraph.model import Concept, ResolvedPaper
from scholargraph.record_format import from_json
from scholargraph.vocab import Kind

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class SmallCorpus:
    concepts: Sequence[Concept]
    resolved: Sequence[ResolvedPaper]

    def papers(self) -> Iterator[ResolvedPaper]:
        return iter(self.resolved)


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


def _paper(record: dict[str, Any], ids: dict[tuple[str, str], str]) -> ResolvedPaper:
    paper, extraction = from_json(record)
    paper = replace(
        paper,
        date=record["date"],
        authors=tuple(record["authors"]),
        identifiers=tuple((s, v) for s, v in record.get("identifiers", [])),
        categories=tuple(record.get("categories", [])),
    )
    names = {e.name: ids[e.kind, e.name] for e in extraction.entities}
    return ResolvedPaper(paper, extraction, names)


@pytest.fixture(scope="session")
def corpus() -> SmallCorpus:
    records = _lines("small_concepts.jsonl")
    ids = {(c["kind"], c["label"]): c["id"] for c in records}
    papers = [_paper(record, ids) for record in _lines("small_graph.jsonl")]
    counts = [id_ for paper in papers for id_ in set(paper.concept_ids.values())]
    concepts = [
        Concept(
            c["id"],
            Kind(c["kind"]),
            c["label"],
            tuple(c["aliases"]),
            tuple(c["broader"]),
            counts.count(c["id"]),
            higher_is_better=True if c["kind"] == "Metric" else None,
        )
        for c in records
    ]
    return SmallCorpus(concepts, papers)


@pytest.fixture(scope="session")
def frames(corpus: SmallCorpus) -> Frames:
    return Frames(corpus)
