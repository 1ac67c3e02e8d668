from hypothesis import given
from hypothesis import strategies as st

from scholargraph.extract import sentence_spans

PIECES = st.sampled_from(
    ("We ", "e.g. ", "x", ". ", ".", "! ", "\n", "\n\n", "(", ")", '"', " ", "3.5",
     "。", "Fig. ", "et al. ", "\u2028", "https://a.b. ", "A. ", "results.We")
)  # fmt: skip


def test_sentences_of_a_text_are_the_expected_ones(
    text: str, expected: list[str]
) -> None:
    assert [text[span.start : span.end] for span in sentence_spans(text)] == expected


@given(st.lists(PIECES).map("".join))
def test_sentences_hold_everything_but_space(text: str) -> None:
    spans = sentence_spans(text)
    end = 0
    for span in spans:
        assert end <= span.start < span.end
        assert not text[end : span.start].strip()
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        end = span.end
    assert not text[end:].strip()


@given(st.lists(PIECES).map("".join))
def test_no_sentence_goes_on_after_the_title(text: str) -> None:
    title_end = text.find("\n")
    for span in sentence_spans(text):
        assert title_end < 0 or span.end <= title_end or span.start > title_end
