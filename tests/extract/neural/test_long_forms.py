"""What a text defines an abbreviation for is a name where the abbreviation is one."""

import re
from pathlib import Path

import pytest

from scholargraph.extract.neural.concepts import Span
from scholargraph.extract.neural.long_forms import definitions, with_long_forms
from scholargraph.extract.neural.tokens import Tokens, cut

CASES = Path(__file__).parent / "cases" / "long_forms.txt"
MARK = re.compile(r"[\[\]]")


def cases() -> list[tuple[str, str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line and not line.startswith("#")]
    return [(text.strip(), wanted.strip()) for text, wanted in rows]


def marked(text: str) -> tuple[Tokens, dict[Span, float]]:
    """Return the tokens of a text without its marks, and what these are around."""
    tokens = cut("", MARK.sub("", text))
    edges = [
        match.start() - count + 1 for count, match in enumerate(MARK.finditer(text))
    ]
    found = {
        Span(tokens.starts.index(start), tokens.ends.index(end) + 1, 0): 0.8
        for start, end in zip(edges[::2], edges[1::2], strict=True)
    }
    return tokens, found


@pytest.mark.parametrize(("text", "wanted"), cases())
def test_long_forms_are_completed(text: str, wanted: str) -> None:
    tokens, found = marked(text)
    completed = with_long_forms(found, definitions(tokens))
    assert "; ".join(tokens.slice(s.first, s.end) for s in completed) == wanted


def test_a_long_form_has_kind_and_probability_of_its_short_form() -> None:
    tokens = cut("", "a new mixture of experts (MoE)")
    place = tokens.words.index("MoE")
    found = with_long_forms({Span(place, place + 1, 2): 0.7}, definitions(tokens))
    assert found == {Span(2, 5, 2): 0.7, Span(place, place + 1, 2): 0.7}
