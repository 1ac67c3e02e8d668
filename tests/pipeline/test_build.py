"""A graph folder is the same however it came about."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from scholargraph.database import Database
from scholargraph.errors import FolderError, InputError, ScholargraphError
from scholargraph.knowledge_graph import open_graph
from scholargraph.pipeline.build import build
from scholargraph.pipeline.folder import Folder
from scholargraph.pipeline.manifest import Manifest, load_manifest
from scholargraph.pipeline.progress import Silent
from scholargraph.pipeline.work import Options

Papers = Callable[[str, int, int], Path]
NTriples = Callable[[Path], bytes]


def added(folder: Path, *inputs: Path | str) -> Manifest:
    return build([str(item) for item in inputs], folder)


def test_a_build_publishes_what_it_read(tmp_path: Path, papers: Papers) -> None:
    manifest = added(tmp_path / "kg", papers("a", 1, 5))
    assert manifest.counts["papers"] == manifest.counts["extracted"] == 5
    assert manifest.counts["links"] == 5
    with open_graph(tmp_path / "kg") as graph:
        assert [item.paper.id for item in graph.corpus.papers()] == [
            f"paper-{number}" for number in range(1, 6)
        ]
        assert len(graph.store) == manifest.counts["triples"]


def test_the_same_input_again_extracts_and_changes_nothing(
    tmp_path: Path, papers: Papers, ntriples: NTriples
) -> None:
    file = papers("a", 1, 4)
    first = added(tmp_path / "kg", file)
    before = ntriples(tmp_path / "kg")
    second = added(tmp_path / "kg", file)
    assert (first.changed, second.changed) == (True, False)
    assert second.counts == {**first.counts, "extracted": 0}
    assert second.generation == first.generation
    assert ntriples(tmp_path / "kg") == before


def test_files_in_any_order_and_any_number_of_builds_give_the_same_bytes(
    tmp_path: Path, papers: Papers, ntriples: NTriples
) -> None:
    # Some papers are in both files.
    one, two = papers("one", 1, 5), papers("two", 4, 8)
    added(tmp_path / "together", one, two)
    added(tmp_path / "turned", two, one)
    added(tmp_path / "by-and-by", one)
    manifest = added(tmp_path / "by-and-by", two)
    assert manifest.counts["papers"] == 8
    assert manifest.counts["extracted"] == 3
    whole = ntriples(tmp_path / "together")
    assert ntriples(tmp_path / "turned") == whole
    assert ntriples(tmp_path / "by-and-by") == whole


def test_a_pool_of_processes_gives_the_same_bytes_as_one(
    tmp_path: Path, papers: Papers, ntriples: NTriples
) -> None:
    file = papers("a", 1, 50)
    for jobs in (1, 2):
        build([str(file)], tmp_path / f"{jobs}", options=Options(jobs=jobs))
    assert ntriples(tmp_path / "1") == ntriples(tmp_path / "2")


def test_a_changed_file_takes_the_place_of_the_old(
    tmp_path: Path, papers: Papers, ntriples: NTriples
) -> None:
    file = papers("a", 1, 5)
    added(tmp_path / "kg", file)
    file.write_text(file.read_text().replace("paper-5", "paper-6"))
    manifest = added(tmp_path / "kg", file)
    assert len(manifest.inputs) == 1
    assert manifest.counts["extracted"] == 0  # the same texts
    added(tmp_path / "new", file)
    assert ntriples(tmp_path / "kg") == ntriples(tmp_path / "new")


def test_standard_input_is_an_input_like_any_other(
    tmp_path: Path, papers: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def given(first: int, last: int) -> Manifest:
        content = papers("a", first, last).read_bytes()
        stream = io.TextIOWrapper(io.BytesIO(content))
        monkeypatch.setattr(sys, "stdin", stream)
        return added(tmp_path / "kg", "-")

    assert given(1, 2).counts["papers"] == 2
    assert given(1, 2).changed is False
    assert given(3, 4).counts["papers"] == 4  # another stream adds to the first
    with open_graph(tmp_path / "kg") as graph:
        sources = {item.paper.source[0].file for item in graph.corpus.papers()}
    assert sources == {"-"}


def test_inputs_that_cannot_be_read_leave_the_others(
    tmp_path: Path, papers: Papers
) -> None:
    (tmp_path / "image.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    manifest = added(
        tmp_path / "kg",
        tmp_path / "missing.txt",
        tmp_path,
        tmp_path / "image.png",
        papers("a", 1, 2),
    )
    assert manifest.counts["papers"] == 2
    assert manifest.unread == 3
    assert f"{tmp_path}: is a folder; name the files in it" in manifest.warnings
    missing = f"{tmp_path / 'missing.txt'}: No such file or directory"
    assert missing in manifest.warnings


@pytest.mark.parametrize("place", ["kg", "new/folder/kg"])
def test_nothing_to_read_is_an_error_and_leaves_nothing(
    tmp_path: Path, place: str
) -> None:
    with pytest.raises(InputError, match="nothing to build"):
        added(tmp_path / place, tmp_path / "missing.txt")
    assert not any(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_takes_those_above_it_along(
    tmp_path: Path, papers: Papers
) -> None:
    with pytest.raises(FolderError, match="File name too long"):
        added(tmp_path / "new" / ("x" * 300), papers("a", 1, 1))
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("place", ["link", "link/kg"])
def test_a_link_that_leads_nowhere_is_called_so(
    tmp_path: Path, papers: Papers, place: str
) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    with pytest.raises(FolderError, match=r"link.* a link that leads nowhere"):
        added(tmp_path / place, papers("a", 1, 1))
    assert not (tmp_path / "gone").exists()


def test_what_was_there_before_a_build_that_failed_stays(
    tmp_path: Path, papers: Papers
) -> None:
    empty, used, graph = tmp_path / "empty", tmp_path / "used", tmp_path / "graph"
    empty.mkdir()
    used.mkdir()
    (used / ".lock").write_text("1234")
    added(graph, papers("a", 1, 3))
    before = list(graph.rglob("*"))
    for folder in (empty, used):
        with pytest.raises(InputError, match="nothing to build"):
            added(folder, tmp_path / "missing.txt")
    with pytest.raises(ScholargraphError, match="cannot be read"):
        build([], graph, options=Options(authorities=(tmp_path / "no",)))
    assert not any(empty.iterdir())
    assert not any(used.iterdir())
    assert list(graph.rglob("*")) == before


def test_a_first_build_that_is_stopped_keeps_what_it_read(
    tmp_path: Path, papers: Papers
) -> None:
    class Stopped(Silent):
        def stage(self, name: str, total: int | None = None) -> None:
            super().stage(name, total)
            if name == "reading second.txt":
                raise KeyboardInterrupt

    both = [str(papers("a", 1, 3)), "second.txt"]
    with pytest.raises(KeyboardInterrupt):
        build(both, tmp_path / "kg", progress=Stopped())
    folder = Folder(tmp_path / "kg")
    with Database.read(folder.database) as database:
        assert len(list(database.inputs)) == 1
    with pytest.raises(KeyboardInterrupt):
        build(["second.txt"], tmp_path / "new", progress=Stopped())
    assert not (tmp_path / "new").exists()


def test_a_file_that_became_unreadable_keeps_what_was_read_before(
    tmp_path: Path, papers: Papers, ntriples: NTriples
) -> None:
    file = papers("a", 1, 3)
    added(tmp_path / "kg", file)
    before = ntriples(tmp_path / "kg")
    file.unlink()
    assert added(tmp_path / "kg", file).unread == 1
    assert ntriples(tmp_path / "kg") == before


def test_rejected_rows_are_counted_by_reason(tmp_path: Path, papers: Papers) -> None:
    file = papers("a", 1, 2)
    file.write_text(file.read_text() + '{"abstract": "No title"}\n["a", "list"]\n')
    manifest = added(tmp_path / "kg", file)
    assert manifest.counts["papers"] == 2
    assert manifest.counts["rejected"] == sum(manifest.rejects.values()) == 2


def test_the_base_address_is_kept_for_the_next_builds(
    tmp_path: Path, papers: Papers, ntriples: NTriples
) -> None:
    options = Options(base="https://example.org/kg/")
    build([str(papers("a", 1, 2))], tmp_path / "kg", options=options)
    added(tmp_path / "kg", papers("b", 3, 4))
    text = ntriples(tmp_path / "kg")
    assert b"<https://example.org/kg/paper/paper-4>" in text
    assert b"<https://w3id.org/scholargraph/paper" not in text


@pytest.mark.parametrize(
    "base", ["", "kg", "ftp://x/", "https://example.org", "https://a b/", "http:///"]
)
def test_a_base_that_is_no_address_is_refused(base: str) -> None:
    with pytest.raises(ScholargraphError, match="--base"):
        Options(base=base)


def test_the_users_own_decisions_are_never_written_over(
    tmp_path: Path, papers: Papers
) -> None:
    folder = Folder(tmp_path / "kg")
    added(folder.path, papers("a", 1, 2))
    assert folder.overrides.read_text().startswith("#")
    folder.overrides.write_text("# mine\n")
    added(folder.path, papers("b", 3, 4))
    assert folder.overrides.read_text() == "# mine\n"


def test_what_a_reader_warns_of_is_in_the_manifest(tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_bytes("title,abstract\nÉtude,Un modèle nommé BERT.\n".encode("latin-1"))
    manifest = added(tmp_path / "kg", file)
    assert [text for text in manifest.warnings if "Latin-1" in text]
    assert load_manifest(Folder(tmp_path / "kg")).warnings == manifest.warnings


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path, papers: Papers) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").touch()
    with pytest.raises(FolderError, match="is no graph folder; name a new folder"):
        added(tmp_path / "home", papers("a", 1, 2))
    assert [entry.name for entry in (tmp_path / "home").iterdir()] == ["letter.txt"]
    with pytest.raises(FolderError, match="is a file, not a folder"):
        added(tmp_path / "home" / "letter.txt", papers("a", 1, 2))


def test_a_copy_whose_link_was_followed_can_be_built_into(
    tmp_path: Path, papers: Papers, ntriples: NTriples
) -> None:
    import shutil

    added(tmp_path / "kg", papers("a", 1, 2))
    shutil.copytree(tmp_path / "kg", tmp_path / "copy")
    shutil.rmtree(tmp_path / "copy" / ".generations")
    assert ntriples(tmp_path / "copy") == ntriples(tmp_path / "kg")
    added(tmp_path / "copy", papers("b", 3, 4))
    added(tmp_path / "kg", tmp_path / "b.jsonl")
    assert ntriples(tmp_path / "copy") == ntriples(tmp_path / "kg")
    assert (tmp_path / "copy" / "store").is_symlink()


def test_open_graphs_live_through_a_publish(tmp_path: Path, papers: Papers) -> None:
    added(tmp_path / "kg", papers("a", 1, 2))
    with open_graph(tmp_path / "kg") as old:
        added(tmp_path / "kg", papers("b", 3, 4))
        assert len(old) == 2
        assert len(old.store) == len(set(map(str, old.triples())))
        with open_graph(tmp_path / "kg") as new:
            assert len(new) == 4


def test_only_the_last_two_generations_are_kept(tmp_path: Path, papers: Papers) -> None:
    for number in range(1, 5):
        added(tmp_path / "kg", papers(f"f{number}", number, number))
    names = sorted(entry.name for entry in (tmp_path / "kg/.generations").iterdir())
    assert names == ["000003", "000004"]
    assert not (tmp_path / "kg" / ".scratch").exists()


def test_the_manifest_is_read_as_it_was_written(tmp_path: Path, papers: Papers) -> None:
    manifest = added(tmp_path / "kg", papers("a", 1, 2))
    assert load_manifest(Folder(tmp_path / "kg")) == manifest


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"version": 1}'])
def test_a_damaged_manifest_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(FolderError, match=r"manifest\.json: is damaged"):
        load_manifest(Folder(tmp_path))


def test_a_lost_store_is_made_again(
    tmp_path: Path, papers: Papers, ntriples: NTriples
) -> None:
    import shutil

    file = papers("a", 1, 2)
    added(tmp_path / "kg", file)
    before = ntriples(tmp_path / "kg")
    shutil.rmtree(tmp_path / "kg" / ".generations")
    assert added(tmp_path / "kg", file).counts["extracted"] == 0
    assert ntriples(tmp_path / "kg") == before


def test_no_time_reaches_the_manifest_but_in_its_timings(
    tmp_path: Path, papers: Papers
) -> None:
    def timeless(name: str) -> str:
        manifest = added(tmp_path / name, papers("a", 1, 3))
        return json.dumps(repr(replace(manifest, seconds={}, rate=0.0)))

    assert timeless("one") == timeless("two")


def test_papers_in_another_script_are_counted(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "title": "知识图谱", "abstract": "我们提出一种新的方法 (KG)。"},
        {"id": "b", "title": "A paper", "abstract": "It measures α and β."},
    ]
    file = tmp_path / "papers.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    manifest = added(tmp_path / "kg", file)
    problem = "1 papers are not in Latin script: the model reads English"
    assert problem in manifest.warnings
