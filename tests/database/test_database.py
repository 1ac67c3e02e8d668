"""What goes into the database comes out of it."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph.database import Database, Input, papers
from scholargraph.errors import FolderError, InputError
from scholargraph.floor import USUAL
from scholargraph.model import Extraction, Paper, Reject, Source

TEXTS = st.text(max_size=20)


@given(
    st.builds(
        Paper,
        id=TEXTS,
        title=TEXTS,
        abstract=TEXTS,
        date=st.none() | st.just("2024-05"),
        authors=st.lists(TEXTS).map(tuple),
        identifiers=st.lists(st.tuples(TEXTS, TEXTS)).map(tuple),
        venue=st.none() | st.just("ACL"),
        categories=st.lists(TEXTS).map(tuple),
        address=st.none() | st.just("https://example.org"),
        source=st.lists(st.builds(Source, TEXTS, st.integers(1, 9))).map(tuple),
    )
)
def test_a_paper_comes_back_as_it_was(paper: Paper) -> None:
    assert papers.from_text(papers.to_text(paper)) == paper


def test_half_characters_are_stored(database: Database, input_: Input) -> None:
    paper = Paper("a", "broken \ud800", "text \udfff")
    reject = Reject(Source("f\udce9.txt", 1), "bad \udc80")
    database.inputs.replace(replace(input_, path="/\udce9"), [paper, reject])
    assert list(database.inputs.records()) == [paper]
    assert next(database.inputs.rejects()).source.file == "f?.txt"
    assert database.inputs.known(replace(input_, path="/\udce9"))


def test_papers_come_out_by_id_with_extraction_and_concepts(
    published: Database,
    papers: tuple[Paper, ...],
    extraction: Callable[[Paper], Extraction],
) -> None:
    resolved = list(published.corpus().papers())
    by_id = sorted(papers, key=lambda paper: paper.id)
    assert [item.paper for item in resolved] == by_id
    assert [item.extraction for item in resolved] == [extraction(p) for p in by_id]
    assert [dict(item.concept_ids) for item in resolved] == [
        {},
        {"BERT": "method/bert"},
    ]
    assert [concept.id for concept in published.corpus().concepts] == ["method/bert"]
    assert list(published.merges()) == [{"kept": "a"}]


def test_a_paper_that_was_not_extracted_from_has_no_entities(
    database: Database, papers: tuple[Paper, ...]
) -> None:
    draft = database.draft("reader 1", USUAL)
    draft.fill(papers, [])
    draft.publish({})
    extractions = [item.extraction for item in database.corpus().papers()]
    assert extractions == [Extraction(id_, (), (), (), (), "reader 1") for id_ in "ab"]


def test_rejects_are_counted_by_reason(database: Database, input_: Input) -> None:
    reasons = ["no title", "no abstract", "no abstract"]
    rows = [Reject(Source("x", n), reason) for n, reason in enumerate(reasons, 1)]
    database.inputs.replace(input_, rows)
    counted = database.inputs.rejects_by_reason()
    assert list(counted.items()) == [("no abstract", 2), ("no title", 1)]


def test_a_changed_input_takes_the_place_of_the_old(
    database: Database, input_: Input, papers: tuple[Paper, ...]
) -> None:
    database.inputs.replace(input_, papers)
    changed = replace(input_, content="other")
    assert database.inputs.known(changed) is None
    database.inputs.replace(changed, papers[:1])
    assert list(database.inputs.records()) == [papers[0]]
    assert database.inputs.known(input_) is None
    assert database.inputs.known(changed) == changed


def test_an_input_that_ends_early_keeps_what_came_before(
    database: Database, input_: Input, papers: tuple[Paper, ...]
) -> None:
    def rows() -> Iterator[Paper]:
        yield papers[0]
        raise InputError("x", "is cut")

    stored = database.inputs.replace(input_, rows())
    assert stored.problem == "is cut"
    assert list(database.inputs) == [stored]
    assert list(database.inputs.records()) == [papers[0]]


def test_an_input_that_gives_nothing_changes_nothing(
    database: Database, input_: Input, papers: tuple[Paper, ...]
) -> None:
    def rows() -> Iterator[Paper]:
        raise InputError("x", "is no file of papers")
        yield

    database.inputs.replace(input_, papers)
    with pytest.raises(InputError):
        database.inputs.replace(replace(input_, content="other"), rows())
    assert list(database.inputs) == [input_]
    assert database.inputs.record_count() == 2


def test_records_are_found_by_their_numbers(
    database: Database, papers: tuple[Paper, ...]
) -> None:
    inputs = database.inputs
    for name, rows in (("/x", papers), ("/y", papers[:1])):
        inputs.replace(Input(name, name, "hash", "as JSON"), rows)
    found = list(inputs.numbered())
    numbers = [number for number, _ in found]
    assert [paper.id for _, paper in found] == ["a", "b", "b"]
    assert len(set(numbers)) == len(numbers)
    assert list(inputs.some(reversed(numbers))) == [p for _, p in reversed(found)]


def test_merges_come_by_the_ids_of_their_papers(
    database: Database, papers: tuple[Paper, ...]
) -> None:
    draft = database.draft("reader 1", USUAL)
    with draft.filling():
        for paper in papers:
            assert not draft.has(paper.id)
            draft.add(paper)
            draft.add_merge({"paper": paper.id})
            assert draft.has(paper.id)
    draft.publish({})
    assert [merge["paper"] for merge in database.merges()] == ["a", "b"]


def test_each_text_is_extracted_from_once(
    database: Database, extraction: Callable[[Paper], Extraction]
) -> None:
    draft = database.draft("reader 1", USUAL)
    draft.fill([Paper("a", "T", "same"), Paper("b", "T", "same")], [])
    assert draft.unread_count() == 1
    (paper,) = draft.unread()
    database.add_extractions([(paper, extraction(paper))])
    assert draft.unread_count() == 0
    assert [item.extraction.paper_id for item in draft.corpus().papers()] == ["a", "b"]


def test_unread_papers_come_in_batches_while_others_are_stored(
    database: Database, extraction: Callable[[Paper], Extraction]
) -> None:
    many = [Paper(f"p{n:04}", "T", f"text {n}") for n in range(600)]
    draft = database.draft("reader 1", USUAL)
    draft.fill(many, [])
    seen = []
    for paper in draft.unread():
        seen.append(paper.id)
        database.add_extractions([(paper, extraction(paper))])
    assert sorted(seen) == [paper.id for paper in many]
    assert draft.unread_count() == 0


def test_another_extractor_reads_everything_anew(
    published: Database, papers: tuple[Paper, ...]
) -> None:
    draft = published.draft("reader 2", USUAL)
    draft.fill(papers, [])
    assert draft.unread_count() == 2


def test_publishing_forgets_what_no_paper_needs(
    published: Database,
    file: Path,
    publish: Callable[..., None],
    papers: tuple[Paper, ...],
) -> None:
    publish(published, papers[:1])
    connection = sqlite3.connect(file)
    (number,) = connection.execute("SELECT count(*) FROM extractions").fetchone()
    connection.close()
    assert number == 1
    assert published.generation == 2


def test_a_reader_keeps_its_state_while_another_is_published(
    published: Database,
    file: Path,
    publish: Callable[..., None],
    papers: tuple[Paper, ...],
) -> None:
    with Database.read(file) as reader:
        publish(published, papers[:1])
        assert reader.corpus().paper_count() == 2
        assert len(list(reader.corpus().papers())) == 2
    with Database.read(file) as reader:
        assert reader.corpus().paper_count() == 1


def test_a_draft_is_seen_by_nobody(
    published: Database, file: Path, papers: tuple[Paper, ...]
) -> None:
    draft = published.draft("reader 1", USUAL)
    draft.fill([*papers, Paper("c", "T", "new")], [])
    with Database.read(file) as reader:
        assert reader.corpus().paper_count() == 2
    draft.discard()
    assert published.corpus().paper_count() == 2


def test_the_digest_is_of_the_content_alone(
    published: Database, papers: tuple[Paper, ...]
) -> None:
    def digest(entries: list[Paper], *parts: str) -> str:
        draft = published.draft("reader 1", USUAL)
        draft.fill(entries, [])
        return draft.digest(*parts)

    one = digest([*papers], "v1")
    assert one == digest([*reversed(papers)], "v1")
    assert one != digest([*papers], "v2")
    assert one != digest([papers[0]], "v1")
    assert one != digest([papers[0], replace(papers[1], date=None)], "v1")


def test_an_unpublished_database_says_so(database: Database) -> None:
    with pytest.raises(FolderError, match="no published graph yet; run build"):
        database.corpus()


def test_a_paper_damaged_in_the_database_is_named(
    published: Database, file: Path
) -> None:
    connection = sqlite3.connect(file)
    connection.execute("UPDATE papers SET paper = ? WHERE id = 'a'", (json.dumps({}),))
    connection.commit()
    connection.close()
    with pytest.raises(FolderError, match="paper a: is damaged"):
        list(published.corpus().papers())


def test_an_outline_is_what_the_record_says(published: Database) -> None:
    corpus = published.corpus()
    for found, (paper, extraction) in zip(
        corpus.outlines(), corpus.pairs(), strict=True
    ):
        assert found.paper_id == paper.id
        assert found.entities == tuple(
            (
                entity.name,
                entity.kind,
                entity.role,
                [(one.text, one.end <= len(paper.title)) for one in entity.mentions],
            )
            for entity in extraction.entities
        )
        assert found.links == len(extraction.links)
    assert [one.paper_id for one in corpus.outlines("a", "a")] == ["a"]


def test_a_walk_that_is_given_up_may_outlive_the_database(
    published: Database, file: Path
) -> None:
    assert published.generation
    database = Database.read(file)
    walk = database.corpus().papers()
    next(walk)
    database.close()
    del walk  # what it cannot do without the database would be a warning
