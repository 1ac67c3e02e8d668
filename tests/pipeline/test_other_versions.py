"""A folder of another version is refused with the command to run, which works."""

import shlex
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scholargraph.cli.app import app
from scholargraph.pipeline.build import build
from scholargraph.pipeline.folder import Folder
from scholargraph.pipeline.manifest import load_manifest

Papers = Callable[[str, int, int], Path]
NTriples = Callable[[Path], bytes]
QUERY = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def marked(folder: Folder, version: int) -> None:
    """Let a folder look as if a program with another schema had made it."""
    with sqlite3.connect(folder.database) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    text = folder.manifest.read_text()
    assert '"schema": 1,' in text
    folder.manifest.write_text(text.replace('"schema": 1,', f'"schema": {version},'))


@pytest.mark.parametrize(("version", "age"), [(0, "an older"), (2, "a newer")])
def test_another_version_is_refused_with_a_command_that_reads_the_same_inputs(
    tmp_path: Path, papers: Papers, ntriples: NTriples, *, version: int, age: str
) -> None:
    names = [str(papers("a", 1, 2)), str(papers("b and c", 3, 4))]
    folder = Folder(tmp_path / "kg")
    build(names, folder.path)
    published = ntriples(folder.path)
    marked(folder, version)
    before = folder.database.read_bytes()
    said = set()
    for words in (
        *(["build", names[0], "--into", "{kg}"], ["query", "{kg}", QUERY]),
        *(["check", "{kg}"], ["check", "{kg}", "--repair"], ["concepts", "{kg}"]),
    ):
        done = CliRunner().invoke(
            app, [word.replace("{kg}", str(folder.path)) for word in words]
        )
        assert done.exit_code == 1
        said.add(next(line for line in done.output.splitlines() if "run: " in line))
    (line,) = said
    where, command = line.split("; run: ")
    assert f"was made by {age} version of this program" in where
    assert folder.database.read_bytes() == before
    program, *words = shlex.split(command)
    assert program == "scholargraph"
    assert CliRunner().invoke(app, words).exit_code == 0
    new = tmp_path / "kg-new"
    assert load_manifest(Folder(new)).counts["papers"] == 4
    assert ntriples(new) == published


def test_a_manifest_of_another_version_is_described_again(
    tmp_path: Path, papers: Papers
) -> None:
    folder = Folder(tmp_path / "kg")
    build([str(papers("a", 1, 2))], folder.path)
    text = folder.manifest.read_text()
    folder.manifest.write_text(text.replace('"schema": 1,', '"schema": 7, "more": 1,'))
    told = CliRunner().invoke(app, ["info", str(folder.path)])
    assert "was made by another version of this program (schema 7)" in told.output
    done = CliRunner().invoke(app, ["check", str(folder.path), "--repair"])
    assert done.exit_code == 0
    assert CliRunner().invoke(app, ["info", str(folder.path)]).exit_code == 0
