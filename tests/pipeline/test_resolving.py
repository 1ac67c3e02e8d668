"""Concepts are the same however many processes resolve them."""

import json
import multiprocessing
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from scholargraph.database import Database, StoredCorpus
from scholargraph.errors import FolderError, ScholargraphError
from scholargraph.floor import USUAL
from scholargraph.model import Extraction, Paper
from scholargraph.pipeline import resolving
from scholargraph.pipeline.resolving import Reach, Task, _pooled
from scholargraph.pipeline.resolving import resolved as laid_down
from scholargraph.record_format import from_json
from scholargraph.resolve import (
    Authority,
    History,
    Overrides,
    Place,
    Resolution,
    decide,
    resolve,
)
from scholargraph.resolve.authority import Entry
from scholargraph.vocab import Kind

pytestmark = pytest.mark.slow

GOLD = Path(__file__).parents[1] / "extract" / "daily_papers.gold.jsonl"
LIST = Authority("list", (Entry("q:1", (Kind.METHOD,), "transformer", (), ()),))


def gold() -> list[tuple[Paper, Extraction]]:
    lines = GOLD.read_text("utf-8").splitlines()
    pairs = [from_json(json.loads(line)) for line in lines]
    return [(paper, replace(read, extractor="reader")) for paper, read in pairs]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database with papers that were read and not resolved."""
    path = tmp_path_factory.mktemp("resolving") / "extractions.db"
    with Database.open(path) as database:
        pairs = gold()
        database.draft("reader", USUAL).fill([paper for paper, _ in pairs], [])
        database.add_extractions(pairs)
    return path


@pytest.fixture
def corpus(file: Path) -> Iterator[StoredCorpus]:
    with Database.read(file) as database:
        yield database.draft("reader", USUAL).corpus()


def resolved(
    corpus: StoredCorpus, task: Task, jobs: int | None
) -> tuple[Resolution, Counter[str]]:
    found, counts = laid_down(corpus, task, jobs)
    return found.resolution(), counts


def reaches(corpus: StoredCorpus, size: int) -> list[Reach]:
    ids = corpus.paper_ids()
    parts = [ids[at : at + size] for at in range(0, len(ids), size)]
    return [(part[0], part[-1]) for part in parts]


@pytest.mark.parametrize("explained", [False, True])
def test_one_process_and_several_come_to_the_same(
    file: Path, corpus: StoredCorpus, *, explained: bool
) -> None:
    task = Task(file, (LIST,), explained=explained)
    alone, counts = resolved(corpus, task, 1)
    assert counts["papers"] == len(gold())
    assert any(concept.matches for concept in alone.concepts)
    for size, jobs in ((7, 2), (60, 3)):
        found, counted = _pooled(corpus, reaches(corpus, size), task, jobs)
        assert found.resolution() == alone
        assert counted == counts


@pytest.mark.parametrize("explained", [False, True])
@pytest.mark.parametrize("most", [1, 7, 100])
def test_concepts_are_the_same_where_memory_has_no_room(
    file: Path,
    corpus: StoredCorpus,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    explained: bool,
    most: int,
) -> None:
    task = Task(file, (LIST,), explained=explained)
    roomy, counts = resolved(corpus, task, 1)
    monkeypatch.setattr(resolving, "Place", partial(Place, most=most))
    scratch = tmp_path / "scratch"
    found, counted = laid_down(corpus, replace(task, scratch=scratch), 1)
    assert list(scratch.iterdir()) == []
    assert counted == counts
    assert tuple(found.concepts()) == roomy.concepts
    ids = corpus.paper_ids()
    assert dict(found.assigned_to([*ids, "~"])) == {
        id_: roomy.concept_ids(id_) for id_ in (*ids, "~")
    }
    assert found.resolution() == roomy
    before = dict(roomy.assigned)
    first = next(id_ for names in before.values() for id_ in names.values())
    for paper, names in before.items():
        before[paper] = {
            name: f"{id_}-old" if id_ == first else id_ for name, id_ in names.items()
        }
    history = History(before, {"method/older": f"{first}-old"})
    decided = decide(roomy, Overrides(), history)
    links, replaced = found.succession(sorted(before.items()), history.successors)
    assert (links, replaced) == (decided.history.successors, decided.replaced)
    assert replaced == {"method/older": first, f"{first}-old": first}


@pytest.mark.parametrize(
    ("few", "many", "jobs"), [(1000, 2000, 2), (1000, 2000, None), (1, 2, None)]
)
def test_small_corpora_and_unless_asked_large_ones_need_no_other_process(
    file: Path,
    corpus: StoredCorpus,
    monkeypatch: pytest.MonkeyPatch,
    *,
    few: int,
    many: int,
    jobs: int | None,
) -> None:
    def refuse(_: str) -> None:
        raise AssertionError("a process is about to be started")

    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr(resolving, "FEW", few)
    monkeypatch.setattr(resolving, "MANY", many)
    monkeypatch.setattr(multiprocessing, "get_context", refuse)
    found, _ = resolved(corpus, Task(file), jobs)
    assert found.concepts
    monkeypatch.setattr(resolving, "FEW", 1)
    with pytest.raises(AssertionError, match="a process"):
        resolved(corpus, Task(file), 2)


def test_what_is_stored_resolves_as_what_was_read(
    file: Path, corpus: StoredCorpus
) -> None:
    found, counts = resolved(corpus, Task(file), 1)
    pairs = gold()
    whole = resolve(pairs)
    assert found == replace(whole, history=found.history)
    assert counts["relations"] == sum(len(read.relations) for _, read in pairs)
    assert counts["results"] == sum(len(read.results) for _, read in pairs)


def test_what_needs_no_reasons_has_none(file: Path, corpus: StoredCorpus) -> None:
    bare, _ = resolved(corpus, Task(file, explained=False), 1)
    full, _ = resolved(corpus, Task(file), 1)
    assert bare == replace(full, reasons={}, doubts=())
    assert full.reasons


def test_a_process_that_is_ended_while_it_resolves_is_one_line(
    file: Path, corpus: StoredCorpus
) -> None:
    def end_one() -> None:
        while not (children := multiprocessing.active_children()):
            time.sleep(0.01)
        os.kill(children[0].pid or 0, signal.SIGKILL)

    thread = threading.Thread(target=end_one)
    thread.start()
    said = "resolve: a worker process was ended from outside, .*; build again, with"
    with pytest.raises(ScholargraphError, match=said):
        _pooled(corpus, reaches(corpus, 5), Task(file), 2)
    thread.join()
    assert multiprocessing.active_children() == []


def test_a_process_says_which_file_or_paper_is_damaged(
    tmp_path: Path, corpus: StoredCorpus
) -> None:
    gone = Task(tmp_path / "gone.db")
    with pytest.raises(FolderError, match=r"gone\.db: is missing"):
        _pooled(corpus, reaches(corpus, 30), gone, 2)
    path = tmp_path / "damaged.db"
    paper, read = gold()[0]
    with Database.open(path) as database:
        database.draft("reader", USUAL).fill([paper], [])
        database.add_extractions([(paper, read)])
        with closing(database._connection.cursor()) as cursor:
            cursor.execute("UPDATE extractions SET extraction = '{}'")
        damaged = database.draft("reader", USUAL).corpus()
        with pytest.raises(FolderError, match=f"paper {paper.id}: is damaged"):
            _pooled(damaged, reaches(damaged, 1), Task(path), 2)
