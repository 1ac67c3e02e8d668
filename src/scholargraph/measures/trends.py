"""How the use of concepts changes with time."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scholargraph.frames import Frames
from scholargraph.measures.intervals import wilson
from scholargraph.vocab import Role

_LEAST_PERIODS: Final = 2


def dated_roles(frames: Frames, *, kind: str | None = None) -> pd.DataFrame:
    """Return the roles of papers whose date is known, with ``date``; not `mentions`."""
    dates = frames.papers()[["paper", "date", "date_precision"]].dropna()
    rows = frames.roles().merge(dates, on="paper")
    kept = rows["role"] != Role.MENTIONS.value
    if kind is not None:
        kept &= rows["kind"] == kind
    return rows[kept]


def trends(
    frames: Frames, *, kind: str | None = None, period: str = "Y"
) -> pd.DataFrame:
    """
    Return the share of papers that use each concept, in each period.

    ``period`` is a pandas period (``Y``, ``Q``, ``M``); for less than years, papers
    of which the year alone is known do not count. Columns: ``concept``, ``label``,
    ``kind``, ``period`` (its first day), ``papers`` that use it, ``of`` all papers of
    the period, ``share``, and its 95 % Wilson interval ``low`` and ``high``.

    Assumes that the extractor misses as much in every period; a share is biased by
    recall, a ratio of two shares is not.
    """
    dated = frames.papers()[["paper", "date", "date_precision"]].dropna()
    if period != "Y":
        dated = dated[dated["date_precision"] != "year"]
    dated = dated.assign(period=dated["date"].dt.to_period(period).dt.to_timestamp())
    totals = dated.groupby("period").size()
    rows = dated_roles(frames, kind=kind).merge(dated[["paper", "period"]], on="paper")
    counts = rows.groupby(["concept", "period"]).size().rename("papers").reset_index()
    names = frames.concepts()[["concept", "label", "kind"]]
    table = counts.merge(names, on="concept")
    table["of"] = table["period"].map(totals).astype("int64")
    table["share"] = table["papers"] / table["of"]
    table["low"], table["high"] = wilson(table["papers"], table["of"])
    order = "concept label kind period papers of share low high".split()  # noqa: SIM905
    return table[order].sort_values(["concept", "period"]).reset_index(drop=True)


def growth(trend: pd.DataFrame, *, minimum: int = 5) -> pd.DataFrame:
    """
    Return how the odds of being used changed from earlier papers to later ones.

    ``trend`` is what ``trends`` returns. The corpus is halved at the period that
    leaves half of the papers on each side; ``log_odds`` = ln((a + ½)(d + ½) /
    ((b + ½)(c + ½))), with a of the later papers using the concept and b not, c of
    the earlier using it and d not (Haldane's correction). ``error`` is its standard
    error, sqrt(sum of 1 / (count + ½)), ``z`` their ratio. Concepts of fewer than
    ``minimum`` papers are left out.

    Assumes independent papers. Of many concepts some exceed |z| = 2 by chance alone.
    """
    totals = trend.drop_duplicates("period").set_index("period")["of"].sort_index()
    if len(totals) < _LEAST_PERIODS:
        return pd.DataFrame(columns=["concept", "label", "log_odds", "error", "z"])
    sums = totals.cumsum()
    early = set(sums[sums <= max(sums.iloc[-1] / 2, sums.iloc[0])].index)
    before, after = (
        float(totals[totals.index.isin(early) == side].sum()) for side in (True, False)
    )
    is_early = trend["period"].isin(early)
    table = trend.groupby(["concept", "label"]).size().rename("n").reset_index()
    table["earlier"], table["later"] = (
        table["concept"]
        .map(trend[is_early == side].groupby("concept")["papers"].sum())
        .fillna(0)
        .astype("int64")
        for side in (True, False)
    )
    table = table[table["earlier"] + table["later"] >= minimum]
    c, a = table["earlier"] + 0.5, table["later"] + 0.5
    d, b = before - table["earlier"] + 0.5, after - table["later"] + 0.5
    table = table.assign(
        log_odds=np.log(a * d / (b * c)), error=np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    )
    table["z"] = table["log_odds"] / table["error"]
    return (
        table.drop(columns="n")
        .sort_values(["z", "concept"], ascending=[False, True])
        .reset_index(drop=True)
    )


def bursts(
    trend: pd.DataFrame, *, ratio: float = 2.0, gamma: float = 1.0, minimum: int = 5
) -> pd.DataFrame:
    """
    Return the stretches of time in which a concept is used more than usual.

    Kleinberg's two-state automaton on batches (2002, section 4): in the base state a
    paper uses the concept with p0 = its share of all papers, in the burst state with
    p1 = min(``ratio`` p0, 0.9999); a period with r of d papers costs
    -ln(C(d, r) p^r (1-p)^(d-r)), a step up costs ``gamma`` ln(number of periods). The
    cheapest sequence is found by dynamic programming. Columns: ``concept``,
    ``label``, ``start`` and ``end`` (first days of the first and last period),
    ``papers`` in it, ``strength`` (what the base state would have cost more, in nats).

    Needs counts: concepts of fewer than ``minimum`` papers are left out. A merge of
    two concepts can look like a burst where one follows the other.
    """
    totals = trend.drop_duplicates("period").set_index("period")["of"].sort_index()
    wide = trend.pivot_table(
        index=["concept", "label"], columns="period", values="papers", fill_value=0
    ).reindex(columns=totals.index, fill_value=0)
    found = []
    for key, counts in zip(wide.index, wide.to_numpy(dtype=float), strict=True):
        if counts.sum() < minimum or len(totals) < _LEAST_PERIODS:
            continue
        for start, end, gain in _burst_runs(
            counts, totals.to_numpy(dtype=float), ratio, gamma
        ):
            used = int(counts[start : end + 1].sum())
            days = totals.index[start], totals.index[end]
            found.append((*key, *days, used, gain))
    columns = ["concept", "label", "start", "end", "papers", "strength"]
    return (
        pd.DataFrame(found, columns=columns)
        .sort_values(["strength", "concept"], ascending=[False, True])
        .reset_index(drop=True)
    )


def _burst_runs(
    used: NDArray[np.float64], of: NDArray[np.float64], ratio: float, gamma: float
) -> list[tuple[int, int, float]]:
    usual = min(max(used.sum() / of.sum(), 1e-9), 0.99)
    high = min(ratio * usual, 0.9999)
    # The binomial coefficient is the same in both states, so it falls out.
    cost = np.stack(
        [-(used * np.log(p) + (of - used) * np.log1p(-p)) for p in (usual, high)]
    )
    step = gamma * np.log(len(used))
    state = _cheapest(cost, step)
    runs: list[tuple[int, int, float]] = []
    start: int | None = None
    for place, value in enumerate([*state, 0]):
        if value and start is None:
            start = place
        elif not value and start is not None:
            gain = float((cost[0] - cost[1])[start:place].sum())
            runs.append((start, place - 1, gain))
            start = None
    return runs


def _cheapest(cost: NDArray[np.float64], step: float) -> list[int]:
    """Return the cheapest sequence of states, which begins below (Viterbi)."""
    low, high = cost[0, 0], cost[1, 0] + step
    came: list[tuple[int, int]] = []
    for now in range(1, cost.shape[1]):
        from_low = low <= high
        up = low + step < high
        came.append((0 if from_low else 1, 0 if up else 1))
        low, high = (
            min(low, high) + cost[0, now],
            min(low + step, high) + cost[1, now],
        )
    state = [0 if low <= high else 1]
    for back in reversed(came):
        state.append(back[state[-1]])
    return state[::-1]
