"""What changed between two graphs is listed, each with its cause."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, RdfFormat, Store
from typer.testing import CliRunner

from scholargraph import differences
from scholargraph.cli.app import app
from scholargraph.differences import Cause, Change
from scholargraph.floor import Floor
from scholargraph.pipeline.build import build
from scholargraph.pipeline.work import Options

Copied = Callable[[], Path]
METHODS = ("BERT", "ResNet-50", "LoRA", "Mask R-CNN")


def record(number: int, **fields: Any) -> dict[str, Any]:
    method = METHODS[number % 4]
    return {
        "id": f"paper-{number}",
        "title": f"Study {number} of {method} at scale",
        "abstract": f"We fine-tune {method} on ImageNet and reach an accuracy of "
        f"{80 + number}.5%. Code: https://github.com/lab/study-{number}.",
        "date": "2024-05-01",
        **fields,
    }


def write_records(file: Path, *records: dict[str, Any]) -> Path:
    file.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("inputs") / "papers.jsonl"
    return write_records(file, *(record(number) for number in range(4)))


@pytest.fixture(scope="session")
def original(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("original") / "kg"
    build([str(inputs)], folder)
    return folder


@pytest.fixture
def copied(original: Path, tmp_path: Path) -> Callable[[], Path]:
    """Copy the folder, to be changed."""

    def copy() -> Path:
        return Path(shutil.copytree(original, tmp_path / "copy", symlinks=True))

    return copy


def found(old: Path, new: Path) -> list[Change]:
    with differences.open_side(old) as first, differences.open_side(new) as second:
        return list(differences.changes(first, second))


def causes(changes: list[Change]) -> set[str]:
    return {change.cause.value for change in changes}


def rebuilt(folder: Path, inputs: Path, **options: str) -> Path:
    build([str(inputs)], folder, options=Options(**options))  # type: ignore[arg-type] # only base
    return folder


def dumped(folder: Path, format_: RdfFormat) -> list[bytes]:
    store = Store.read_only(str(folder / "store"))
    graph = DefaultGraph() if format_ == RdfFormat.N_TRIPLES else None
    data = store.dump(format=format_, from_graph=graph)
    assert data
    return sorted(data.splitlines())


def test_papers_in_another_order_and_number_of_builds_give_the_same_graph(
    original: Path, tmp_path: Path
) -> None:
    late = write_records(tmp_path / "late.jsonl", record(3), record(1))
    early = write_records(tmp_path / "early.jsonl", record(2), record(0))
    folder = rebuilt(rebuilt(tmp_path / "kg", late), early)
    assert found(original, folder) == []
    for format_ in (RdfFormat.N_QUADS, RdfFormat.N_TRIPLES):
        assert dumped(folder, format_) == dumped(original, format_)


def test_an_added_paper_comes_with_all_it_states(
    original: Path, copied: Copied, tmp_path: Path
) -> None:
    more = write_records(tmp_path / "more.jsonl", record(7))
    changes = found(original, rebuilt(copied(), more))
    of_paper = [change for change in changes if change.paper]
    assert {(c.paper, c.kind, c.cause) for c in of_paper} == {
        ("paper-7", "added", Cause.SOURCE)
    }
    assert {c.item.sort for c in of_paper} >= {"paper", "mention", "statement"}
    # The counts of the papers that speak of a concept rise for the same reason.
    counts = [c for c in changes if c.item.predicate.endswith("paperCount")]
    assert {c.cause for c in counts} == {Cause.SOURCE}
    back = found(tmp_path / "copy", original)
    assert {c.kind for c in back if c.paper} == {"removed"}


def test_what_sources_say_otherwise_is_metadata(
    original: Path, copied: Copied, inputs: Path
) -> None:
    before = inputs.read_text("utf-8")
    records = [record(0, date="2025-01-31", venue="CVPR"), *map(record, range(1, 4))]
    try:
        changes = found(original, rebuilt(copied(), write_records(inputs, *records)))
    finally:
        inputs.write_text(before, "utf-8")
    assert {(c.kind, c.cause, c.item.predicate.split("/")[-1]) for c in changes} == {
        ("changed", Cause.METADATA, "date"),
        ("added", Cause.METADATA, "ontology#venue"),
    }


def test_another_text_is_another_source(
    original: Path, copied: Copied, inputs: Path
) -> None:
    before = inputs.read_text("utf-8")
    other = record(0, title="Study 0 of BERT at a scale never seen")
    try:
        records = [other, *map(record, range(1, 4))]
        changes = found(original, rebuilt(copied(), write_records(inputs, *records)))
    finally:
        inputs.write_text(before, "utf-8")
    assert {c.paper for c in changes} <= {"paper-0", ""}
    titles = [c for c in changes if c.item.predicate.endswith("title")]
    assert [(c.kind, c.cause) for c in titles] == [("changed", Cause.SOURCE)]
    assert causes(changes) <= {"source", "resolution"}


def test_a_decision_of_the_user_is_an_override(
    original: Path, copied: Copied, inputs: Path
) -> None:
    folder = copied()
    with (folder / "overrides.toml").open("a", encoding="utf-8") as file:
        file.write('[[rename]]\nconcept = "method/bert"\nlabel = "Bertrand"\n')
    changes = found(original, rebuilt(folder, inputs))
    assert changes
    assert causes(changes) == {"override"}
    labels = [c for c in changes if c.item.predicate.endswith("prefLabel")]
    assert ("Bertrand",) in [c.after["value"] for c in labels if c.after]


def with_other_extractions(folder: Path, old: str, new: str) -> Path:
    """Make what is stored as if another extractor had read it otherwise."""
    with sqlite3.connect(folder / "extractions.db") as database:
        (number,) = database.execute(
            "SELECT count(*) FROM extractions WHERE instr(extraction, ?)", (old,)
        ).fetchone()
        assert number
        database.execute(
            "UPDATE extractions SET extractor = 'other 2',"
            " extraction = replace(extraction, ?, ?)",
            (old, new),
        )
        database.execute("UPDATE meta SET value='other 2' WHERE key='extractor'")
    database.close()
    return folder


def test_another_reading_of_the_same_text_is_the_extractors(
    original: Path, copied: Copied
) -> None:
    changes = found(
        original,
        with_other_extractions(
            copied(), '"type":"evaluated_on"', '"type":"trained_on"'
        ),
    )
    assert causes(changes) == {"extractor"}
    assert changes[0].item.sort == "graph"
    stated = [c for c in changes if c.item.sort == "statement"]
    assert {c.kind for c in stated} == {"added", "removed"}
    assert {c.item.predicate.partition("#")[2] for c in stated} == {
        "evaluatedOn",
        "trainedOn",
    }


def test_another_base_is_one_change(
    original: Path, copied: Copied, inputs: Path
) -> None:
    folder = rebuilt(copied(), inputs, base="https://example.org/kg/")
    (change,) = found(original, folder)
    assert (change.cause, change.item.predicate) == (Cause.SETTINGS, "base")
    told = CliRunner().invoke(app, ["diff", str(original), str(folder)]).stderr
    assert told == f"{original} and {folder}: 1 change\n"


@pytest.mark.parametrize("least", [0.6, 0.97])
def test_what_another_least_confidence_leaves_out_is_by_the_settings(
    original: Path, copied: Copied, least: float
) -> None:
    folder = copied()
    build([], folder, options=Options(min_confidence=least))
    setting, *rest = found(original, folder)
    assert (setting.cause, setting.item.predicate) == (Cause.SETTINGS, "min_confidence")
    of_papers = {(c.cause, c.kind) for c in rest if c.paper}
    assert (Cause.SETTINGS, "removed") in of_papers
    assert Cause.EXTRACTOR not in causes(rest)


def test_what_the_floor_leaves_out_is_so_too_where_another_program_read_the_same(
    original: Path, copied: Copied
) -> None:
    folder, strict = copied(), Floor.of(0.97).to_text()
    with sqlite3.connect(folder / "extractions.db") as connection:
        connection.execute("UPDATE extractions SET extractor = 'other'")
        connection.execute("UPDATE meta SET value = 'other' WHERE key = 'extractor'")
        connection.execute("UPDATE meta SET value = ? WHERE key = 'floor'", (strict,))
    connection.close()
    of_papers = [c for c in found(original, folder) if c.paper and c.kind == "removed"]
    assert of_papers
    assert causes(of_papers) == {Cause.SETTINGS}


def test_the_command_lists_counts_and_tells_by_its_status(
    original: Path, copied: Copied
) -> None:
    def run(*words: object) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, ["diff", *map(str, words)])
        return result.exit_code, result.stdout, result.stderr

    assert run(original, original) == (0, "", "no changes\n")
    other = with_other_extractions(
        copied(), '"type":"evaluated_on"', '"type":"trained_on"'
    )
    status, lines, said = run(original, other)
    assert status == 1
    assert "+ extractor  method:bert sg:trainedOn dataset:imagenet  We" in lines
    assert f"{original} and {other}: " in said
    status, lines, _ = run(original, other, "--summary")
    assert lines.splitlines()[0].split() == ["cause", "of", "change", "number"]
    status, lines, _ = run(original, other, "--summary", "--format", "json")
    numbers = [json.loads(line) for line in lines.splitlines()]
    assert list(numbers[0]) == ["cause", "of", "change", "number"]
    assert said.endswith(f": {sum(row['number'] for row in numbers):,} changes\n")
    status, lines, _ = run(original, other, "--format", "json")
    rows = [json.loads(line) for line in lines.splitlines()]
    assert {row["cause"] for row in rows} == {"extractor"}
    assert run(original, other, "--cause", "source")[0] == 0
    assert run(original, other, "--cause", "whim")[2].startswith("cause: none is named")
    assert run(original, original.parent / "no")[2].endswith("no: does not exist\n")


@pytest.mark.parametrize("cause", Cause)
def test_the_readme_explains_each_cause(cause: Cause) -> None:
    readme = Path(__file__).parents[2] / "README.md"
    assert f"| `{cause}` | {differences.CAUSES[cause]} |" in readme.read_text("utf-8")
