"""Short cuts on the way to text change nothing of what is said."""

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal

from scholargraph.model import Mention
from scholargraph.rdf import iris, lines, literals
from scholargraph.rdf.evidence import _CUES, Sentences
from scholargraph.vocab import Kind, Role

TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("\"'\\\n\r\t\x00\x1f\x7f\x85\u2028\ud800\ufffe"),
    )
)
WORDS = st.sampled_from(
    ["We propose X.", "We use X, which", "is new.", "Results: 91.2", "e.g.", "\n"]
)


@given(TEXT)
def test_a_literal_is_written_as_oxigraph_writes_it(text: str) -> None:
    assert lines.plain(text) == str(Literal(literals.writable(text)))


@given(st.from_regex(iris._AS_IS, fullmatch=True))
def test_a_plain_address_is_what_encoding_would_make_of_it(url: str) -> None:
    assert iris._https(url) == url
    address = iris.web_address(url)
    assert address is not None
    assert address.value == url


@given(
    st.sampled_from(Role),
    st.lists(WORDS, min_size=2, max_size=12).map(" ".join),
    st.lists(st.integers(0, 60), min_size=1, max_size=8),
)
def test_the_sentence_for_a_role_is_the_best_of_all(
    role: Role, text: str, starts: list[int]
) -> None:
    sentences, cue = Sentences(text), _CUES.get(role)
    places = [min(start, len(text) - 2) for start in starts]
    mentions = [Mention(n, n + 1, text[n : n + 1], Kind.METHOD, 1.0) for n in places]
    found = sentences.for_role(role, mentions)
    spans = [sentences.around(m.start, m.end) for m in mentions]
    title = text.find("\n")

    def rank(number: int) -> tuple[bool, bool, int, int]:
        span = spans[number]
        said = bool(cue and cue.search(text, span.start, span.end))
        return not said, span.start < title, span.start, number

    assert found == spans[min(range(len(spans)), key=rank)]
