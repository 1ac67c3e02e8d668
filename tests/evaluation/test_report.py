import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph.errors import InputError
from scholargraph.evaluation import (
    Counts,
    compare,
    comparison_to_json,
    comparison_to_text,
    evaluate,
    evaluate_file,
    gold_papers,
    to_json,
    to_text,
)
from scholargraph.evaluation.details import calibration, matched
from scholargraph.evaluation.intervals import difference, f1_interval
from scholargraph.model import Extraction, Paper
from scholargraph.vocab import Kind

HERE = Path(__file__).parent
GOLD = HERE / "cases" / "gold.jsonl"
PREDICTED = HERE / "cases" / "predicted.jsonl"
COUNTS = st.lists(st.builds(Counts, *[st.integers(0, 9)] * 3), min_size=1, max_size=12)
PLACES = st.sets(
    st.tuples(st.integers(0, 20), st.integers(1, 6), st.sampled_from(Kind)).map(
        lambda place: (place[0], place[0] + place[1], place[2])
    ),
    max_size=8,
)


def text_report() -> str:
    return to_text(evaluate_file(GOLD, PREDICTED, samples=200)).replace(
        str(GOLD), "gold.jsonl"
    )


def test_the_text_is_the_golden_one() -> None:
    assert text_report() == (HERE / "expected" / "report.txt").read_text("utf-8")


def test_json_holds_the_figures_of_the_text() -> None:
    report = evaluate_file(GOLD, PREDICTED, samples=50)
    found = json.loads(json.dumps(to_json(report), allow_nan=False))
    assert found["papers"] == 4
    assert found["unanswered"] == 1
    by_layer = {row["layer"]: row for row in found["figures"]}
    assert by_layer["links"] == {
        "layer": "links",
        "precision": 0.5,
        "recall": 0.5,
        "f1": 0.5,
        "low": by_layer["links"]["low"],
        "high": by_layer["links"]["high"],
        "right": 1,
        "wrong": 1,
        "missing": 1,
    }
    assert [case["id"] for case in found["worst"]] == ["a", "b", "d", "c"]


def test_results_that_the_graph_leaves_out_are_counted_as_missing() -> None:
    (figure,) = evaluate_file(GOLD, PREDICTED, samples=50).taken
    assert figure.layer == "results (metric,value) from 0.8"
    whole = evaluate_file(GOLD, PREDICTED, samples=50).figure("results (metric,value)")
    assert (whole.counts, figure.counts) == (Counts(3, 1, 2), Counts(1, 0, 4))


def test_gold_against_itself_is_perfect() -> None:
    report = evaluate_file(GOLD, GOLD, samples=50)
    for figure in report.figures:
        assert figure.counts.wrong == figure.counts.missing == 0
    assert all(item.wanted == item.given for item in report.kinds)
    assert {item.error for item in report.calibrations} == {0.0}


def test_papers_without_an_answer_count_as_missing() -> None:
    report = evaluate(GOLD, [])
    assert report.unanswered == report.papers == 4
    assert report.figure("concept all").counts == Counts(0, 0, 11)


def test_gold_papers_come_in_file_order() -> None:
    assert [paper.id for paper in gold_papers(GOLD)] == ["a", "b", "c", "d"]


def test_a_prediction_from_another_text_is_refused() -> None:
    pair = (Paper("a", "Other", "text"), Extraction("a", (), (), (), (), "x"))
    with pytest.raises(InputError, match="a: predicted from another text"):
        evaluate(GOLD, [pair])


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "has no records"),
        (b"\n\n", "has no records"),
        (b"[1]\n", "gold.jsonl:1: not a JSON object"),
        (b'{"id": "a"}\n', "gold.jsonl:1: no field 'title'"),
        (b"\n{oops\n", "gold.jsonl:2: not JSON"),
        (b"\xff\xfe", "is not UTF-8"),
        (b'{"id": "a", "title": 3, "abstract": []}', "gold.jsonl:1: "),
    ],
)
def test_a_bad_gold_file_is_named(content: bytes, what: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError, match=what):
        evaluate(path, [])


@pytest.mark.parametrize(
    ("name", "what"), [("missing.jsonl", "cannot be read"), ("", "has no .ann file")]
)
def test_a_gold_file_that_cannot_be_read_is_named(
    name: str, what: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=what):
        evaluate(tmp_path / name, [])


def test_a_run_compared_with_itself_does_not_differ() -> None:
    report = evaluate_file(GOLD, PREDICTED, samples=50)
    for change in compare(report, report, samples=50).changes:
        assert change.difference.f1 == 0
        assert change.difference.p_value == 1
        assert (change.difference.interval.low, change.difference.interval.high) == (
            0,
            0,
        )


def test_a_better_run_differs_upwards() -> None:
    first = evaluate_file(GOLD, PREDICTED, samples=50)
    comparison = compare(first, evaluate_file(GOLD, GOLD, samples=50), samples=50)
    changes = {change.layer: change for change in comparison.changes}
    assert changes["concept all"].difference.f1 > 0
    assert changes["concept all"].second == 1
    text = comparison_to_text(comparison)
    assert text.startswith("4 papers\n")
    assert "concept all" in text
    assert len(comparison_to_json(comparison)["changes"]) == len(changes)


def test_runs_on_different_papers_are_not_compared(tmp_path: Path) -> None:
    lines = GOLD.read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "part.jsonl").write_text("".join(lines[:2]))
    part = evaluate(tmp_path / "part.jsonl", [])
    with pytest.raises(InputError, match="different papers"):
        compare(evaluate(GOLD, []), part)


@given(COUNTS)
def test_figures_stay_within_bounds(counts: list[Counts]) -> None:
    total = sum(counts, Counts())
    interval = f1_interval(counts, samples=40, seed=3)
    assert 0 <= interval.low <= interval.high <= 1
    assert 0 <= total.f1 <= 1
    assert min(total.precision, total.recall) <= total.f1 + 1e-9
    assert total.f1 <= max(total.precision, total.recall) + 1e-9
    assert interval == f1_interval(counts, samples=40, seed=3)


@given(COUNTS, COUNTS)
def test_comparing_the_other_way_round_changes_the_sign(
    first: list[Counts], second: list[Counts]
) -> None:
    size = min(len(first), len(second))
    forth = difference(first[:size], second[:size], samples=60, seed=1)
    back = difference(second[:size], first[:size], samples=60, seed=1)
    assert forth.f1 == pytest.approx(-back.f1)
    assert forth.interval.low == pytest.approx(-back.interval.high)
    assert 0 < forth.p_value <= 1


@given(PLACES, PLACES)
def test_overlapping_mentions_are_paired_once(
    gold: set[tuple[int, int, Kind]], predicted: set[tuple[int, int, Kind]]
) -> None:
    pairs = matched(gold, predicted)
    assert sorted(left for left, _ in pairs if left) == sorted(gold)
    assert sorted(right for _, right in pairs if right) == sorted(predicted)
    for left, right in pairs:
        if left and right:
            assert left[0] < right[1]
            assert right[0] < left[1]


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40))
def test_a_calibration_error_is_a_share(answers: list[tuple[float, bool]]) -> None:
    found = calibration("x", answers)
    assert 0 <= found.error <= 1
    assert sum(item.count for item in found.bins) == len(answers)


def test_confidences_that_come_true_have_no_error() -> None:
    answers = [(0.25, True), (0.25, False), (0.25, False), (0.25, False), (1.0, True)]
    assert calibration("x", answers).error == 0
