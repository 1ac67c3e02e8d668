"""Every notebook asks a question, answers it from its cells, and stores no output."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def cells(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(request.param.read_text("utf-8"))["cells"]
    return found


def test_no_output_is_stored(cells: list[dict[str, Any]]) -> None:
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] for cell in code)
    assert all(cell["execution_count"] is None for cell in code)


def test_it_begins_with_a_question(cells: list[dict[str, Any]]) -> None:
    first = "".join(cells[0]["source"])
    assert first.startswith("# ")
    assert re.search(r"\*\*Question\.\*\* [^?]+\?", first)


def test_it_ends_with_an_answer_that_a_cell_computes(
    cells: list[dict[str, Any]],
) -> None:
    assert "".join(cells[-2]["source"]).startswith("## Answer")
    assert cells[-1]["cell_type"] == "code"
    assert "print(" in "".join(cells[-1]["source"])


def test_no_figure_of_the_corpus_stands_in_its_prose(
    cells: list[dict[str, Any]],
) -> None:
    prose = " ".join(
        "".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"
    )
    # 95 % is the level of an interval; what else is counted, a cell must count.
    assert not re.search(r"(?<!9)\b(?!95)\d+(\.\d+)? ?%", prose)
