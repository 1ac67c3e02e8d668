"""Names that several concepts have."""

import zlib
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from scholargraph.model import Concept
from scholargraph.rdf import nodes
from scholargraph.rdf.corpus_wide import corpus_wide
from scholargraph.vocab import Kind

# Two words that agree in their mark.
CLASH = ("plumless", "buckeroo")
NAMES = st.sampled_from(["A", "a", "B", "$B$", "", *CLASH, "\ud800"])
CONCEPTS = st.lists(
    st.builds(
        Concept,
        st.sampled_from(["method/a", "method/b", "method/c"]),
        st.just(Kind.METHOD),
        NAMES,
        st.lists(NAMES, max_size=3).map(tuple),
        scale=st.sampled_from([None, "", "0-100"]),
    ),
    unique_by=lambda concept: concept.id,
)


@given(CONCEPTS)
def test_shared_names_are_those_that_two_concepts_have(concepts: list[Concept]) -> None:
    counts = Counter(name for concept in concepts for name in nodes.names(concept))
    found = corpus_wide(concepts)
    assert found.shared_names == {name for name, count in counts.items() if count > 1}
    assert found.scales == {c.id: c.scale for c in concepts if c.scale}


def test_names_whose_marks_agree_by_chance_are_not_shared() -> None:
    one, other = CLASH
    assert zlib.crc32(one.encode()) == zlib.crc32(other.encode())
    concepts = [
        Concept("method/a", Kind.METHOD, one),
        Concept("method/b", Kind.METHOD, other),
    ]
    assert not corpus_wide(concepts).shared_names
