"""No span is possible that annotators would never take for a name."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph.annotated import read_annotated
from scholargraph.extract.neural.edges import possible
from scholargraph.extract.neural.segments import LONGEST
from scholargraph.extract.neural.tokens import cut, is_balanced
from scholargraph.training.examples import to_groups

GOLD = Path(__file__).parents[2] / "data" / "annotated_daily_papers.jsonl"


def is_possible(text: str, name: str) -> bool:
    """Tell whether a name of a text, by its tokens, is possible there."""
    tokens = cut("", text)
    start = text.index(name) + 1
    first = tokens.starts.index(start)
    end = tokens.ends.index(start + len(name)) + 1
    return bool(possible(tokens)[first, end - first - 1])


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        ("We build on Foo. Foo is new.", "Foo. Foo", False),
        ("It is from Yahoo! Answers again.", "Yahoo! Answers", True),
        ("a long form (LF) of it", "form (LF", False),
        ("a long form (LF) of it", "form (LF)", True),
        ("one (a) and (b) of it", "a) and (b", False),
        ("with $k+1$ and $n$ of it", "1$ and $n", False),
        ("with $k$ of it", "$", False),
        ("an $F1$ score of 0.9", "F1$ score", False),
        ("an $F1$ score of 0.9", "F1", False),
        ("an $F1$ score of 0.9", "$F1$", True),
        ("an $F1$ score of 0.9", "$F1$ score", True),
        ("with $k$ trees and $n$ leaves", "trees", True),
        ("with $k$ and $n$", "and", True),
        ("with $k$ trees", "k", False),
        ("from $5, $x$ of it", "x", True),
    ],
)
def test_a_name_has_whole_brackets_and_formulas(
    text: str, name: str, *, wanted: bool
) -> None:
    assert is_possible(text, name) == wanted


@given(st.text(alphabet="ab .$()[]{}\n", max_size=60))
def test_what_is_possible_lies_in_the_text_and_is_balanced(text: str) -> None:
    tokens = cut("", text)
    found = possible(tokens)
    assert found.shape == (len(tokens), LONGEST)
    for first, width in np.argwhere(found).tolist():
        assert first + width < len(tokens)
        assert is_balanced(tokens.words[first : first + width + 1])


def test_no_name_ends_the_title_and_begins_the_abstract() -> None:
    tokens = cut("FooNet", "FooNet is new.")
    found = possible(tokens)
    assert found[0, 0]
    assert found[1, 0]
    assert not found[0, 1]


def test_nothing_that_is_annotated_is_impossible() -> None:
    for _, record in read_annotated(GOLD):
        tokens = cut(record["title"], record["abstract"])
        found = possible(tokens)
        for group in to_groups(tokens, record["entities"]).values():
            for span in group.spans:
                if span.end - span.first <= LONGEST:
                    assert found[span.first, span.end - span.first - 1]
