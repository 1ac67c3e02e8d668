from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph.errors import InputError
from scholargraph.resolve import cross_validate, read_pairs, score_pairs
from scholargraph.resolve.comparator import OTHER_WAY, Verdict, load
from scholargraph.resolve.features import features, swapped
from scholargraph.resolve.learning import fit
from scholargraph.resolve.pairs import Pair, score
from scholargraph.vocab import Kind

CASES = Path(__file__).parent / "cases"
DEV = Path(__file__).parents[3] / "shared" / "gold" / "concept_pairs.dev.jsonl"


def rows() -> list[list[str]]:
    lines = (CASES / "pairs.txt").read_text("utf-8").splitlines()
    return [
        [cell.strip() for cell in line.split(" | ")]
        for line in lines
        if line.strip() and not line.startswith("#")
    ]


@pytest.mark.parametrize(("kind", "a", "b", "wanted"), rows())
def test_names_are_told_same_narrower_or_different(
    kind: str, a: str, b: str, wanted: str
) -> None:
    assert load().compare(a, b, Kind(kind)).verdict.value == wanted


NAMES = st.sampled_from([cell for row in rows() for cell in row[1:3]])


@given(NAMES, NAMES, st.sampled_from(list(Kind)))
def test_swapping_the_names_swaps_the_answer(a: str, b: str, kind: Kind) -> None:
    one, two = load().compare(a, b, kind), load().compare(b, a, kind)
    for verdict in Verdict:
        other = two.probabilities[OTHER_WAY[verdict]]
        assert one.probabilities[verdict] == pytest.approx(other)
    assert sum(one.probabilities.values()) == pytest.approx(1)


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_any_two_texts_can_be_compared(a: str, b: str) -> None:
    found = features(a, b, Kind.METHOD)
    assert swapped(swapped(found)) == found
    assert all(0 <= value <= 1 for value in found.values())


def test_learning_the_cases_gives_their_answers_and_always_the_same_weights() -> None:
    pairs = [Pair(Kind(k), a, b, Verdict(label)) for k, a, b, label in rows()]
    comparator = fit(pairs)
    assert comparator == fit(pairs)
    assert score(comparator, pairs).same.f1 > 0.8


def test_folds_are_scored_by_weights_of_the_other_folds() -> None:
    pairs = [Pair(Kind(k), a, b, Verdict(label)) for k, a, b, label in rows()]
    seen: list[set[tuple[str, str]]] = []

    def spy(others: object) -> object:
        assert isinstance(others, list)
        seen.append({(pair.a, pair.b) for pair in others})
        return load()

    from scholargraph.resolve.pairs import cross_validate as in_folds

    in_folds(pairs, 5, spy)  # type: ignore[arg-type]
    everything = {(pair.a, pair.b) for pair in pairs}
    held_out = [everything - others for others in seen]
    assert set().union(*held_out) == everything
    assert sum(map(len, held_out)) == len(everything)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no pairs"),
        ("{", "1: is no pair of names"),
        ('{"type": "Method", "a": "x", "b": "y"}', "1: no field 'label'"),
        ('{"type": "Thing", "a": "x", "b": "y", "label": "same"}', "Thing"),
        ("[]", "1: is no pair of names"),
    ],
)
def test_a_bad_pairs_file_is_refused_with_its_line(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_pairs(path)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_pairs_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be read: No such [a-z ]+$"):
        read_pairs(tmp_path / "none.jsonl")


@pytest.mark.skipif(not DEV.exists(), reason="the annotated pairs are not here")
def test_cross_validated_figures_reach_the_goal() -> None:
    scores = cross_validate(read_pairs(DEV))
    assert scores.same.precision >= 0.95
    assert scores.same.recall >= 0.85
    assert scores.broader.f1 >= 0.75


def test_the_report_has_a_line_for_same_and_one_for_broader() -> None:
    pairs = [Pair(Kind(k), a, b, Verdict(label)) for k, a, b, label in rows()]
    same, broader = score_pairs(pairs).lines()
    assert same.startswith("same precision ")
    assert broader.startswith("broader precision ")
