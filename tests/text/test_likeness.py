from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from scholargraph.text import likeness

SHORT = st.text(st.sampled_from("ab c"), max_size=30) | st.text(max_size=30)


@given(SHORT, SHORT)
def test_likeness_is_that_of_difflib(left: str, right: str) -> None:
    theirs = SequenceMatcher(None, left, right, autojunk=False).ratio()
    assert likeness(left, right) == theirs


def test_long_texts_are_not_compared() -> None:
    assert likeness("a" * 200, "a" * 200) == 0.0
