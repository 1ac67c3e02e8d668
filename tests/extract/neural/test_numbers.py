"""Numbers are found with the value and unit that the guidelines ask for."""

from pathlib import Path

import pytest

from scholargraph.extract.neural.numbers import (
    NUMBER_FEATURES,
    number_features,
    numbers,
    paired,
)
from scholargraph.extract.neural.tokens import cut

CASES = Path(__file__).parent / "cases" / "numbers.txt"


def cases() -> list[tuple[str, list[str]]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line and not line.startswith("#")]
    return [
        (text.strip(), [part.strip() for part in found.split(";") if part.strip()])
        for text, found in rows
    ]


@pytest.mark.parametrize(("sentence", "wanted"), cases())
def test_numbers_have_value_and_unit(sentence: str, wanted: list[str]) -> None:
    found = numbers(cut("", sentence))
    assert [f"{each.value} {each.unit}".strip() for each in found] == wanted


def test_every_number_has_as_many_features_as_are_declared() -> None:
    tokens = cut("A 3D title", "It gains 2.13 AP in 2021.")
    for number in numbers(tokens):
        assert len(number_features(tokens, number)) == NUMBER_FEATURES


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("10 to 32 percent", [("10", "32")]),
        ("by 2-7% and 0.54\\% vs. 0.43", [("2", "7"), ("0.54", "0.43")]),
        ("$0.83$--$1.07$ px", [("0.83", "1.07")]),
        ("92.1 and 88.3 on A, 3 of 5", []),
        ("It gains 3. To 5 we come later.", []),
        ("It gains 3" + "~" * 40_000 + "5 points.", []),
    ],
)
def test_ends_of_ranges_and_compared_values_are_paired(
    sentence: str, wanted: list[tuple[str, str]]
) -> None:
    tokens = cut("", sentence)
    found = numbers(tokens)
    pairs = [(found[one].value, found[two].value) for one, two in paired(tokens, found)]
    assert pairs == wanted
