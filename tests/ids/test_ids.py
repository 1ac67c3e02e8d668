"""Ids come of content alone; local names fit into addresses and never fall together."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph.ids import (
    _ascii_words,
    arxiv_id,
    doi,
    identifier_pairs,
    local_name,
    paper_id,
    slug,
)

ASCII = st.text(st.characters(max_codepoint=127), min_size=1)
IDS = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            ["arxiv", "doi", ":", "/", "-", "10.1000", "2506.11417", "a", "x", "."]
        ),
        max_size=6,
    ).map("".join),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2506.11417", "2506.11417"),
        ("2506.11417v12", "2506.11417"),
        ("arXiv:2506.11417", "2506.11417"),
        ("http://arxiv.org/pdf/2506.11417v1.pdf", "2506.11417"),
        ("https://doi.org/10.48550/arXiv.2506.11417", "2506.11417"),
        ("math.GT/0309136", "math.gt/0309136"),
        ("cond-mat/0408111v2", "cond-mat/0408111"),
        ("2506.1", None),
        ("10.1000/x", None),
        ("", None),
    ],
)
def test_an_arxiv_identifier_loses_its_version(text: str, expected: str | None) -> None:
    assert arxiv_id(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1000/ABC", "10.1000/abc"),
        ("https://dx.doi.org/10.1000/abc", "10.1000/abc"),
        ("https://doi.org/10.1000%2Fabc", "10.1000/abc"),
        ("doi: 10.1000/abc.", "10.1000/abc"),
        ("info:doi/10.1000/abc", "10.1000/abc"),
        ("10.1000", None),
        ("https://example.org", None),
        ("", None),
    ],
)
def test_a_doi_is_bare_and_lower_case(text: str, expected: str | None) -> None:
    assert doi(text) == expected


def test_a_doi_of_arxiv_gives_the_arxiv_identifier() -> None:
    assert identifier_pairs(doi="10.48550/arXiv.2506.11417", s2="x", pmid="") == (
        ("arxiv", "2506.11417"),
        ("doi", "10.48550/arxiv.2506.11417"),
        ("s2", "x"),
    )


def test_a_paper_is_named_by_arxiv_then_doi_then_its_text() -> None:
    both = [("doi", "10.1000/x"), ("arxiv", "2506.11417")]
    assert paper_id("T", "A", both) == "arxiv:2506.11417"
    assert paper_id("T", "A", both[:1]) == "doi:10.1000/x"
    assert paper_id("T", "A", [("s2", "y")]) == paper_id("T", "A")
    assert re.fullmatch(r"t-[0-9a-f]{8}", paper_id("T", "A"))
    assert paper_id("T", "A") != paper_id("T", "B")


def test_a_slug_is_bounded_and_tells_names_apart() -> None:
    names = [
        "C",
        "C++",
        "C#",
        "A*",
        "语言模型",
        "语言模",
        "BERT模型",
        "x" * 500,
        "x" * 501,
    ]
    slugs = [slug(name) for name in names]
    assert len(set(slugs)) == len(names)
    assert max(map(len, slugs)) <= 80


@given(st.text())
def test_a_slug_is_plain(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(text))


@given(IDS)
def test_a_local_name_is_a_segment_of_an_address(identifier: str) -> None:
    name = local_name(identifier)
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,140}", name)
    assert name.strip(".")


@given(IDS, IDS)
def test_no_two_ids_have_one_local_name(one: str, other: str) -> None:
    assert (local_name(one) == local_name(other)) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("doi:10.1000/x-y", "doi:10.1000/x/y"),
        ("arxiv:cs/9902020", "arxiv-cs-9902020"),
        ("doi:10.1000/x", "doi-10.1000-x"),
        ("a b", local_name("a b")),
        ("a", "a."),
        ("", "paper"),
    ],
)
def test_ids_that_look_alike_have_local_names_of_their_own(
    one: str, other: str
) -> None:
    assert local_name(one) != local_name(other)


@given(ASCII)
def test_words_of_ascii_are_those_of_the_same_text_with_an_accent(text: str) -> None:
    assert _ascii_words(text) == _ascii_words(text + "\u0301")
