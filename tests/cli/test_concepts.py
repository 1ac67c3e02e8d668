"""``concepts``: which are listed, and which one is meant."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from scholargraph.cli.app import app
from scholargraph.pipeline.build import build
from scholargraph.vocab import BASE


def listed(*words: object) -> Result:
    return CliRunner().invoke(app, ["concepts", *map(str, words)])


@pytest.mark.parametrize(
    "name", ["method/bert", "method:bert", f"{BASE}concept/method/bert", "BERT", "bert"]
)
def test_a_concept_is_named_by_id_address_or_name(graph: Path, name: str) -> None:
    result = listed(graph, "--why", name)
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0].split()[:2] == ["2", "method/bert"]
    assert lines[1].endswith(", 2 papers")


def test_a_name_used_once_is_used_in_one_paper(graph: Path) -> None:
    assert ", 1 paper\n" in listed(graph, "--why", "ImageNet").stdout


def test_an_address_of_another_base_names_no_concept(graph: Path) -> None:
    result = listed(graph, "--why", "https://other.org/concept/method/bert")
    assert result.exit_code == 1
    assert "none is named" in result.stderr


def test_a_name_of_two_concepts_is_refused_with_their_ids(tmp_path: Path) -> None:
    row = {"title": "On images", "abstract": "We train BERT on ImageNet."}
    file = tmp_path / "papers.jsonl"
    file.write_text(json.dumps(row) + "\n", "utf-8")
    build([str(file)], tmp_path / "kg")
    (tmp_path / "kg" / "overrides.toml").write_text(
        '[[rename]]\nconcept = "method/bert"\nlabel = "ImageNet"\n'
    )
    result = listed(tmp_path / "kg", "--why", "imagenet")
    assert result.exit_code == 1
    assert "concept: 2 are named 'imagenet'; give an id; known: " in result.stderr
    assert "dataset/imagenet" in result.stderr


def test_what_matches_nothing_is_told(graph: Path) -> None:
    result = listed(graph, "zzz")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{graph}: no concept has 'zzz' in a name\n"


def test_doubts_are_those_about_a_text(tmp_path: Path) -> None:
    names = (
        *("plagiarism detection", "detecting plagiarism"),
        *("out-of-distribution detection", "detecting out-of-distribution"),
    )
    rows = [
        {"title": f"On {name}", "abstract": f"We study the task of {name} with BERT."}
        for name in names
    ]
    file = tmp_path / "papers.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    build([str(file)], tmp_path / "kg")
    doubts = listed(tmp_path / "kg", "--doubtful").stdout.splitlines()
    assert len(doubts) == 2
    about = listed(tmp_path / "kg", "PLAGIARISM", "--doubtful").stdout.splitlines()
    assert about == [line for line in doubts if "plagiarism" in line]
    assert len(about) == 1
    none = listed(tmp_path / "kg", "zzz", "--doubtful")
    assert none.stdout == ""
    assert none.stderr == f"{tmp_path / 'kg'}: no doubtful pair has 'zzz' in a name\n"
