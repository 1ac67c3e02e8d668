"""Where exports go: whole or not at all, compressed, in shards, to standard output."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scholargraph import exports
from scholargraph.errors import ScholargraphError
from scholargraph.exports import FORMATS, Settings, export
from scholargraph.model import Corpus
from scholargraph.rdf.profiles import PROFILES

Exported = Callable[..., list[Path]]
GOLDEN = Path(__file__).parents[1] / "golden"

LIMITED = """
import resource, sys
from scholargraph import exports
from scholargraph.errors import ScholargraphError
from scholargraph.model import Extraction, Paper, ResolvedPaper
class Many:
    concepts = ()
    def papers(self):
        for n in range(3000):
            paper = Paper(f"p-{{n}}", f"A title {{n}}", f"{{n * 7919}} " * 40)
            yield ResolvedPaper(paper, Extraction(paper.id, (), (), (), (), "x"))
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, -1))
try:
    exports.export(Many(), {place!r}, {name!r}, exports.Settings({settings}))
except ScholargraphError as error:
    sys.exit(str(error))
"""


def limited(place: Path, name: str, settings: str = "", size: int = 4096) -> str:
    """Export three thousand papers with no room for a file of more than some bytes."""
    text = LIMITED.format(size=size, place=str(place), name=name, settings=settings)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", text],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    return done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("format_name", FORMATS)
def test_no_room_is_one_clear_line_and_leaves_nothing(
    tmp_path: Path, format_name: str
) -> None:
    if format_name == "nanopub":  # of papers that state nothing there are none
        return
    said = limited(tmp_path / "graph", format_name)
    assert said.count("\n") == 1, said
    assert "File too large" in said
    assert str(tmp_path) in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("how", ["gz", "zst"])
def test_no_room_for_a_compressed_file_is_told_the_same(
    tmp_path: Path, how: str
) -> None:
    said = limited(tmp_path / f"graph.{how}", "ntriples")
    assert said == f"{tmp_path}/graph.{how}: File too large\n"
    assert list(tmp_path.iterdir()) == []


def test_no_room_for_one_of_the_shards_leaves_none(tmp_path: Path) -> None:
    old = tmp_path / "graph-1-of-3"
    old.write_text("old")
    said = limited(tmp_path / "graph", "ntriples", "shards=3")
    assert said.startswith(f"{tmp_path}/graph-1-of-3: ")
    assert [(f.name, f.read_text()) for f in tmp_path.iterdir()] == [
        ("graph-1-of-3", "old")
    ]


class Broken:
    """A corpus that ends with an error."""

    def __init__(self, corpus: Corpus) -> None:
        self.concepts = corpus.concepts
        self._corpus = corpus

    def papers(self) -> Any:
        yield from self._corpus.papers()
        raise RuntimeError("broken")


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("shards", [1, 2])
def test_an_error_leaves_what_was_there_and_no_half_file(
    corpus: Corpus, format_name: str, *, shards: int, exported: Exported, tmp_path: Path
) -> None:
    before = {f: f.stat().st_mtime_ns for f in tmp_path.rglob("*")}
    with pytest.raises(RuntimeError, match="broken"):
        exported(Broken(corpus), format_name, shards=shards)
    assert {
        f: f.stat().st_mtime_ns for f in tmp_path.rglob("*") if f.name != "out"
    } == before


@pytest.mark.parametrize("format_name", ["neo4j", "parquet"])
def test_a_folder_is_written_anew_and_keeps_no_old_shard(
    corpus: Corpus, format_name: str, exported: Exported, back: Any
) -> None:
    exported(corpus, format_name, shards=3)
    (folder,) = exported(corpus, format_name)
    assert not [f.name for f in folder.iterdir() if "-of-" in f.name]
    assert len(back.titles([folder], format_name)) == 6


@pytest.mark.parametrize("format_name", ["neo4j", "parquet"])
def test_a_folder_of_others_is_left_alone(
    corpus: Corpus, format_name: str, tmp_path: Path
) -> None:
    (tmp_path / "papers.txt").write_text("mine")
    with pytest.raises(ScholargraphError, match=r"holds other files \(papers.txt\)"):
        export(corpus, str(tmp_path), format_name, Settings())
    assert [f.name for f in tmp_path.iterdir()] == ["papers.txt"]


def test_a_link_that_leads_nowhere_is_called_so(corpus: Corpus, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "gone")
    with pytest.raises(ScholargraphError, match="link: is a link that leads nowhere"):
        export(corpus, str(link), "neo4j", Settings())


FAULTS: list[tuple[str, str, dict[str, Any], str]] = [
    ("word", "x", {}, "export format: none is named 'word'; known: bibtex, gexf, "),
    (
        "turtle",
        "x",
        {"profile": "y"},
        "profile: none is named 'y'; known: lpwc, mls, schema",
    ),
    (
        "graphml",
        "x",
        {"profile": "lpwc"},
        "graphml: has no profile 'lpwc'; jsonld, nquads, ntriples, rdfxml, ",
    ),
    ("turtle", "x", {"compress": "rar"}, "--compress: is 'rar'; known: gz, zst"),
    (
        "turtle",
        "x.gz",
        {"compress": "zst"},
        "x.gz: is named .gz, yet --compress is zst",
    ),
    (
        "neo4j",
        "x",
        {"compress": "zst"},
        "neo4j: cannot be compressed by zst; known: gz",
    ),
    ("neo4j", "-", {}, "export format neo4j: makes several files; name a place"),
    ("turtle", "-", {"shards": 2}, "export format turtle: makes several files"),
    ("turtle", "x", {"shards": 0}, "--shards: is 0; at least 1"),
    ("turtle", "no/x", {}, "no/x: No such file or directory"),
    ("parquet", "no/x", {}, "no/x: No such file or directory"),
    ("turtle", ".", {}, ".: Is a directory"),
    ("parquet", "file", {}, "file: Not a directory"),
]


@pytest.mark.parametrize(("format_name", "place", "settings", "said"), FAULTS)
def test_what_does_not_go_together_is_one_clear_line(
    format_name: str,
    place: str,
    *,
    settings: dict[str, Any],
    said: str,
    corpus: Corpus,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("")
    with pytest.raises(ScholargraphError) as caught:
        export(corpus, place, format_name, Settings(**settings))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert [f.name for f in tmp_path.iterdir()] == ["file"]


def test_standard_output_can_be_compressed(
    corpus: Corpus, capfdbinary: pytest.CaptureFixture[bytes], back: Any, tmp_path: Path
) -> None:
    export(corpus, "-", "ntriples", Settings(run="test"))
    plain = capfdbinary.readouterr().out
    for how in ("gz", "zst"):
        export(corpus, "-", "ntriples", Settings(run="test", compress=how))
        (tmp_path / "x").write_bytes(capfdbinary.readouterr().out)
        assert back.unpacked(tmp_path / "x") == plain


def test_a_device_is_written_to_and_not_replaced(corpus: Corpus) -> None:
    export(corpus, os.devnull, "turtle", Settings())
    assert Path(os.devnull).is_char_device()


def test_formats_load_only_what_they_need() -> None:
    text = (
        "import json, sys; from scholargraph import exports;"
        " print(json.dumps([*sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", text], capture_output=True, text=True, check=True
    )
    heads = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert not heads & {
        "pandas",
        "pyarrow",
        "networkx",
        "bibtexparser",
        "rispy",
        "rdflib",
    }


def test_the_help_names_every_format_and_profile() -> None:
    words = (GOLDEN / "help-export.txt").read_text("utf-8").replace(",", " ").split()
    names = {word.strip(".,()") for word in words}
    assert names >= {*exports.FORMATS, *PROFILES}


def test_every_format_says_what_it_is() -> None:
    assert list(exports.FORMATS) == sorted(exports.FORMATS)
    assert all(found.about for found in exports.FORMATS.values())
