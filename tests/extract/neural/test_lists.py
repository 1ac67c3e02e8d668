"""The lists of a text: which number goes with which name."""

import pytest

from scholargraph.extract.neural.concepts import Group, Span
from scholargraph.extract.neural.labels import DATASET, METRIC
from scholargraph.extract.neural.lists import (
    LIST_FEATURES,
    ORDER_FEATURES,
    Lists,
    Place,
    find_lists,
    list_features,
    order_features,
    respective,
)
from scholargraph.extract.neural.numbers import numbers
from scholargraph.extract.neural.tokens import cut

SAME_RANK, OTHER_RANK = 3, 4  # of the list features
BEFORE, AFTER_AND_NEXT = 1, 4  # of the order features


def lists_of(text: str, names: list[str], metrics: tuple[str, ...] = ()) -> Lists:
    tokens = cut("", text)
    groups = []
    for name in (*names, *metrics):
        kind = METRIC if name in metrics else DATASET
        size = len(cut("", name))
        firsts = [
            first
            for first in range(len(tokens) - size + 1)
            if tokens.slice(first, first + size) == name
        ]
        spans = tuple(Span(first, first + size, kind) for first in firsts)
        groups.append(Group(kind, spans))
    return find_lists(tokens, groups, numbers(tokens))


def test_each_number_of_a_list_has_the_rank_of_its_name() -> None:
    found = lists_of(
        "We reach 60.3%, 75.4% and 41.9% on ImageNet-LT, iNaturalist and the "
        "Places-LT benchmark, respectively.",
        ["ImageNet-LT", "iNaturalist", "Places-LT"],
    )
    ranks = [
        [list_features(found, spot, which)[SAME_RANK] for which in range(3)]
        for spot in range(3)
    ]
    others = [list_features(found, 0, which)[OTHER_RANK] for which in range(3)]
    assert ranks == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert others == [0, 1, 1]


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("It gains 1.2, 3.4 and 5.6 points.", [3, 3, 3]),
        ("It gains 1.2 points. By 3.4 points it fell.", [1, 1]),
        ("From 1.2 to 3.4 on A, while B has 5.6.", [2, 2, 1]),
        ("Nothing is counted here.", []),
    ],
)
def test_numbers_are_one_list_where_nothing_parts_them(
    text: str, lengths: list[int]
) -> None:
    found = lists_of(text, [])
    assert [place.length for place in found.number_places] == lengths


def test_the_next_name_after_a_number_is_told_from_the_last_before_it() -> None:
    found = lists_of("On A it has 80.7 and 21.1 on B.", ["A", "B"])
    assert found.number_places == [Place(0, 2), Place(1, 2)]
    assert [order_features(found, 1, which)[BEFORE] for which in (0, 1)] == [1, 0]
    assert [order_features(found, 1, w)[AFTER_AND_NEXT] for w in (0, 1)] == [0, 1]
    assert len(list_features(found, 0, 0)) == LIST_FEATURES
    assert len(order_features(found, 0, 0)) == ORDER_FEATURES


def test_metrics_between_numbers_do_not_part_their_list() -> None:
    found = lists_of(
        "It scores 63.3 AP and 56.5 AP on the rare classes of A and B benchmarks.",
        ["A", "B"],
        ("AP",),
    )
    ranks = [
        [list_features(found, spot, which)[SAME_RANK] for which in (0, 1)]
        for spot in (0, 1)
    ]
    assert ranks == [[1, 0], [0, 1]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It has 60.3, 75.4 and 41.9 on A, B and C, respectively.", [0, 1, 2]),
        ("It has 60.3, 75.4 and 41.9 on A, B and C.", [None, None, None]),
        ("It has 60.3 and 75.4 on A, B and C, respectively.", [None, None]),
        ("On A and B it has 1.5 and 2.5, on C 3.5, respectively.", [0, 1, None]),
    ],
)
def test_respectively_gives_each_number_its_name(
    text: str, wanted: list[int | None]
) -> None:
    found = lists_of(text, ["A", "B", "C"])
    given = [respective(found, spot, DATASET) for spot in range(len(found.numbers))]
    assert given == wanted
