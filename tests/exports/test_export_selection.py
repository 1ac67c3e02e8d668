"""A selection means the same in every format."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scholargraph import exports
from scholargraph.errors import ScholargraphError
from scholargraph.exports import Selection, select
from scholargraph.model import Corpus
from scholargraph.vocab import Kind

Exported = Callable[..., list[Path]]

CASES = [
    (Selection(since="2024-06-20"), "00003 00004 00005"),
    (Selection(until="2024-03"), "00001 00002"),
    (Selection(since="2025-02-14", until="2025-02-20"), "00005"),
    (Selection(since="2024", until="2024"), "00001 00002 00003"),
    (Selection(concepts=("stormnet",)), "00004 00005 tests"),
    (Selection(concepts=("method/stormnet",)), "00004 00005 tests"),
    (Selection(concepts=("FRActal CALibration",)), "00001 00003 00004 tests"),
    (Selection(concepts=("LVIS",)), "00001 00002 00003 00004"),
    (Selection(concepts=("latency", "speech recognition")), "00003 00005 tests"),
    (Selection(kinds=(Kind.DATASET,)), "00001 00002 00003 00004 00005"),
    (Selection(kinds=(Kind.TASK,), concepts=("FRACAL",)), "00001 00003 00004"),
    (Selection(concepts=("RFS",), min_confidence=0.87), "00003"),
    (Selection(min_confidence=1), "00001 00002 00003 00004 00005 tests"),
]


def ending(corpus: Corpus) -> str:
    ids = (resolved.paper.id for resolved in corpus.papers())
    return " ".join(
        sorted(i.removesuffix("-0a1b2c3d").split(".")[-1].split("-")[-1] for i in ids)
    )


@pytest.mark.parametrize(("selection", "papers"), CASES, ids=str)
def test_a_selection_keeps_its_papers(
    corpus: Corpus, selection: Selection, papers: str
) -> None:
    assert ending(select(corpus, selection)) == papers


@pytest.mark.parametrize("format_name", exports.FORMATS)
def test_every_format_has_the_papers_of_the_selection_and_no_others(
    corpus: Corpus, format_name: str, *, exported: Exported, back: Any
) -> None:
    chosen = select(
        corpus,
        Selection(
            kinds=(Kind.METHOD, Kind.DATASET),
            concepts=("LVIS",),
            since="2024-03",
            until="2024",
            min_confidence=0.5,
        ),
    )
    places = exported(chosen, format_name, shards=2)
    assert back.titles(places, format_name) == [
        "LVIS-mini: a benchmark for quick tests",
        "Rare things seen with FRACAL",
    ]


def test_nothing_of_another_kind_is_left(corpus: Corpus) -> None:
    chosen = select(corpus, Selection(kinds=(Kind.METHOD,)))
    assert {c.kind for c in chosen.concepts} == {Kind.METHOD}
    for resolved in chosen.papers():
        found = resolved.extraction
        names = {e.name for e in found.entities}
        assert names == resolved.concept_ids.keys()
        assert {e.kind for e in found.entities} == {Kind.METHOD}
        assert all({r.head, r.tail} <= names for r in found.relations)
        assert not found.results, "a value without its metric would say something else"


def test_nothing_less_sure_is_left(corpus: Corpus) -> None:
    chosen = select(corpus, Selection(min_confidence=0.95))
    for resolved in chosen.papers():
        found = resolved.extraction
        sure = [e.confidence for e in found.entities]
        sure += [m.confidence for e in found.entities for m in e.mentions]
        sure += [r.confidence for r in found.relations]
        sure += [r.confidence for r in found.results]
        sure += [k.confidence for k in found.links]
        assert all(confidence >= 0.95 for confidence in sure)


def test_concepts_are_those_of_the_papers_and_what_these_are_narrower_than(
    corpus: Corpus,
) -> None:
    chosen = select(corpus, Selection(concepts=("LVIS-mini",)))
    ids = {id_ for r in chosen.papers() for id_ in r.concept_ids.values()}
    found = {c.id: c.paper_count for c in chosen.concepts}
    assert ids <= found.keys()
    broader = {b for c in chosen.concepts for b in c.broader}
    assert found.keys() == ids | broader
    assert found["dataset/lvis-mini"] == 1, "papers of the selection are counted"
    assert list(found) == sorted(found)


def test_the_whole_is_the_corpus_itself(corpus: Corpus) -> None:
    assert select(corpus, Selection()) is corpus


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"since": "yesterday"}, "--since: is 'yesterday'; must be a date such as"),
        ({"until": "2024-5"}, "--until: is '2024-5'; must be a date such as"),
        ({"min_confidence": 2}, "--min-confidence: is 2; must be from 0 to 1"),
        ({"min_confidence": float("nan")}, "--min-confidence: is nan"),
        ({"concepts": ("fraca",)}, "--concept: none is named 'fraca'; known: FRACAL"),
        ({"since": "2030"}, "selection: leaves no paper to export"),
    ],
)
def test_what_is_no_selection_is_one_clear_line(
    corpus: Corpus, fields: dict[str, Any], said: str
) -> None:
    with pytest.raises(ScholargraphError) as caught:
        select(corpus, Selection(**fields))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
