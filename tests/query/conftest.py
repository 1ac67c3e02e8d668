"""The small graph that the tests ask about: six papers, written for it."""

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import Store

from scholargraph.model import Concept, Match, ResolvedPaper
from scholargraph.rdf import triples, write
from scholargraph.record_format import from_json
from scholargraph.store import build, open_read_only
from scholargraph.vocab import Kind

FACTS = ("home", "higher_is_better", "unit", "scale", "range")
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
        venue=record.get("venue"),
        categories=tuple(record.get("categories", [])),
    )
    names = {e.name: ids[e.kind, e.name] for e in extraction.entities}
    return ResolvedPaper(paper, extraction, names)


def _concept(record: dict[str, Any], count: int) -> Concept:
    return Concept(
        record["id"],
        Kind(record["kind"]),
        record["label"],
        aliases=tuple(record["aliases"]),
        broader=tuple(record["broader"]),
        paper_count=count,
        matches=tuple(Match(*match) for match in record.get("matches", [])),
        ambiguous=record.get("ambiguous", False),
        **{name: record.get(name) for name in FACTS},
    )


@pytest.fixture(scope="session")
def corpus() -> SmallCorpus:
    records = _lines("small_concepts.jsonl")
    ids = {(c["kind"], c["label"]): c["id"] for c in records}
    papers = [_paper(record, ids) for record in _lines("small_graph.jsonl")]
    counts = [id_ for paper in papers for id_ in set(paper.concept_ids.values())]
    concepts = [_concept(c, counts.count(c["id"])) for c in records]
    return SmallCorpus(
        sorted(concepts, key=lambda c: c.id), sorted(papers, key=lambda p: p.paper.id)
    )


@pytest.fixture(scope="session")
def store(corpus: SmallCorpus, tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("graph") / "store"
    build(triples(corpus, run="test"), folder)
    return open_read_only(folder)


@pytest.fixture(scope="session")
def rdflib_graph(corpus: SmallCorpus) -> rdflib.Graph:
    data = io.BytesIO()
    write(triples(corpus, run="test"), data, "ntriples")
    return rdflib.Graph().parse(data=data.getvalue(), format="nt")
