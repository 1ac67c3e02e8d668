"""A graph folder is checked, and mended as far as it can be made anew."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store
from typer.testing import CliRunner

from scholargraph.cli.app import app
from scholargraph.errors import FolderError
from scholargraph.knowledge_graph import open_graph
from scholargraph.pipeline.build import build
from scholargraph.pipeline.checking import Finding, check
from scholargraph.pipeline.folder import Folder
from scholargraph.pipeline.work import Options

Papers = Callable[[str, int, int], Path]
NTriples = Callable[[Path], bytes]
THING = NamedNode("http://example.org/thing")


@pytest.fixture
def folder(tmp_path: Path, papers: Papers) -> Folder:
    build([str(papers("a", 1, 3))], tmp_path / "kg")
    return Folder(tmp_path / "kg")


def whats(found: tuple[Finding, ...]) -> list[str]:
    return [finding.what for finding in found]


def mended(folder: Folder, published: bytes, ntriples: NTriples) -> None:
    """Make sure that all is repaired, and as it was."""
    assert all(finding.repaired for finding in check(folder.path, repair=True))
    assert check(folder.path) == ()
    assert ntriples(folder.path) == published


def test_a_whole_folder_has_nothing_wrong(folder: Folder) -> None:
    assert check(folder.path) == ()
    assert check(folder.path, repair=True) == ()


def test_a_lost_store_is_made_again(folder: Folder, ntriples: NTriples) -> None:
    published = ntriples(folder.path)
    shutil.rmtree(folder.generations)
    assert whats(check(folder.path)) == ["holds no store"]
    mended(folder, published, ntriples)


@pytest.mark.parametrize("lost", [True, False])
def test_a_store_that_differs_is_made_again(
    folder: Folder, ntriples: NTriples, *, lost: bool
) -> None:
    published = ntriples(folder.path)
    store = Store(str(folder.store.resolve()))
    if lost:
        store.remove(next(iter(store)))
    else:
        store.add(Quad(THING, THING, THING))
    del store
    (what,) = whats(check(folder.path))
    assert what.startswith("lacks <" if lost else "has 1 triples that")
    mended(folder, published, ntriples)


def test_damaged_bytes_of_a_store_are_found(folder: Folder, ntriples: NTriples) -> None:
    published = ntriples(folder.path)
    for file in folder.store.resolve().glob("*.sst"):
        size = file.stat().st_size
        with file.open("r+b") as stream:
            stream.seek(size // 2)
            stream.write(b"\xff" * min(64, size // 2))
    assert len(check(folder.path)) == 1
    mended(folder, published, ntriples)


@pytest.mark.parametrize("text", [None, "{", '{"version": 1}'])
def test_a_manifest_is_described_again(
    folder: Folder, ntriples: NTriples, text: str | None
) -> None:
    published = ntriples(folder.path)
    if text is None:
        folder.manifest.unlink()
    else:
        folder.manifest.write_text(text)
    assert len(check(folder.path)) == 1
    mended(folder, published, ntriples)
    assert "3 papers" in CliRunner().invoke(app, ["info", str(folder.path)]).output


def test_a_damaged_extraction_is_read_again_by_the_next_build(
    folder: Folder, ntriples: NTriples, papers: Papers
) -> None:
    published = ntriples(folder.path)
    with sqlite3.connect(folder.database) as connection:
        connection.execute(
            "UPDATE extractions SET extraction = substr(extraction, 1, 40) WHERE"
            " content = (SELECT content FROM papers WHERE id = 'paper-2')"
        )
    connection.close()
    (finding,) = check(folder.path, repair=True)
    assert finding.where == "paper paper-2"
    assert finding.repaired
    manifest = build([str(papers("a", 1, 3))], folder.path)
    assert manifest.counts["extracted"] == 1
    assert check(folder.path) == ()
    assert ntriples(folder.path) == published


def overwritten(database: Path, pages: slice) -> None:
    """Put rubbish on pages of a database."""
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    content = bytearray(database.read_bytes())
    for page in range(len(content) // size)[pages]:
        content[page * size : (page + 1) * size] = b"\xa5" * size
    database.write_bytes(content)


@pytest.mark.parametrize(
    "pages",
    [slice(0, 1), slice(1, None), slice(None, None, 2), slice(-3, None), slice(9, 14)],
    ids=["the head", "all but the head", "every other", "the last", "some"],
)
def test_of_a_damaged_database_what_can_be_read_is_saved(
    folder: Folder, ntriples: NTriples, papers: Papers, pages: slice
) -> None:
    published = ntriples(folder.path)
    overwritten(folder.database, pages)
    before = folder.database.read_bytes()
    (finding,) = check(folder.path)
    assert finding.where == str(folder.database)
    assert "is damaged" in finding.what
    assert folder.database.read_bytes() == before
    (finding,) = check(folder.path, repair=True)
    assert finding.repaired
    assert " of 3 papers were saved" in finding.what
    assert (folder.path / "damaged-1.db").read_bytes() == before
    manifest = build([str(papers("a", 1, 3))], folder.path)
    assert manifest.counts["papers"] == 3
    assert check(folder.path) == ()
    assert ntriples(folder.path) == published


def test_all_extractions_are_saved_that_can_be_read(
    folder: Folder, papers: Papers, ntriples: NTriples
) -> None:
    build([str(papers("b", 4, 40))], folder.path)
    published = ntriples(folder.path)
    with sqlite3.connect(folder.database) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'extractions'"
        ).fetchone()
        leaves = connection.execute(
            "SELECT pageno FROM dbstat WHERE name = 'extractions' AND"
            " pagetype = 'leaf' AND pageno <> ? ORDER BY path",
            (root,),
        ).fetchall()
    connection.close()
    # Two pages apart, so that what lies between is met by no walk from either end.
    for (page,) in (leaves[2], leaves[-3]):
        overwritten(folder.database, slice(page - 1, page))
    (finding,) = check(folder.path, repair=True)
    assert "40 of 40 papers were saved, " in finding.what
    names = [str(papers("a", 1, 3)), str(papers("b", 4, 40))]
    manifest = build(names, folder.path)
    assert 0 < manifest.counts["extracted"] < 20
    assert ntriples(folder.path) == published
    assert check(folder.path) == ()


CUT = "UPDATE {0} SET {1} = substr({1}, 1, length({1}) / 2)"
GARBLED = "UPDATE {0} SET {1} = replace({1}, 'e', char(65533))"
RENAMED = "UPDATE records SET paper = replace(paper, '\"title\"', '\"tjtle\"')"
HARMS = (
    CUT.format("records", "paper"),
    GARBLED.format("records", "paper"),
    RENAMED,
    CUT.format("papers", "concepts"),
    CUT.format("papers", "paper"),
    "UPDATE papers SET concepts = '7'",
    CUT.format("concepts", "concept"),
    CUT.format("merges", "merge"),
    CUT.format("meta", "value")
    + " WHERE key IN ('authorities', 'history', 'replaced')",
    "UPDATE meta SET value = 'x' WHERE key = 'generation'",
    "DELETE FROM meta WHERE key = 'extractor'",
)


@pytest.mark.parametrize("harm", HARMS)
def test_what_was_saved_in_part_ends_no_build(
    folder: Folder, ntriples: NTriples, papers: Papers, harm: str
) -> None:
    again = [str(papers("a", 1, 3)), str(papers("again", 1, 3))]
    build(again, folder.path)  # so that there are merges
    published = ntriples(folder.path)
    with sqlite3.connect(folder.database) as connection:
        connection.execute(harm)
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'rejects'"
        ).fetchone()
    connection.close()
    overwritten(folder.database, slice(page - 1, page))
    (finding,) = check(folder.path, repair=True)
    assert finding.repaired
    # One that does not name the inputs that are to be read again.
    manifest = build([str(papers("b", 4, 5))], folder.path)
    lost = "UPDATE records" in harm
    assert manifest.counts["papers"] == (2 if lost else 5)
    assert check(folder.path) == ()
    build(again, folder.path, options=Options(prune=True))
    assert check(folder.path) == ()
    assert ntriples(folder.path) == published


def test_a_damaged_database_says_what_saves_it(folder: Folder, papers: Papers) -> None:
    overwritten(folder.database, slice(1, None))
    for words in (["build", str(papers("a", 1, 3)), "--into"], ["concepts"], ["check"]):
        result = CliRunner().invoke(app, [*words, str(folder.path)])
        assert result.exit_code == 1
        assert "`check --repair` " in result.output


def test_decisions_that_cannot_be_read_are_found(folder: Folder) -> None:
    folder.overrides.write_text("garbage = [")
    (finding,) = check(folder.path, repair=True)
    assert "is no TOML" in finding.what
    assert not finding.repaired


def test_the_command_says_what_mends(folder: Folder) -> None:
    folder.manifest.unlink()
    result = CliRunner().invoke(app, ["check", str(folder.path)])
    assert result.exit_code == 1
    assert "`check --repair` mends this" in result.output
    result = CliRunner().invoke(app, ["check", str(folder.path), "--repair"])
    assert result.exit_code == 0
    assert "; mended" in result.output
    with open_graph(folder.path) as graph:
        assert len(graph) == 3


def test_what_is_no_graph_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="is no graph folder"):
        check(tmp_path)
