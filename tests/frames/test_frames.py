from collections.abc import Iterator
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph.errors import UnknownNameError
from scholargraph.frames import COLUMNS, Frames
from scholargraph.frames.numbers import to_date, to_decimal
from scholargraph.model import Corpus, ResolvedPaper
from scholargraph.rdf.literals import iso_date, number
from scholargraph.record_format import extraction_to_json

DTYPES = {
    "text": "string",
    "date": "datetime64[s]",
    "integer": "int64",
    "number": "float64",
    "truth": "boolean",
    "object": "object",
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_frame_has_the_columns_and_types_that_are_documented(
    frames: Frames, name: str
) -> None:
    frame: pd.DataFrame = getattr(frames, name)()
    assert list(frame.columns) == [column.name for column in COLUMNS[name]]
    for column in COLUMNS[name]:
        assert str(frame[column.name].dtype) == DTYPES.get(column.type, "category")


@pytest.mark.parametrize("name", COLUMNS)
def test_an_empty_corpus_has_frames_of_the_same_types(
    frames: Frames, name: str
) -> None:
    class Nothing:
        concepts = ()

        def papers(self) -> Iterator[ResolvedPaper]:
            return iter(())

    empty = getattr(Frames(Nothing()), name)()
    assert len(empty) == 0
    assert empty.dtypes.to_dict() == getattr(frames, name)().dtypes.to_dict()


def test_rows_are_as_many_as_the_records(frames: Frames, corpus: Corpus) -> None:
    papers = list(corpus.papers())
    extractions = [paper.extraction for paper in papers]
    assert len(frames.papers()) == len(papers)
    assert len(frames.concepts()) == len(corpus.concepts)
    mentions = sum(len(e.mentions) for x in extractions for e in x.entities)
    assert len(frames.mentions()) == mentions
    assert len(frames.relations()) == sum(len(x.relations) for x in extractions)
    assert len(frames.results()) == sum(len(x.results) for x in extractions)
    assert len(frames.links()) == sum(len(x.links) for x in extractions)


def test_every_mention_stands_where_the_frame_says(
    frames: Frames, corpus: Corpus
) -> None:
    texts = {paper.paper.id: paper.paper.text for paper in corpus.papers()}
    mentions = frames.mentions()
    for paper, start, end, text in mentions[
        ["paper", "start", "end", "text"]
    ].itertuples(index=False):
        assert texts[paper][start:end] == text


def test_a_concept_has_one_role_in_a_paper(frames: Frames) -> None:
    assert not frames.roles().duplicated(["paper", "concept"]).any()


def test_parts_and_whole_records_give_the_same_frames(
    frames: Frames, corpus: Corpus
) -> None:
    class InParts:
        concepts = corpus.concepts
        papers = corpus.papers

        def records(self) -> Iterator[object]:
            for resolved in corpus.papers():
                yield resolved.paper

        def parts(self, part: str, *, with_text: bool) -> Iterator[object]:
            for resolved in corpus.papers():
                items = extraction_to_json(resolved.extraction)[part]
                text = resolved.paper.text if with_text else ""
                if items:
                    yield resolved.paper.id, text, resolved.concept_ids, items

    other = Frames(InParts())
    for name in COLUMNS:
        pd.testing.assert_frame_equal(getattr(other, name)(), getattr(frames, name)())


def test_what_a_caller_does_to_a_frame_stays_with_the_caller(frames: Frames) -> None:
    mine = frames.papers()
    mine.loc[0, "title"] = "changed"
    assert "changed" not in set(frames.papers()["title"])


def test_concepts_of_one_kind_are_chosen_in_any_case(frames: Frames) -> None:
    assert set(frames.concepts("dataset")["kind"]) == {"Dataset"}
    with pytest.raises(UnknownNameError, match="known: Dataset, Method, Metric, Task"):
        frames.concepts("person")
    with pytest.raises(UnknownNameError, match="none is named 'people'"):
        frames.columns("people")


def test_results_have_their_number_exactly(frames: Frames) -> None:
    results = frames.results().dropna(subset=["value"])
    assert all(isinstance(exact, Decimal) for exact in results["decimal"])
    assert [float(exact) for exact in results["decimal"]] == list(results["value"])


@given(
    st.one_of(
        st.from_regex(r"[-+−–]?\d{0,20}(,\d{3})?\.?\d{0,20}([eE]-?\d{1,2})?"),
        st.text(max_size=12),
    )
)
def test_numbers_are_those_of_the_rdf(raw: str) -> None:
    literal, exact = number(raw), to_decimal(raw)
    assert (literal is None) == (exact is None)
    if literal is not None:
        assert Decimal(literal.value) == exact


@given(st.one_of(st.dates().map(str), st.from_regex(r"\d{4}(-\d\d){0,2}")))
def test_dates_are_those_of_the_rdf(text: str) -> None:
    day, precision = to_date(text)
    assert (day is None) == (iso_date(text) is None) == (precision is None)
