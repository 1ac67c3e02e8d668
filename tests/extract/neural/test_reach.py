"""However many names a text lists, each is compared with a limited number of others."""

from collections.abc import Callable

import pytest

from scholargraph.extract.neural.concepts import Group, Span
from scholargraph.extract.neural.forms import form_inputs
from scholargraph.extract.neural.numbers import Number, numbers
from scholargraph.extract.neural.pairs import pair_inputs
from scholargraph.extract.neural.pointers import ALWAYS, pointer_inputs
from scholargraph.extract.neural.reach import LEAST
from scholargraph.extract.neural.tokens import Tokens, cut

LONGEST = 36  # concepts; of the abstracts of a sample of arXiv none has more


def listed(count: int) -> tuple[Tokens, list[Group], list[Number]]:
    """Return "A0 scores 0.5 , A1 scores …", whose names are of two kinds by turns."""
    tokens = cut("", " , ".join(f"A{n}x scores 0.5" for n in range(count)))
    places = [spot for spot, word in enumerate(tokens.words) if word.startswith("A")]
    groups = [
        Group(turn % 2, (Span(spot, spot + 1, turn % 2),))
        for turn, spot in enumerate(places)
    ]
    return tokens, groups, numbers(tokens)


def forms(count: int) -> int:
    tokens, groups, _ = listed(count)
    return len(form_inputs(tokens, groups)[0])


def relations(count: int) -> int:
    tokens, groups, _ = listed(count)
    return len(pair_inputs(tokens, groups)[0])


def results(count: int) -> int:
    tokens, groups, found = listed(count)
    return len(pointer_inputs(tokens, found, groups)[0])


# Forms of one kind; methods with each other and with datasets; all.
ALL: dict[Callable[[int], int], int] = {
    forms: 2 * (18 * 17 // 2),
    relations: 18 * 17 + 18 * 18,
    results: LONGEST * LONGEST,
}


@pytest.mark.parametrize("pairs", ALL)
def test_all_names_of_an_abstract_are_compared(pairs: Callable[[int], int]) -> None:
    assert pairs(LONGEST) == ALL[pairs]


@pytest.mark.parametrize("pairs", ALL)
def test_of_very_many_names_each_is_compared_with_a_few(
    pairs: Callable[[int], int],
) -> None:
    each = 2 * LEAST + ALWAYS
    assert pairs(1_000) <= 1_000 * each
    assert pairs(2_000) <= 2_000 * each
