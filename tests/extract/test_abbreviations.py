from hypothesis import given
from hypothesis import strategies as st

from scholargraph.extract import abbreviations

PIECES = st.sampled_from(
    ("graph ", "neural ", "network", "GNN", "(", ")", "[", "]", " ", "\n", ", ", ". ",
     "{", "}", "\\textbf{", "-", "s", "(GNN)", "i.e., ", "2", "é", "\0", "🎉")
)  # fmt: skip


def test_definitions_of_a_text_are_the_expected_ones(
    text: str, expected: list[str]
) -> None:
    found = [f"{item.short} = {item.long}" for item in abbreviations(text)]
    assert found == expected


@given(st.lists(PIECES, max_size=40).map("".join))
def test_both_forms_stand_where_they_say(text: str) -> None:
    for item in abbreviations(text):
        short, long = item.short_span, item.long_span
        assert text[short.start : short.end] == item.short
        assert text[long.start : long.end] == item.long
        assert short.end <= long.start or long.end <= short.start
        assert 2 <= len(item.short) <= 10 < len(item.short) + len(item.long) + 10


def test_ten_thousand_brackets_are_read_to_their_end() -> None:
    assert abbreviations("(" * 10_000 + "GNN" + ")" * 10_000) == ()
    assert len(abbreviations("graph neural network (GNN) " * 10_000)) == 10_000
