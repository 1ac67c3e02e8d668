"""A text without markup is printed as it is, whatever else it holds."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from scholargraph.text.latex import _MARKUP, _Renderer, readable

PLAIN = st.text(
    st.one_of(st.characters(), st.sampled_from('-^_*&%#[]()"!?<>|,;: \n\t\xa0e\u0301'))
).filter(lambda text: not _MARKUP.search(text))


@given(PLAIN)
def test_rendering_leaves_text_without_markup_alone(text: str) -> None:
    assert _Renderer(text).rendered() == text
    if "-" in text:
        assert readable(text) == " ".join(unicodedata.normalize("NFC", text).split())
    else:
        assert readable(text) == text
