"""Forms of one concept are found alike, others are not."""

import pytest

from scholargraph.extract.neural.concepts import Span
from scholargraph.extract.neural.forms import (
    FORM_FEATURES,
    form_inputs,
    group_forms,
    is_defined,
    plain,
    written,
)
from scholargraph.extract.neural.tokens import cut

CASES = [
    ("Large Language-Models", "large language model"),
    ("GNNs", "gnn"),
    ("loss", "loss"),
    ("(", "("),
    ("state-of-the-art", "state of the art"),
]


@pytest.mark.parametrize(("form", "expected"), CASES)
def test_a_form_is_folded(form: str, expected: str) -> None:
    assert plain(form) == expected


def test_forms_that_differ_in_case_are_one() -> None:
    tokens = cut("Graph Networks", "A graph network is a network.")
    spans = [Span(0, 2, 0), Span(3, 5, 0), Span(7, 8, 0)]
    groups = group_forms(tokens, spans)
    assert [group.spans for group in groups] == [(spans[0], spans[1]), (spans[2],)]


def test_a_bracketed_abbreviation_is_seen() -> None:
    tokens = cut("", "A graph neural network (GNN) and a tree (TREE).")
    long, short, other = (
        written(tokens, group_forms(tokens, [span])[0])
        for span in (Span(1, 4, 0), Span(5, 6, 0), Span(10, 11, 0))
    )
    assert is_defined(tokens, long, short)
    assert not is_defined(tokens, long, other)


def test_every_pair_has_as_many_features_as_are_declared() -> None:
    tokens = cut("", "GNN and CNN and RNN")
    groups = group_forms(tokens, [Span(0, 1, 0), Span(2, 3, 0), Span(4, 5, 0)])
    pairs, features = form_inputs(tokens, groups)
    assert pairs.tolist() == [[0, 1], [0, 2], [1, 2]]
    assert features.shape == (3, FORM_FEATURES)
