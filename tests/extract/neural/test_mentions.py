"""Mentions do not overlap, and those of one string agree."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph.extract.neural.concepts import Span
from scholargraph.extract.neural.labels import METRIC
from scholargraph.extract.neural.mentions import mentions, presence, without_overlaps
from scholargraph.extract.neural.segments import LONGEST, Floats
from scholargraph.extract.neural.tokens import cut

TOKENS = cut("", "BERT and a BERT or bert tree")


def chances(*found: tuple[int, int, int, float]) -> Floats:
    """Return probabilities that are zero but for rows of first, end, kind, chance."""
    table = np.zeros((len(TOKENS), LONGEST, 4), np.float32)
    for first, end, kind, chance in found:
        table[first, end - first - 1, kind] = chance
    return table


def test_a_sure_occurrence_lifts_the_others() -> None:
    found = mentions(TOKENS, chances((0, 1, 0, 0.95), (3, 4, 0, 0.3)), least=[0.5] * 4)
    assert list(found) == [Span(0, 1, 0), Span(3, 4, 0)]


def test_a_lonely_unsure_span_is_left_out() -> None:
    assert not mentions(TOKENS, chances((6, 7, 0, 0.3)), least=[0.5] * 4)


def test_a_name_lifts_no_part_of_a_longer_one() -> None:
    tokens = cut("", "an AP of 29.8 and a small AP of 25.3, so AP is up")
    table = np.zeros((len(tokens), LONGEST, 4), np.float32)
    one, other, third = (at for at, word in enumerate(tokens.words) if word == "AP")
    table[one, 0, METRIC] = table[third, 0, METRIC] = 0.99
    table[other, 0, METRIC], table[other - 1, 1, METRIC] = 0.3, 0.65
    found = mentions(tokens, table, least=[0.5] * 4)
    names = [tokens.slice(span.first, span.end) for span in found]
    assert names == ["AP", "small AP", "AP"]


@pytest.mark.parametrize(("kind", "wanted"), [(METRIC, ["F1"]), (0, [])])
def test_of_a_metric_that_is_there_the_likeliest_name_is_taken(
    kind: int, wanted: list[str]
) -> None:
    tokens = cut("", "a validation F1 score of 0.9")
    table = np.zeros((len(tokens), LONGEST, 4), np.float32)
    place = tokens.words.index("F1")
    for first, width, chance in ((0, 0, 0.3), (0, 1, 0.2), (-1, 1, 0.15)):
        table[place + first, width, kind] = chance
    found = mentions(tokens, table, least=[0.5] * 4)
    assert [tokens.slice(span.first, span.end) for span in found] == wanted


def test_a_vague_metric_becomes_no_mention_of_another_kind() -> None:
    tokens = cut("", "a validation F1 score of 0.9 and so F1 is")
    table = np.zeros((len(tokens), LONGEST, 4), np.float32)
    one, other = (at for at, word in enumerate(tokens.words) if word == "F1")
    table[one, 0, METRIC], table[one, 1, METRIC], table[other, 0, 0] = 0.3, 0.25, 0.9
    found = mentions(tokens, table, least=[0.5] * 4)
    assert list(found) == [Span(other, other + 1, 0)]


@given(st.lists(st.tuples(st.integers(0, 6), st.floats(0, 1)), max_size=20))
def test_presence_is_the_sum_of_the_spans_over_a_token(
    rows: list[tuple[int, float]],
) -> None:
    table = np.zeros((7, LONGEST), np.float32)
    wanted = np.zeros(7)
    for place, (first, chance) in enumerate(rows):
        width = place % (7 - first)
        wanted[first : first + width + 1] += chance - table[first, width]
        table[first, width] = chance
    assert presence(table) == pytest.approx(wanted, abs=1e-5)


def test_all_occurrences_get_the_likelier_kind() -> None:
    table = chances((0, 1, 0, 0.9), (3, 4, 1, 0.6), (5, 6, 0, 0.8))
    found = mentions(TOKENS, table, least=[0.5] * 4)
    assert {span.kind for span in found} == {0}


@pytest.mark.parametrize(
    ("long", "short", "wanted"),
    [((3, 0.9), (0, 0.6), 3), ((3, 0.6), (0, 0.9), 0), ((3, 0.8), (3, 0.9), 3)],
)
def test_a_short_form_and_its_long_form_get_the_kind_of_the_surer(
    long: tuple[int, float], short: tuple[int, float], wanted: int
) -> None:
    tokens = cut("", "Its perplexity (PPL) is low. PPL is a metric.")
    table = np.zeros((len(tokens), LONGEST, 4), np.float32)
    for place, word in enumerate(tokens.words):
        for form, (kind, chance) in (("perplexity", long), ("PPL", short)):
            if word == form:
                table[place, 0, kind] = chance
    found = mentions(tokens, table, least=[0.5] * 4)
    assert [span.kind for span in found] == [wanted] * 3


def test_of_equally_likely_spans_the_longer_one_wins() -> None:
    found = without_overlaps([(Span(5, 6, 0), 0.8), (Span(5, 7, 0), 0.8)])
    assert found == [(Span(5, 7, 0), 0.8)]


SPANS = st.builds(
    lambda first, width, kind: Span(first, first + width, kind),
    st.integers(0, 30),
    st.integers(1, LONGEST),
    st.integers(0, 3),
)


@given(st.lists(st.tuples(SPANS, st.floats(0, 1)), max_size=30))
def test_mentions_never_overlap(found: list[tuple[Span, float]]) -> None:
    kept = without_overlaps(found)
    for (one, _), (other, _) in pairwise(kept):
        assert one.end <= other.first
