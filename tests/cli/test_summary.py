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


def test_what_was_left_out_is_told_with_the_way_to_get_it(graph: Path) -> None:
    manifest = load_manifest(Folder(graph))
    counts = {**manifest.counts, "left_out": 1}
    for least, said in (
        ({"everything": 0.0, "results": 0.8}, "1 result"),
        ({"everything": 0.9, "results": 0.9}, "1 statement"),
    ):
        told = replace(manifest, counts=counts, min_confidence=least)
        lines = list(summary(graph, told))
        (spot,) = [i for i, line in enumerate(lines) if "left out" in line]
        least_said = f"with a least confidence of {least['results']:g}"
        assert lines[spot].split(maxsplit=2)[2] == f"{said}, {least_said}"
        again = f"scholargraph build INPUT… --into {graph} --min-confidence 0"
        assert lines[spot + 1].strip() == f"to take all: {again}"
    counts.pop("left_out")  # as an earlier version wrote it
    told = replace(manifest, counts=counts, min_confidence={})
    assert not any("left out" in line for line in summary(graph, told))
