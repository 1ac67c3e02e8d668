"""What ``validate`` says of folders and files, and how it ends."""

import json
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store
from typer.testing import CliRunner, Result

from scholargraph.cli.app import app
from scholargraph.pipeline.build import build
from scholargraph.rdf.terms import Sg
from scholargraph.whole_files import compressed

PAPER = {
    "id": "arxiv:2401.00001",
    "title": "BERT for names",
    "abstract": "We fine-tune BERT on CoNLL-2003 and reach an F1 score of 92.8%.",
}


def done(*words: object) -> Result:
    return CliRunner().invoke(app, ["validate", *map(str, words)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("validate")
    (place / "papers.jsonl").write_text(json.dumps(PAPER) + "\n", encoding="utf-8")
    build([str(place / "papers.jsonl")], place / "kg")
    return place / "kg"


@pytest.fixture
def broken(folder: Path, tmp_path: Path) -> Path:
    """Return the graph as a file, with a confidence above 1 and a term too many."""
    store = Store()
    store.extend(Store.read_only(str(folder / "store")))
    old = min(store.quads_for_pattern(None, Sg.confidence, None), key=str)
    store.remove(old)
    store.add(Quad(old.subject, old.predicate, Literal(1.5)))
    store.add(Quad(old.subject, NamedNode(f"{Sg.quote.value}s"), Literal("x")))
    file = tmp_path / "kg.nt"
    store.dump(str(file), RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    return file


def test_a_graph_that_was_built_conforms(folder: Path) -> None:
    result = done(folder)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith(f"{folder}: conforms; ")


def test_what_is_wrong_is_listed_and_the_status_is_1(broken: Path) -> None:
    result = done(broken)
    assert result.exit_code == 1
    assert (
        "a decimal from 0 to 1 (sg:confidence): 1 wrong\n    mention:" in result.stdout
    )
    assert '  has "1.5"^^xsd:double' in result.stdout
    assert "one that the ontology declares: 1 wrong\n    sg:quotes" in result.stdout
    assert "2 wrong, of 2 sorts" in result.stderr


def test_json_says_the_same_to_programs(broken: Path, folder: Path) -> None:
    found = json.loads(done(broken, "--format", "json").stdout)
    assert (found["conforms"], found["count"]) == (False, 2)
    (first, *_) = [f for f in found["findings"] if f["path"] == Sg.confidence.value]
    assert first["shape"] == "https://w3id.org/scholargraph/shapes#confidence"
    assert first["violations"][0]["node"].startswith("https://w3id.org/scholargraph/")
    assert json.loads(done(folder, "--format", "json").stdout)["conforms"] is True


@pytest.mark.parametrize("how", ["gz", "zst"])
def test_a_file_may_be_packed(broken: Path, how: str) -> None:
    packed = broken.with_suffix(f".nt.{how}")
    with packed.open("wb") as raw, compressed(raw, how) as stream:
        stream.write(broken.read_bytes())
    assert done(packed).stdout == done(broken).stdout


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("kg.txt", b"", "is no graph folder and no file of RDF; known: .jsonld, .nq"),
        ("kg.ttl", b"<a> <b>", "is no such RDF: "),
        ("kg.nt.gz", b"not packed", "is no such RDF: Not a gzipped file"),
        ("kg.nt.zst", b"not packed", "ZSTD decompress failed"),
        ("kg.nt", b"\xff\xfe", "is no such RDF: "),
    ],
)
def test_what_is_no_graph_is_told_in_a_line(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    result = done(file)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{file}: {said}")
    assert result.stderr.count("\n") == 1


def test_what_is_not_there_is_told_in_a_line(tmp_path: Path) -> None:
    result = done(tmp_path / "none")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{tmp_path / 'none'}: does not exist\n"
