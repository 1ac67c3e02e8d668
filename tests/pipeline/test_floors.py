"""The graph takes what is sure enough, as was said last, whatever was said before."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from scholargraph.errors import ScholargraphError
from scholargraph.floor import USUAL, Floor
from scholargraph.knowledge_graph import open_graph
from scholargraph.pipeline import resolving, tripling
from scholargraph.pipeline.build import build
from scholargraph.pipeline.checking import check
from scholargraph.pipeline.manifest import Manifest
from scholargraph.pipeline.work import Options

Papers = Callable[[str, int, int], Path]
NTriples = Callable[[Path], bytes]


def made(
    folder: Path, file: Path, least: float | Floor | None, jobs: int = 1
) -> Manifest:
    options = Options(jobs=jobs, min_confidence=least)
    return build([str(file)], folder, options=options)


def test_results_that_are_not_sure_enough_are_counted_and_left_out(
    tmp_path: Path, papers: Papers
) -> None:
    folder, file = tmp_path / "kg", papers("a", 1, 12)
    usual = made(folder, file, None)
    assert usual.min_confidence == {"everything": 0.0, "results": 0.8}
    every = made(folder, file, 0)
    left_out = usual.counts["left_out"]
    assert left_out > 0
    assert every.counts["results"] == usual.counts["results"] + left_out
    assert (every.counts["left_out"], every.counts["extracted"]) == (0, 0)
    assert every.counts["entities"] == usual.counts["entities"]
    with open_graph(folder) as graph:
        assert len(graph.results()) == every.counts["results"]
        assert graph.results()["confidence"].min() < USUAL.results


def test_what_was_said_is_kept_until_something_else_is(
    tmp_path: Path, papers: Papers
) -> None:
    folder, file = tmp_path / "kg", papers("a", 1, 12)
    made(folder, file, 0.6)
    kept = made(folder, file, None)
    assert kept.min_confidence == {"everything": 0.6, "results": 0.6}
    assert not kept.changed
    assert made(folder, file, USUAL).changed
    assert made(folder, file, None).min_confidence["results"] == USUAL.results


@pytest.mark.parametrize("last", [None, 0.0, 0.5, 0.6, 0.95])
def test_the_floors_before_leave_nothing_but_addresses_that_lead_on(
    tmp_path: Path, papers: Papers, ntriples: NTriples, last: float | None
) -> None:
    folder, file = tmp_path / "kg", papers("a", 1, 12)
    for least in (0, USUAL, 0.55, last if last is not None else USUAL):
        made(folder, file, least)
        assert check(folder) == ()
    made(tmp_path / "fresh", file, last)
    ours, theirs = (
        [line for line in ntriples(f).splitlines() if b"isReplacedBy" not in line]
        for f in (folder, tmp_path / "fresh")
    )
    assert ours == theirs


def test_papers_that_are_added_are_taken_as_in_a_whole_build(
    tmp_path: Path, papers: Papers, ntriples: NTriples
) -> None:
    file = papers("b", 1, 12)
    made(tmp_path / "kg", papers("a", 1, 11), 0)
    for least in (None, USUAL):
        made(tmp_path / "kg", file, least)
        fresh = tmp_path / f"fresh-{least}"
        made(fresh, papers("a", 1, 11), 0 if least is None else USUAL)
        made(fresh, file, None)
        assert ntriples(tmp_path / "kg") == ntriples(fresh)


def test_worker_processes_leave_out_the_same(
    tmp_path: Path,
    papers: Papers,
    ntriples: NTriples,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = papers("a", 1, 12)
    made(tmp_path / "alone", file, 0.6)
    for module in (resolving, tripling):
        monkeypatch.setattr(module, "FEW", 1)
    many = made(tmp_path / "many", file, 0.6, jobs=2)
    assert many.counts["left_out"] > 0
    assert ntriples(tmp_path / "many") == ntriples(tmp_path / "alone")
    assert check(tmp_path / "many") == ()


def test_a_folder_from_before_there_was_a_floor_takes_the_usual_one(
    tmp_path: Path, papers: Papers
) -> None:
    folder, file = tmp_path / "kg", papers("a", 1, 12)
    every = made(folder, file, 0)
    with sqlite3.connect(folder / "extractions.db") as connection:
        connection.execute("DELETE FROM meta WHERE key = 'floor'")
    connection.close()
    assert check(folder) == ()
    with open_graph(folder) as graph:
        assert len(graph.results()) == every.counts["results"]
    next_ = made(folder, file, None)
    assert next_.changed
    assert next_.counts["results"] < every.counts["results"]


@pytest.mark.parametrize("least", [-0.1, 1.5, float("nan")])
def test_a_least_confidence_that_is_no_share_is_refused(least: float) -> None:
    with pytest.raises(ScholargraphError, match="is not from 0 to 1"):
        Options(min_confidence=least)
