"""The pages of the notebooks: what is refused, and what a page is like."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "notebook_pages.py"
TABLE = (
    "<style scoped>.dataframe { color: red }</style>"
    '<table border="1" class="dataframe"><thead><tr style="text-align: right;">'
    "<th></th><th>name</th><th>papers</th></tr></thead><tbody>"
    "<tr><th>0</th><td>a</td><td>1.5</td></tr>"
    "<tr><th>1</th><td>b</td><td>NaN</td></tr></tbody></table>"
)
FIGURE = {"image/png": "iVBORw0KGgo=", "text/plain": "<Figure size 1x1>"}


Done = subprocess.CompletedProcess[str]


def shown(**data: str) -> dict[str, Any]:
    return {"output_type": "display_data", "data": data, "metadata": {}}


WARNING = {"output_type": "stream", "name": "stderr", "text": "careful!"}
FAILURE = {"output_type": "error", "ename": "E", "evalue": "bad", "traceback": []}
REFUSED: dict[str, tuple[dict[str, Any] | None, str]] = {
    "warns": (WARNING, "'careful!'"),
    "fails": (FAILURE, "E: bad"),
    "figure": (shown(**FIGURE), "its figure is not described"),
    "stored": (None, "was not executed"),
}


def write(path: Path, *outputs: dict[str, Any], **metadata: str) -> None:
    code = {
        "id": "b",
        "cell_type": "code",
        "execution_count": 1 if outputs else None,
        "metadata": metadata,
        "outputs": outputs,
        "source": "1",
    }
    head = {"id": "a", "cell_type": "markdown", "metadata": {}, "source": "# A <title>"}
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [head, code]}
    path.write_text(json.dumps(whole), "utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("executed")
    table = shown(**{"text/html": TABLE, "text/plain": "a"})
    write(folder / "kept.ipynb", shown(**FIGURE), table, alt="What it shows.")
    for name, (output, _) in REFUSED.items():
        write(folder / f"{name}.ipynb", *([output] if output else []))
    return folder


@pytest.fixture(scope="module")
def done(folder: Path) -> Done:
    return subprocess.run(
        [sys.executable, str(SCRIPT), str(folder), str(folder / "pages")],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_page_needs_no_other_file_and_runs_nothing(folder: Path, done: Done) -> None:
    assert "kept.html" in done.stdout
    page = (folder / "pages" / "kept.html").read_text("utf-8")
    assert "<title>A &lt;title&gt;</title>" in page
    assert not re.search(r"<script|<link|https?://|@import|url\(|\son\w+=", page)
    assert 'alt="What it shows."' in page
    assert "Figure size" not in page
    assert 'href="kept.html"' in (folder / "pages" / "index.html").read_text("utf-8")


@pytest.mark.usefixtures("done")
def test_tables_look_as_the_page_has_it(folder: Path) -> None:
    page = (folder / "pages" / "kept.html").read_text("utf-8")
    assert "color: red" not in page
    assert '<th class="number">papers</th>' in page
    assert "<th>name</th>" in page
    assert "<th></th>" not in page


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_reader_should_not_see_or_would_miss_is_refused(
    folder: Path, done: Done, name: str
) -> None:
    assert done.returncode == 1
    said = next(line for line in done.stderr.splitlines() if line.startswith(name))
    assert said.startswith(f"{name}.ipynb: cell 1: ")
    assert REFUSED[name][1] in said
    assert not (folder / "pages" / f"{name}.html").exists()
