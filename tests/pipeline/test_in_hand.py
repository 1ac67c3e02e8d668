"""What is told of the papers that a killed build reads again is what it has in hand."""

from pathlib import Path

from scholargraph.pipeline.workers import AHEAD, CHUNK

DOCS = Path(__file__).parents[2] / "docs"


def test_as_many_papers_are_told_of_as_may_be_in_hand() -> None:
    text = " ".join((DOCS / "faults.md").read_text("utf-8").split())
    # A chunk is stored when the one after those that wait has been handed out.
    several = f"{AHEAD * CHUNK} for each of them and {CHUNK} more"
    assert f"{CHUNK} without worker processes, else {several}" in text
