"""What is stored is stored whole; what comes out is what is sure enough."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph.database import Database, StoredCorpus
from scholargraph.errors import FolderError
from scholargraph.extract.confident import confident
from scholargraph.floor import PARTS, USUAL, WHOLE, Floor
from scholargraph.model import Corpus, Extraction, ResolvedPaper
from scholargraph.record_format import extraction_to_json

SHARES = st.sampled_from([0.0, 0.3, 0.5, 0.8, 1.0])
SEEDS = st.integers(0, 999)


def doubted(extraction: Extraction, seed: int) -> Extraction:
    """Return an extraction with other confidences."""
    draw = Random(seed)

    def share() -> float:
        return draw.choice([0.1, 0.3, 0.5, 0.7, 0.8, 0.9])

    return replace(
        extraction,
        extractor="reader 1",
        entities=tuple(
            replace(
                entity,
                confidence=share(),
                mentions=tuple(
                    replace(each, confidence=share()) for each in entity.mentions
                ),
            )
            for entity in extraction.entities
        ),
        relations=tuple(replace(r, confidence=share()) for r in extraction.relations),
        results=tuple(replace(r, confidence=share()) for r in extraction.results),
        links=tuple(replace(each, confidence=share()) for each in extraction.links),
    )


def stored(database: Database, corpus: Corpus, floor: Floor) -> list[ResolvedPaper]:
    """Publish a corpus with doubts; return what it is to give."""
    papers = [
        replace(paper, extraction=doubted(paper.extraction, seed))
        for seed, paper in enumerate(corpus.papers())
    ]
    draft = database.draft("reader 1", floor)
    draft.fill((paper.paper for paper in papers), [])
    database.add_extractions((paper.paper, paper.extraction) for paper in papers)
    sure = [_sure(paper, floor) for paper in papers]
    draft.resolve(corpus.concepts, ((p.paper.id, p.concept_ids) for p in sure))
    draft.publish({})
    return sure


def _sure(paper: ResolvedPaper, floor: Floor) -> ResolvedPaper:
    found = confident(paper.extraction, floor.everything)
    results = tuple(r for r in found.results if r.confidence >= floor.results)
    names = {entity.name for entity in found.entities}
    ids = {name: id_ for name, id_ in paper.concept_ids.items() if name in names}
    return ResolvedPaper(paper.paper, replace(found, results=results), ids)


@given(SHARES, SEEDS)
def test_of_a_record_is_taken_what_is_taken_of_an_extraction(
    corpus: Corpus, least: float, seed: int
) -> None:
    for paper in corpus.papers():
        extraction = doubted(paper.extraction, seed)
        record = extraction_to_json(extraction)
        kept = extraction_to_json(confident(extraction, least))
        assert Floor.of(least).taken(record) == kept
        assert record == extraction_to_json(extraction)


@pytest.mark.parametrize("floor", [USUAL, WHOLE, Floor.of(0.5), Floor(0.3, 0.9)])
def test_records_outlines_and_parts_say_the_same(
    database: Database, corpus: Corpus, floor: Floor
) -> None:
    sure = stored(database, corpus, floor)
    found = database.corpus()
    assert found.floor == floor
    whole = database.corpus_of(found.generation, found.extractor, WHOLE)
    assert list(found.papers()) == sure
    for outline, paper in zip(found.outlines(), sure, strict=True):
        extraction = paper.extraction
        assert [name for name, *_ in outline.entities] == [
            entity.name for entity in extraction.entities
        ]
        counts = (outline.relations, outline.results, outline.links)
        lists = (extraction.relations, extraction.results, extraction.links)
        assert counts == tuple(map(len, lists))
    for part in PARTS:
        assert _items(found, part) == {
            paper.paper.id: items
            for paper in sure
            if (items := extraction_to_json(paper.extraction)[part])
        }
    read, kept = (
        sum(len(getattr(paper.extraction, part)) for paper in papers for part in PARTS)
        for papers in (whole.papers(), sure)
    )
    assert sum(outline.left_out for outline in found.outlines()) == read - kept


def test_parts_hold_statements_of_what_is_sure_and_no_concept(
    database: Database, corpus: Corpus
) -> None:
    floor = Floor.of(0.01)
    sure = [replace(paper, concept_ids={}) for paper in stored(database, corpus, floor)]
    draft = database.draft("reader 1", floor)
    draft.fill([paper.paper for paper in sure], [])
    draft.publish({})
    found = database.corpus()
    for part in ("relations", "results"):
        there = sum(len(getattr(paper.extraction, part)) for paper in sure)
        assert there
        read = (items for _, _, _, items in found.parts(part, with_text=False))
        assert sum(map(len, read)) == there


def _items(corpus: StoredCorpus, part: str) -> dict[str, object]:
    return {id_: items for id_, _, _, items in corpus.parts(part, with_text=False)}


def test_a_graph_from_before_there_was_a_floor_has_all_that_was_read(
    database: Database, file: Path, corpus: Corpus
) -> None:
    sure = stored(database, corpus, USUAL)
    with sqlite3.connect(file) as connection:
        connection.execute("DELETE FROM meta WHERE key = 'floor'")
    connection.close()
    results = [len(paper.extraction.results) for paper in database.corpus().papers()]
    assert sum(results) > sum(len(paper.extraction.results) for paper in sure)


def test_damage_is_found_in_what_the_graph_leaves_out(
    database: Database, file: Path, corpus: Corpus
) -> None:
    stored(database, corpus, USUAL)
    with sqlite3.connect(file) as connection:
        for content, text in connection.execute(
            "SELECT content, extraction FROM extractions"
        ).fetchall():
            record = json.loads(text)
            for result in record["results"]:
                if result["confidence"] < USUAL.results:
                    result["kind"] = "?"
            connection.execute(
                "UPDATE extractions SET extraction = ? WHERE content = ?",
                (json.dumps(record), content),
            )
    connection.close()
    found = database.corpus()
    assert len(list(found.papers())) == found.paper_count()
    assert list(found.damaged())


@pytest.mark.parametrize("least", [-0.1, 1.1, float("nan")])
def test_a_floor_is_a_share(least: float) -> None:
    with pytest.raises(ValueError, match="is not from 0 to 1"):
        Floor.of(least)


def test_results_are_never_less_sure_than_all_else() -> None:
    with pytest.raises(ValueError, match=r"results from 0\.0, all else from 0\.9"):
        Floor(0.9, 0.0)


@pytest.mark.parametrize("zero", [0, -0.0, np.float32(0)])
def test_one_floor_is_written_in_one_way(zero: float) -> None:
    assert Floor.of(zero).to_text() == WHOLE.to_text()


def test_a_damaged_note_of_the_floor_is_one_line(
    database: Database, file: Path, corpus: Corpus
) -> None:
    stored(database, corpus, USUAL)
    for text in ("xx", "null", "{}x", '{"everything": 5}', '{"a": 1}', ""):
        with sqlite3.connect(file) as connection:
            connection.execute("UPDATE meta SET value = ? WHERE key = 'floor'", (text,))
        connection.close()
        with pytest.raises(FolderError, match="least confidence is damaged"):
            database.corpus()
