"""Annotations made with brat say the same as records in our format."""

from pathlib import Path

import pytest

from scholargraph.annotated import read_annotated
from scholargraph.errors import InputError
from scholargraph.record_format import from_json

TEXT = """FRACAL: Fractal Calibration
FRACAL is for object detection. It improves LVIS by 33.6% AP.
See https://example.org/fracal for code."""
NOTES = """T1\tMethod 0 6\tFRACAL
T2\tMethod 8 27\tFractal Calibration
*\tEquiv T1 T2
A1\tRole T1 introduces
T3\tTask 42 58\tobject detection
T4\tDataset 72 76\tLVIS
A2\tRole T4 evaluates
T5\tMetric 86 88\tAP
T6\tValue 80 85\t33.6%
R1\tused_for Arg1:T2 Arg2:T3
E1\tResult:T6 Method:T1 Dataset:T4 Metric:T5
A3\tResultKind E1 delta
T7\tLink 94 120\thttps://example.org/fracal
A4\tLinkKind T7 code
A5\tOwn T7
#1\tAnnotatorNotes T1\tlooks right
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.ann").write_text(NOTES, encoding="utf-8")
    return tmp_path


def test_all_that_brat_files_say_is_read(folder: Path) -> None:
    ((where, record),) = read_annotated(folder)
    assert where == str(folder / "a.ann")
    assert record["title"] == "FRACAL: Fractal Calibration"
    assert record["entities"] == [
        {
            "name": "FRACAL",
            "type": "Method",
            "role": "introduces",
            "mentions": ["FRACAL", "Fractal Calibration"],
        },
        {
            "name": "object detection",
            "type": "Task",
            "role": "mentions",
            "mentions": ["object detection"],
        },
        {
            "name": "LVIS",
            "type": "Dataset",
            "role": "evaluates",
            "mentions": ["LVIS"],
        },
        {"name": "AP", "type": "Metric", "role": "mentions", "mentions": ["AP"]},
    ]
    assert record["relations"] == [["FRACAL", "used_for", "object detection"]]
    assert record["results"] == [
        {
            "method": "FRACAL",
            "dataset": "LVIS",
            "task": None,
            "metric": "AP",
            "value": "33.6",
            "unit": "%",
            "kind": "delta",
        }
    ]
    assert record["links"] == [
        {"url": "https://example.org/fracal", "kind": "code", "own": True}
    ]


def test_a_record_from_brat_is_a_record_of_ours(folder: Path) -> None:
    ((_, record),) = read_annotated(folder)
    paper, extraction = from_json(record)
    assert paper.text == TEXT
    # All occurrences of a string are mentions of its concept.
    assert len(extraction.entities[0].mentions) == 3


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("T1\tMethod 0 6\tFRACLA", 1),
        ("T1\tMethod 0 x\tFRACAL", 1),
        ("T1\tMethod 0 6;8 12\tFRACAL Frac", 1),
        ("\nR1\tbelongs_to Arg1:T1 Arg2:T1", 2),
        ("nonsense", 1),
    ],
)
def test_a_line_that_does_not_fit_is_named(
    folder: Path, line: str, number: int
) -> None:
    (folder / "a.ann").write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match=rf"a\.ann:{number}: cannot be read"):
        list(read_annotated(folder))


def test_a_name_that_is_nowhere_defined_is_named(folder: Path) -> None:
    (folder / "a.ann").write_text("R1\tused_for Arg1:T8 Arg2:T9", encoding="utf-8")
    with pytest.raises(InputError, match=r"does not define: 'T8'"):
        list(read_annotated(folder))


def test_an_annotation_without_its_text_is_named(folder: Path) -> None:
    (folder / "a.txt").unlink()
    with pytest.raises(InputError, match=r"a\.txt: cannot be read"):
        list(read_annotated(folder))
