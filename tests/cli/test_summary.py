"""The lines that ``build`` and ``info`` tell of a graph."""

from dataclasses import replace
from pathlib import Path

from scholargraph.cli.summary import summary
from scholargraph.pipeline.folder import Folder
from scholargraph.pipeline.manifest import load_manifest


def test_one_time_is_no_times_and_no_seconds_are_no_row(graph: Path) -> None:
    manifest = load_manifest(Folder(graph))
    lines = list(summary(graph, replace(manifest, rejects={"a": 1, "b": 2})))
    assert [line.split()[:2] for line in lines if line.endswith((": a", ": b"))] == [
        ["1", "time:"],
        ["2", "times:"],
    ]
    assert any(line.startswith("  seconds ") for line in lines)
    lines = list(summary(graph, replace(manifest, seconds={})))
    assert not any(line.startswith("  seconds") for line in lines)
