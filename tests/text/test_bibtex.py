"""What LaTeX takes for commands is escaped in BibTeX, and comes back as it was."""

import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scholargraph.readers.bibtex import without_protection
from scholargraph.text.bibtex import bare, escaped

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases" / "bibtex.txt")
    .read_text("utf-8")
    .splitlines()
]
MARKUP = st.lists(
    st.sampled_from(
        (
            *"&%#_^$\\{}[]()abc \n\"'",
            *("$$", "\\%{}", "\\textbackslash{}"),
            *("\\textbf{", "\\url{", "\\begin{", "\\end{"),
        )
    ),
    max_size=25,
).map("".join)


@pytest.mark.parametrize(("text", "field"), CASES)
def test_a_text_is_escaped(text: str, field: str) -> None:
    assert escaped(text) == field


@given(MARKUP | st.text())
def test_an_escaped_text_is_read_as_the_text_is(text: str) -> None:
    assume(not re.search(r"\$[^$]*\{\}[^$]*\$", text))  # see below
    # What the text itself escapes so is told apart from what is escaped here.
    plain = text.replace("{}", "{{}}")
    assert without_protection(escaped(text)) == without_protection(plain)
    assert bare(escaped(plain)) == plain


@given(
    st.lists(
        st.sampled_from(
            ("{}", "{{}}", "\\%{}", "\\#", "%", "\\textbf{x}", "\\\\", "a")
        ),
        max_size=12,
    ).map("".join)
)
def test_an_empty_group_in_a_formula_comes_back(formula: str) -> None:
    text = f"${formula}$"
    assert without_protection(escaped(text)) == text


@given(MARKUP | st.text())
def test_outside_of_formulas_no_sign_is_left_bare(text: str) -> None:
    field = escaped(text.translate(dict.fromkeys(map(ord, "$\\{}"))))
    for sign in "&%#_^":
        assert field.count(sign) == field.count(f"\\{sign}{{}}")
