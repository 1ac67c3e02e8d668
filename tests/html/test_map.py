"""A corpus too large to be drawn whole: its communities and how they are written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph.html import write_page
from scholargraph.html.atlas import Atlas, to_atlas
from scholargraph.html.columns import (
    digits,
    named,
    numbers,
    signed,
    text_columns,
    texts,
)
from scholargraph.html.communities import MOST
from scholargraph.html.content import read_content
from scholargraph.html.layout import arrange
from scholargraph.html.words import Words, lengthened
from scholargraph.model import Corpus

Make = Callable[..., Any]


@pytest.fixture(scope="module")
def atlas(thousands: Corpus) -> Atlas:
    ids = {resolved.paper.id for resolved in thousands.papers()}
    content = read_content(thousands, ids)
    assert arrange(content) is None
    return to_atlas(content)


def test_communities_are_the_fields_and_what_is_apart(atlas: Atlas) -> None:
    fields = [atlas.name(each).split()[0] for each in atlas.communities]
    assert sorted(fields[:4]) == ["graphs", "robots", "speech", "vision"]
    assert fields[4:] == ["apart"]
    assert [each.is_rest for each in atlas.communities] == [False] * 4 + [True]
    assert len(atlas.communities) <= MOST + 1


def test_every_paper_and_concept_has_one_home(atlas: Atlas) -> None:
    papers = [node for each in atlas.communities for node in each.papers]
    concepts = [node for each in atlas.communities for node in each.concepts]
    assert concepts + papers == list(range(len(atlas.content.nodes)))


def test_what_an_opened_community_draws_has_a_place(atlas: Atlas) -> None:
    roles = named(atlas.content.edges)
    for community, places in zip(atlas.communities, atlas.inner, strict=True):
        shared = {
            edge["to"]
            for paper in community.papers
            for edge in roles[paper]
            if atlas.content.nodes[edge["to"]]["papers"] > 1
        }
        assert len(places) == len(community.papers) + len(shared)
        assert len(set(places)) == len(places)


def test_a_map_says_who_is_near_to_whom(atlas: Atlas) -> None:
    ends = {(line["from"], line["to"]) for line in atlas.lines}
    assert ends
    assert all(a < b < 4 for a, b in ends)


def test_the_order_of_a_corpus_s_numbers_does_not_lose_an_edge(
    atlas: Atlas, thousands: Corpus
) -> None:
    keys = [node["key"] for node in atlas.content.nodes]
    found = {
        (keys[edge["from"]], keys[edge["to"]], edge["role"])
        for edge in atlas.content.edges
        if "papers" not in edge
    }
    expected = {
        (r.paper.id, r.concept_ids[e.name], e.role.value)
        for r in thousands.papers()
        for e in r.extraction.entities
    }
    assert found == expected


def test_ten_thousand_papers_without_a_concept_make_a_page(
    make_corpus: Make, make_record: Make, tmp_path: Path
) -> None:
    corpus = make_corpus(make_record(number, []) for number in range(10_000))
    assert write_page(corpus, tmp_path / "page.html").papers == 10_000


@given(st.lists(st.integers(0, 10**9)))
def test_numbers_written_as_characters_read_back(values: list[int]) -> None:
    text = digits(values)
    assert text.isascii()
    assert list(numbers(text)) == values


@given(st.lists(st.integers(-(10**6), 10**6), unique=True))
def test_numbers_of_either_sign_stay_apart(values: list[int]) -> None:
    assert len({signed(value) for value in values}) == len(values)
    assert all(signed(value) >= 0 for value in values)


TEXTS = st.lists(
    st.text(st.sampled_from("ab \x7f\x80\u0800é词😀<&"), max_size=30)
    | st.just(" a model of a model, and a model of it"),
    max_size=6,
)


@given(TEXTS)
def test_shortened_texts_read_back(each: list[str]) -> None:
    words = Words.of(each)
    table = words.to_json()
    assert [lengthened(words.shortened(text), table) for text in each] == each
    assert not any(words.mark in text for text in each)


def test_frequent_words_become_one_character() -> None:
    words = Words.of(["models of language and models of speech"] * 4)
    assert len(words.shortened("models of language")) == 3


def test_a_mention_that_is_the_label_is_left_out_of_the_text(
    make_corpus: Make, make_record: Make, make_entity: Make
) -> None:
    record = make_record(1, [make_entity("CLIP", "Method", "uses")])
    content = read_content(make_corpus([record]), {record["id"]})
    roles = named(content.edges)
    columns = text_columns(texts(content, [1], roles), Words.of([]))
    assert columns["abstracts"] == ["An opening. We look at \x7f here. An end."]
    assert list(numbers(columns["lengths"])) == [0]
