"""Tokens and sentences cover the text and slice back to it."""

from hypothesis import given
from hypothesis import strategies as st

from scholargraph.extract.neural.tokens import SHAPES, cut, shape


@given(st.text(max_size=80), st.text(max_size=300))
def test_tokens_slice_back_to_their_words(title: str, abstract: str) -> None:
    tokens = cut(title, abstract)
    for place, word in enumerate(tokens.words):
        assert tokens.slice(place, place + 1) == word


@given(st.text(max_size=80), st.text(max_size=300))
def test_tokens_hold_all_but_the_white_space(title: str, abstract: str) -> None:
    tokens = cut(title, abstract)
    assert "".join(tokens.words) == "".join(f"{title}\n{abstract}".split())


@given(st.text(max_size=80), st.text(max_size=300))
def test_every_token_lies_in_its_sentence(title: str, abstract: str) -> None:
    tokens = cut(title, abstract)
    for start, end, line in zip(
        tokens.starts, tokens.ends, tokens.sentences, strict=True
    ):
        assert tokens.bounds[line][0] <= start
        assert end <= tokens.bounds[line][1]


@given(st.text(min_size=1, max_size=20).filter(str.strip))
def test_every_word_has_a_shape(word: str) -> None:
    assert 0 <= shape(word) < SHAPES


def test_a_title_is_a_sentence_of_its_own() -> None:
    tokens = cut("A title", "One. Two of e.g. Three. Four et al. Five.")
    texts = [tokens.text[start:end] for start, end in tokens.bounds]
    assert texts == ["A title", "One.", "Two of e.g. Three.", "Four et al. Five."]
