"""Forms that a list has side by side tend to be concepts of their own."""

import pytest

from scholargraph.extract.neural.concepts import Group, Span
from scholargraph.extract.neural.merging import side_by_side
from scholargraph.extract.neural.tokens import cut


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("LSTM and GRU", True),
        ("LSTM, and GRU", True),
        ("GRU / LSTM", True),
        ("LSTM vs. GRU", True),
        ("LSTM (GRU", False),
        ("LSTM GRU", False),
        ("LSTM for the GRU", False),
        ("LSTM, BERT and GRU", False),
    ],
)
def test_names_between_commas_are_side_by_side(text: str, *, listed: bool) -> None:
    tokens = cut("", text)
    forms = [
        Group(0, (Span(place, place + 1, 0),))
        for place in map(tokens.words.index, ("LSTM", "GRU"))
    ]
    assert side_by_side(tokens, forms) == ({(0, 1)} if listed else set())
