"""Texts are cleaned once and for good; labels are readable; titles have keys."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scholargraph.text import clean, normal_title, readable, without_markup

PIECES = st.lists(
    st.sampled_from(
        [
            *"&;#xlt<>amp \0\t$\\{}^_~%'`-",
            "&lt;",
            "&amp;",
            "&#38;",
            "&#x37e;",
            "\\'",
            "é",
            "\u0301",
            "\u037e",
            "\u200b",
            "\ud800",
            "<i>",
            "\\frac",
            "\\textbf",
            "α",
            "&#0;",
        ]
    ),
    max_size=30,
).map("".join)


def cases(name: str) -> list[tuple[str, ...]]:
    """Return the cases of a file: two columns, divided by a tab."""
    lines = (Path(__file__).parent / "cases" / name).read_text("utf-8").splitlines()
    return [
        tuple(line.split("\t")) for line in lines if line and not line.startswith("#!")
    ]


@pytest.mark.parametrize(("text", "expected"), cases("clean.txt"))
def test_text_is_cleaned(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(("text", "expected"), cases("readable.txt"))
def test_latex_is_rendered_for_labels(text: str, expected: str) -> None:
    assert readable(text) == expected


@pytest.mark.parametrize(("text", "expected"), cases("normal_title.txt"))
def test_a_title_has_its_key(text: str, expected: str) -> None:
    assert normal_title(text) == expected


@given(PIECES | st.text())
@example("&l&#116;;")
@example("&amp" * 20 + ";" * 20)
@example("&lt\u037e")
def test_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    cleaned.encode()


@given(PIECES | st.text())
def test_any_text_can_be_rendered(text: str) -> None:
    assert isinstance(readable(text), str)
    assert isinstance(without_markup(text), str)


@given(PIECES | st.text())
@example("\N{MATHEMATICAL BOLD CAPITAL A}")
def test_a_key_is_its_own_key(text: str) -> None:
    key = normal_title(clean(text))
    assert normal_title(key) == key


@pytest.mark.parametrize(
    "piece",
    [
        "&amp;",
        "&",
        ";",
        "$",
        "{",
        "}",
        "^{",
        "\\",
        "~",
        "<",
        "<p ",
        "\\frac{",
        "\\'{",
        "$ a",
    ],
)
def test_hostile_texts_end(piece: str) -> None:
    text = piece * 100_000
    for function in (clean, readable, normal_title, without_markup):
        assert isinstance(function(text), str)
    assert isinstance(clean("&" * 100_000 + ";" * 100_000), str)
    assert isinstance(clean("&amp" * 100_000 + ";amp" * 100_000), str)
