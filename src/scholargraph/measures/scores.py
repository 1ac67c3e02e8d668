"""Reported results: what may be compared, where papers differ, what is the best yet."""

from typing import Final

import numpy as np
import pandas as pd

from scholargraph.frames import Frames
from scholargraph.vocab import ResultKind

_BOARD: Final = ["dataset", "metric", "unit"]


def comparable(frames: Frames, *, confidence: float = 0.0) -> pd.DataFrame:
    """
    Return the scores that name their dataset and metric and are single numbers.

    Gains and ratios are no scores. Labels, the paper's date and the metric's
    direction are joined on. Where the extractor misses the dataset or the metric, a
    score is left out: boards are shorter than the papers', seldom wrong for that.
    """
    rows = frames.results()
    kept = (rows["kind"] == ResultKind.ABSOLUTE.value) & rows["value"].notna()
    kept &= rows["dataset"].notna() & rows["metric"].notna()
    rows = rows[kept & (rows["confidence"] >= confidence)]
    concepts = frames.concepts().set_index("concept")
    for of in ("method", "dataset", "metric"):
        labels = rows[of].map(concepts["label"])
        rows = rows.assign(**{f"{of}_label": labels})
    better = rows["metric"].map(concepts["higher_is_better"]).astype("boolean")
    rows = rows.assign(higher_is_better=better)
    return rows.merge(frames.papers()[["paper", "title", "date"]], on="paper")


def leaderboard(
    frames: Frames,
    dataset: str,
    metric: str,
    *,
    unit: str | None = None,
    confidence: float = 0.0,
) -> pd.DataFrame:
    """
    Return the scores on a dataset in a metric (both ids), the best first.

    Only one unit stands on a board, ``unit`` or the most frequent one; a fraction and
    a percentage are never mixed, nor converted. Where it is not known which way is
    better, ``rank`` is missing and higher comes first.

    A number that the extractor ties to the wrong dataset or method is an outlier
    here more often than not: read the ``quote`` of a first place.
    """
    rows = comparable(frames, confidence=confidence)
    rows = rows[(rows["dataset"] == dataset) & (rows["metric"] == metric)]
    if rows.empty:
        return rows.assign(rank=pd.Series(dtype="Int64"))
    if unit is None:
        unit = str(rows["unit"].value_counts().sort_index(kind="stable").idxmax())
    rows = rows[rows["unit"] == unit]
    known = rows["higher_is_better"].dropna()
    higher = bool(known.iloc[0]) if len(known) else True
    rows = rows.sort_values(
        ["value", "paper", "number"], ascending=[not higher, True, True]
    ).reset_index(drop=True)
    rank = rows["value"].rank(method="min", ascending=not higher).astype("Int64")
    return rows.assign(rank=rank if len(known) else rank.where(rank < 0))


def saturation(
    frames: Frames, dataset: str, metric: str, *, unit: str | None = None
) -> pd.DataFrame:
    """
    Return the best score so far on a dataset, over time.

    One row for each dated score, by date: ``date``, ``paper``, ``method_label``,
    ``value``, ``best`` (the best up to then), ``gain`` (what this score adds to it; 0
    where it does not). A dataset is saturated where gains go to 0 while papers keep
    coming. Empty where it is not known which way is better.

    One wrong high number hides every later gain; ``confidence`` in ``leaderboard``
    and the quotes are there to find it.
    """
    rows = leaderboard(frames, dataset, metric, unit=unit)
    rows = rows[rows["date"].notna() & rows["higher_is_better"].notna()]
    rows = rows.sort_values(["date", "paper", "number"]).reset_index(drop=True)
    higher = bool(rows["higher_is_better"].iloc[0]) if len(rows) else True
    value = rows["value"].to_numpy(dtype=float)
    best = np.maximum.accumulate(value) if higher else np.minimum.accumulate(value)
    gain = np.abs(np.diff(best, prepend=best[:1]))
    columns = ["date", "paper", "method_label", "value"]
    return rows[columns].assign(best=best, gain=gain)


def disagreements(frames: Frames, *, confidence: float = 0.0) -> pd.DataFrame:
    """
    Return where papers report different scores for one method, dataset and metric.

    Columns: the three ids and labels, ``unit``, ``papers``, ``low``, ``high``,
    ``spread`` = high - low, and ``relative`` = spread / the larger absolute value.
    A paper that gives several numbers for one combination (splits, sizes) is counted
    with all of them, but at least two papers must take part.

    Different numbers need not be a contradiction: settings differ that an abstract
    does not tell. Small spreads are rounding, a factor of 100 is a unit left out.
    """
    rows = comparable(frames, confidence=confidence).dropna(subset=["method"])
    keys = ["method", *_BOARD]
    labels = [f"{of}_label" for of in ("method", "dataset", "metric")]
    grouped = rows.groupby(keys, observed=True)
    table = grouped.agg(
        **{label: (label, "first") for label in labels},
        papers=("paper", "nunique"),
        low=("value", "min"),
        high=("value", "max"),
    ).reset_index()
    table = table[(table["papers"] > 1) & (table["low"] < table["high"])]
    spread = table["high"] - table["low"]
    most = table[["low", "high"]].abs().max(axis=1)
    table = table.assign(spread=spread, relative=spread / most)
    return table.sort_values(
        ["relative", *keys], ascending=[False, *([True] * len(keys))]
    ).reset_index(drop=True)


def boards(frames: Frames, *, confidence: float = 0.0) -> pd.DataFrame:
    """
    Return dataset, metric and unit of each leaderboard, most papers first.

    ``papers`` and ``results`` count what ``comparable`` keeps. A score that the
    extractor ties to the wrong dataset mostly makes a board of one paper, far down.
    """
    rows = comparable(frames, confidence=confidence)
    table = (
        rows.groupby([*_BOARD, "dataset_label", "metric_label"], observed=True)
        .agg(papers=("paper", "nunique"), results=("value", "size"))
        .reset_index()
    )
    return table.sort_values(
        ["papers", "results", *_BOARD], ascending=[False, False, True, True, True]
    ).reset_index(drop=True)
