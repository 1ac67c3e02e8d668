"""A database with two papers, in a folder of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scholargraph.database import Database, Input
from scholargraph.floor import USUAL
from scholargraph.model import (
    Concept,
    Entity,
    Extraction,
    Link,
    Mention,
    Paper,
    Reject,
    Source,
    Span,
)
from scholargraph.vocab import Kind, LinkKind, Role

PAPERS = (
    Paper("b", "BERT", "We use BERT.", source=(Source("x.jsonl", 1),)),
    Paper("a", "Attention", "See github.com/a/b", "2024", ("N. N.",)),
)
REJECT = Reject(Source("x.jsonl", 2), "no abstract")
INPUT = Input("/x.jsonl", "x.jsonl", "hash", "as JSON")


def _extraction(paper: Paper) -> Extraction:
    start = paper.text.rfind("BERT")
    mention = Mention(start, start + 4, "BERT", Kind.METHOD, 0.1 + 0.2)
    entity = Entity("BERT", Kind.METHOD, Role.USES, (mention,), 0.75)
    at = paper.text.find("github")
    link = Link(
        "https://github.com/a/b", LinkKind.CODE, own=True, evidence=Span(at, at + 14)
    )
    return Extraction(
        paper_id=paper.id,
        entities=(entity,) if start >= 0 else (),
        relations=(),
        results=(),
        links=(link,) if at >= 0 else (),
        extractor="reader 1",
    )


def _publish(database: Database, papers: tuple[Paper, ...] = PAPERS) -> None:
    draft = database.draft("reader 1", USUAL)
    draft.fill(papers, [{"kept": "a"}])
    database.add_extractions([(paper, _extraction(paper)) for paper in draft.unread()])
    draft.resolve(
        [Concept("method/bert", Kind.METHOD, "BERT", ("Bert",), (), 1)],
        [("b", {"BERT": "method/bert"})],
    )
    draft.publish({"base": "https://example.org/"})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "extractions.db"


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    with Database.open(file) as opened:
        yield opened


@pytest.fixture
def papers() -> tuple[Paper, ...]:
    return PAPERS


@pytest.fixture
def input_() -> Input:
    return INPUT


@pytest.fixture
def extraction() -> Callable[[Paper], Extraction]:
    """Find "BERT" and the address, where the paper has them."""
    return _extraction


@pytest.fixture
def publish() -> Callable[..., None]:
    """Take papers all the way to a published generation."""
    return _publish


@pytest.fixture
def published(database: Database) -> Database:
    database.inputs.replace(INPUT, [*PAPERS, REJECT])
    _publish(database)
    return database
