import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph import measures
from scholargraph.frames import Frames
from scholargraph.measures.curve import auc, interval


@given(st.integers(0, 500), st.integers(0, 500))
def test_an_interval_holds_the_share(part: int, rest: int) -> None:
    low, high = measures.wilson(part, part + rest)
    share = part / max(part + rest, 1)
    assert 0 <= low <= high <= 1
    assert low - 1e-9 <= share <= high + 1e-9


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=8),
    st.lists(st.integers(0, 5), min_size=1, max_size=8),
)
def test_the_area_counts_pairs_in_order(yes: list[int], no: list[int]) -> None:
    pairs = [(a > b) + 0.5 * (a == b) for a in yes for b in no]
    assert auc(np.array(yes, float), np.array(no, float)) == pytest.approx(
        sum(pairs) / len(pairs)
    )


def test_what_counts_twice_is_as_two() -> None:
    yes, no = np.array([3.0, 1.0, 2.0]), np.array([2.0, 0.0])
    twice = auc(yes, no, yes_times=np.array([1.0, 2.0, 0.0]))
    assert twice == pytest.approx(auc(np.array([3.0, 1.0, 1.0]), no))


def test_the_interval_of_what_comes_in_one_group_is_wider() -> None:
    draw = np.random.default_rng(0)
    no = draw.normal(size=400)
    shift = np.repeat(draw.normal(size=8), 50)
    yes = shift + draw.normal(size=400) + 0.5
    apart = interval(yes, no, groups=[str(n) for n in range(400)], seed=0)
    together = interval(yes, no, groups=[str(n // 50) for n in range(400)], seed=0)
    assert together[1] - together[0] > 2 * (apart[1] - apart[0])
    assert together[0] < auc(yes, no) < together[1]


def test_shares_of_a_period_are_of_its_papers(frames: Frames) -> None:
    table = measures.trends(frames)
    years = frames.papers()["date"].dt.year.value_counts()
    assert len(table)
    assert (table["papers"] <= table["of"]).all()
    assert table["of"].tolist() == table["period"].dt.year.map(years).tolist()


def trend(used: list[int], of: int) -> pd.DataFrame:
    periods = pd.date_range("2010-01-01", periods=len(used), freq="YS")
    return pd.DataFrame(
        {
            "concept": "method/x",
            "label": "x",
            "period": periods,
            "papers": used,
            "of": of,
        }
    )


def test_a_burst_is_the_stretch_of_much_use() -> None:
    table = measures.bursts(trend([1, 1, 1, 30, 35, 1, 1, 1], 100))
    assert len(table) == 1
    assert table["start"].dt.year.tolist() == [2013]
    assert table["end"].dt.year.tolist() == [2014]
    assert table.loc[0, "papers"] == 65


def test_steady_use_is_no_burst_and_no_growth() -> None:
    assert measures.bursts(trend([5] * 8, 100)).empty
    assert measures.growth(trend([5] * 8, 100)).loc[0, "log_odds"] == pytest.approx(0)


def test_more_use_is_growth() -> None:
    assert (measures.growth(trend([1, 1, 20, 20], 100))["z"] > 2).tolist() == [True]


def test_a_concept_is_taken_up_by_later_papers_of_others(frames: Frames) -> None:
    table = measures.adoption(frames)
    assert table["adopters"].max() >= 1
    used = table[table["adopters"] > 0]
    assert (used["days"] >= 0).all()
    for concept, adopters in used[["concept", "adopters"]].itertuples(index=False):
        curve = measures.adoption_curve(frames, concept)
        assert len(curve) == adopters == curve["adopters"].iloc[-1]


def test_what_was_used_before_was_not_introduced(frames: Frames) -> None:
    dates = frames.papers().set_index("paper")["date"]
    roles = frames.roles()
    roles = roles[~roles["role"].isin(["mentions", "introduces"])]
    dated = roles.assign(date=roles["paper"].map(dates))
    used = dated.groupby("concept")["date"].min()
    table = measures.adoption(frames)
    assert not (table["concept"].map(used) <= table["introduced"]).any()


def test_the_best_so_far_never_gets_worse(frames: Frames) -> None:
    for dataset, metric, unit in measures.boards(frames)[
        ["dataset", "metric", "unit"]
    ].itertuples(index=False):
        table = measures.saturation(frames, dataset, metric, unit=unit)
        assert table["best"].is_monotonic_increasing
        assert (table["best"] >= table["value"]).all()
        assert (table["gain"] >= 0).all()


def test_a_board_has_one_unit_and_its_best_first(frames: Frames) -> None:
    boards = measures.boards(frames)
    assert len(boards)
    board = measures.leaderboard(frames, boards["dataset"][0], boards["metric"][0])
    assert len(set(board["unit"])) == 1
    assert board["rank"].iloc[0] == 1
    assert board["value"].is_monotonic_decreasing


def test_papers_differ_only_where_two_papers_speak(frames: Frames) -> None:
    table = measures.disagreements(frames)
    assert (table["papers"] > 1).all()
    assert (table["spread"] > 0).all()


@pytest.mark.parametrize("by", ["all", "task", "year"])
def test_code_is_counted_once_a_paper(frames: Frames, by: str) -> None:
    table = measures.code_availability(frames, by=by)
    links = frames.links()
    own = links[(links["kind"] == "code") & links["own"]]
    assert (table["with_code"] <= table["papers"]).all()
    if by == "all":
        assert table.loc[0, "with_code"] == own["paper"].nunique()
        assert table.loc[0, "papers"] == len(frames.papers())


def test_a_group_that_is_not_known_is_refused(frames: Frames) -> None:
    with pytest.raises(ValueError, match="'author' is none of all, task, year"):
        measures.code_availability(frames, by="author")


def test_a_paper_is_most_like_those_it_shares_most_with(frames: Frames) -> None:
    for paper in frames.papers()["paper"]:
        table = measures.similar_papers(frames, paper)
        assert paper not in set(table["paper"])
        assert table["similarity"].is_monotonic_decreasing


def test_novelty_rests_on_pairs_that_others_use(frames: Frames) -> None:
    table = measures.novelty(frames, least=1)
    assert (table["pairs"] >= 1).all()
    assert table["novelty"].notna().all()
