from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from scholargraph.text import likeness

SHORT = st.text(st.sampled_from("ab c"), max_size=30) | st.text(max_size=30)


@given(SHORT, SHORT)
def test_likeness_is_that_of_difflib(left: str, right: str) -> None:
    theirs = SequenceMatcher(None, left, right, autojunk=False).ratio()
    assert likeness(left, right) == theirs
