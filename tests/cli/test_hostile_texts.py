"""Whatever papers hold, no command steers a terminal; spreadsheets are warned of."""

import json
import re
import shutil
from pathlib import Path

import pytest
from rdflib import DCTERMS, Graph
from typer.testing import CliRunner, Result

from scholargraph.cli.app import app

# All but the line break and the tab.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
CLEAR, RED, TITLE = "\x1b[2J", "\x9b31m", "\x1b]0;gone\x07"
EVIL = f"{CLEAR}{RED}{TITLE}\r\b"
RECORD = {
    "id": f"one{EVIL}",
    "title": f"=HYPERLINK(1) {EVIL}",
    "abstract": f"We train {EVIL}ResNet-50{RED} on ImageNet: https://github.com/a/b{RED}",
    "authors": [f"Jane{EVIL} Doe"],
    "venue": f"Journal{TITLE}",
    "url": f"https://example.org/{EVIL}",
    "categories": [f"cs.CL{RED}"],
}
OVERRIDES = '[[rename]]\nconcept = "method/none\\u001b[31m"\nlabel = "x"\n'


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    name = f"papers{CLEAR}\n\u2028\x85{RED}.jsonl"
    file = tmp_path_factory.mktemp("input") / name
    lines = [json.dumps(RECORD), json.dumps({"abstract": EVIL}), f'{{"{EVIL}']
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def folder(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(f"kg{RED}") / f"kg{CLEAR}"
    result = done("build", file, "--into", folder)
    assert result.exit_code == 0
    assert not steers(result)
    return folder


def done(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def steers(result: Result) -> list[str]:
    return CONTROL.findall(result.stdout) + CONTROL.findall(result.stderr)


EVERYTHING = "SELECT * { ?s ?p ?o }"
COMMANDS: dict[str, tuple[str, ...]] = {
    "info": ("info", "{kg}"),
    "concepts": ("concepts", "{kg}"),
    "why": ("concepts", "{kg}", "--why", "resnet-50"),
    "check": ("check", "{kg}"),
    "diff": ("diff", "{kg}", "{kg}"),
    "describe": ("describe", "{kg}"),
    "validate": ("validate", "{kg}"),
    "extract": ("extract", "{file}"),
    "missing": ("extract", "{file}.gone"),
    "text": ("extract", "--text", EVIL),
    "unknown": ("concepts", "{kg}", "--why", EVIL),
    "no folder": ("info", "{kg}.gone"),
    "wrong query": ("query", "{kg}", f"SELECT {EVIL}"),
    **{
        name: ("query", "{kg}", EVERYTHING, "--format", name)
        for name in ("table", "csv", "tsv", "json", "xml")
    },
    **{
        f"export {name}": ("export", "{kg}", "--to", name, "-o", "-")
        for name in ("bibtex", "jsonld", "ntriples", "ris", "turtle", "graphml")
    },
}


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_steers_a_terminal(name: str, folder: Path, file: Path) -> None:
    words = [
        word.replace("{kg}", str(folder)).replace("{file}", str(file))
        for word in COMMANDS[name]
    ]
    result = done(*words)
    assert result.stdout or result.stderr
    assert steers(result) == []


def test_a_description_names_each_file_as_it_is(folder: Path, file: Path) -> None:
    described = Graph().parse(data=done("describe", folder).stdout, format="turtle")
    titles = {str(title) for title in described.objects(None, DCTERMS.title)}
    # XML cannot hold an escape character, so no literal does.
    assert file.name.replace("\x1b", "\ufffd") in titles


def test_a_decision_that_is_refused_steers_no_terminal(
    folder: Path, file: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(folder, tmp_path / "kg", symlinks=True)
    (copy / "overrides.toml").write_text(OVERRIDES)
    result = done("build", file, "--into", copy)
    assert result.exit_code == 1
    assert "overrides.toml" in result.stderr
    assert steers(result) == []


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "table"])
def test_values_that_begin_as_formulas_are_kept_and_warned_of(
    name: str, folder: Path
) -> None:
    query = "SELECT ?t (-1.5 AS ?number) { ?paper dcterms:title ?t }"
    result = done(
        *("query", folder, f"PREFIX dcterms: <http://purl.org/dc/terms/> {query}"),
        *("--format", name),
    )
    assert "=HYPERLINK(1)" in result.stdout
    warned = "warning: 1 values begin as a formula does; a spreadsheet may run them\n"
    assert result.stderr == (warned if name in {"csv", "tsv"} else "")


def test_an_ordinary_answer_is_not_warned_of(graph: Path) -> None:
    result = done("query", graph, EVERYTHING, "--format", "csv")
    assert result.stderr == ""
