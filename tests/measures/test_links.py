"""Profiles of concepts, and pairs that they foretell."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import networkx as nx
import numpy as np
import pytest

from scholargraph import measures
from scholargraph.frames import Frames
from scholargraph.measures.links import held_out
from scholargraph.model import Concept, Entity, Extraction, Paper, ResolvedPaper
from scholargraph.vocab import Kind, Role

FIELDS = ("cell", "star")
# No word may be in every fifth paper: such a word tells nothing.
WORDS = {
    field: [f"{field}-{a}{b}" for a, b in product("abcdef", "uvwxyz")]
    for field in FIELDS
}


class TwoFields:
    """Papers of two fields, each with three of its field's ten methods."""

    def __init__(self, papers: int) -> None:
        draw = np.random.default_rng(1)
        self._papers = [self._paper(n, draw) for n in range(papers)]
        self.concepts = tuple(
            Concept(f"method/{field}{n}", Kind.METHOD, f"{field}{n}")
            for field in FIELDS
            for n in range(10)
        )

    def papers(self) -> Iterator[ResolvedPaper]:
        return iter(self._papers)

    @staticmethod
    def _paper(number: int, draw: np.random.Generator) -> ResolvedPaper:
        field = FIELDS[number % 2]
        words = " ".join(draw.choice(WORDS[field], 8))
        names = [f"{field}{n}" for n in draw.choice(10, 3, replace=False)]
        paper = Paper(f"p{number:03}", "A study", words, f"{2000 + number // 4}")
        entities = tuple(
            Entity(name, Kind.METHOD, Role.USES, (), 0.9) for name in names
        )
        extraction = Extraction(paper.id, entities, (), (), (), "test")
        ids = {name: f"method/{name}" for name in names}
        return ResolvedPaper(paper, extraction, ids)


@pytest.fixture(scope="module")
def fields() -> Frames:
    return Frames(TwoFields(40))


def test_concepts_of_papers_that_speak_alike_have_profiles_alike(
    fields: Frames,
) -> None:
    found = measures.profiles(fields)
    inside, across = found.similarity(
        [("method/star1", "method/star2"), ("method/star1", "method/cell2")]
    )
    assert inside > 0.5
    assert across < 0


def test_a_profile_has_length_one_and_an_unknown_concept_none(fields: Frames) -> None:
    found = measures.profiles(fields, size=5)
    assert np.linalg.norm(found.vectors, axis=1) == pytest.approx(1)
    assert found.similarity([("method/star1", "method/none")]).tolist() == [0]
    assert found.similarity([]).tolist() == []


@pytest.mark.parametrize("papers", [0, 1, 2, 3])
def test_a_corpus_too_small_for_profiles_has_them_empty(papers: int) -> None:
    found = measures.profiles(Frames(TwoFields(papers)))
    assert np.isfinite(found.vectors).all()
    assert len(found.vectors) == len(found.concepts)


def test_profiles_are_the_same_again(fields: Frames) -> None:
    one, other = (measures.profiles(fields) for _ in range(2))
    assert np.array_equal(one.vectors, other.vectors)


def test_pairs_of_one_field_are_foretold_better_than_by_frequency(
    fields: Frames,
) -> None:
    found = measures.check_prediction(fields)
    assert found is not None
    assert found.low <= found.auc <= found.high
    assert found.auc > 0.8 > found.baseline
    assert found == measures.check_prediction(fields)


def test_the_latest_papers_are_held_out_where_all_are_dated(fields: Frames) -> None:
    assert held_out(fields, share=0.2, seed=0) == {f"p{n:03}" for n in range(32, 40)}


def test_any_papers_are_held_out_where_a_date_is_missing() -> None:
    corpus = TwoFields(40)
    first = corpus._papers[0]
    corpus._papers[0] = replace(first, paper=replace(first.paper, date=None))
    held = held_out(Frames(corpus), share=0.2, seed=0)
    assert len(held) == 8
    assert held != {f"p{n:03}" for n in range(32, 40)}


def test_nothing_is_foretold_where_nothing_new_comes_up(frames: Frames) -> None:
    found = measures.check_prediction(frames)
    assert found is None or 0 <= found.low <= found.auc <= found.high <= 1
    assert measures.check_prediction(Frames(TwoFields(1))) is None


def test_profiles_put_pairs_of_one_subject_first(fields: Frames) -> None:
    network = nx.Graph(
        [("method/star1", "hub"), ("method/star2", "hub"), ("method/cell1", "hub")]
    )
    table = measures.predict_links(network, known=measures.profiles(fields))
    assert set(table.loc[0, ["a", "b"]]) == {"method/star1", "method/star2"}
    assert table["score"].is_monotonic_decreasing


def test_a_network_without_a_pair_to_join_has_no_prediction() -> None:
    table = measures.predict_links(nx.Graph([("a", "b")]))
    assert table.empty
    assert "score" in table
