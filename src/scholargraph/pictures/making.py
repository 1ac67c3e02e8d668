"""The pictures: what each takes from the measures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, Final

import pandas as pd

from scholargraph import measures
from scholargraph.errors import ScholargraphError, UnknownNameError
from scholargraph.frames import Frames
from scholargraph.pictures.shapes import Grid, Lines, Picture, Point, Series
from scholargraph.text import readable
from scholargraph.vocab import Kind

_MOVERS: Final = 8  # lines that can be told apart
_SIDE: Final = 16  # rows and columns whose names can be read
_MOST_PERIODS: Final = 60  # months or years; those before them are left out
_BUSY: Final = 0.02  # of the busiest period's papers, which the first must have
_LEAST: Final = 2  # points that make a line


@dataclass(frozen=True, slots=True)
class Choice:
    """
    What a picture shows of a graph.

    ``top`` is the number of concepts. ``kind`` is that of the concepts, where it is
    free to choose; ``dataset`` and ``metric`` are labels or aliases.
    """

    top: int | None = None
    kind: str | None = None
    dataset: str | None = None
    metric: str | None = None


def timeline(frames: Frames, choice: Choice) -> Picture:
    """Return the papers of each month that use the concepts that moved most."""
    trend = measures.trends(frames, kind=_kind(choice), period="M")
    word, step = "month", "MS"
    if trend["period"].nunique() < _LEAST:
        trend = measures.trends(frames, kind=_kind(choice), period="Y")
        word, step = "year", "YS"
    if trend["period"].nunique() < _LEAST:
        raise ScholargraphError("timeline", "the papers have no dates to compare")
    # The stragglers of an early year would leave the picture empty.
    busy = trend[trend["of"] >= trend["of"].max() * _BUSY]["period"]
    days = pd.date_range(busy.min(), busy.max(), freq=step)[-_MOST_PERIODS:]
    days = days[days >= busy[busy >= days[0]].min()]  # the cut may fall into a gap
    trend = trend[trend["period"].isin(days)]
    chosen, why = _movers(trend, choice.top or _MOVERS)
    wide = trend.pivot_table(index="concept", columns="period", values="papers")
    wide = wide.reindex(index=chosen, columns=days).fillna(0)
    labels = frames.concepts().set_index("concept")["label"]
    series = [
        Series(
            readable(str(labels[concept])),
            "line",
            tuple(
                Point(day.date(), float(count), f"{_count(count)} in this {word}")
                for day, count in zip(days, wide.loc[concept], strict=True)
            ),
        )
        for concept in chosen
    ]
    text = f"Papers of each {word} that use the concept; shown are those {why}."
    return Lines("Concepts in time", text, f"papers a {word}", tuple(series))


def _movers(trend: pd.DataFrame, number: int) -> tuple[list[str], str]:
    """Return the concepts that changed most, else the most used, and which it is."""
    moved = measures.growth(trend)
    order = moved.reindex(moved["z"].abs().sort_values(ascending=False).index)
    if len(order):
        share = "whose share of the papers changed most surely from the earlier half"
        return list(order["concept"].head(number)), f"{share} to the later"
    used = trend.groupby("concept")["papers"].sum().sort_index()
    most = used.sort_values(ascending=False, kind="stable").head(number)
    return list(most.index), "that most papers use"


def _count(papers: float) -> str:
    return "1 paper" if papers == 1 else f"{papers:,.0f} papers"


def matrix(frames: Frames, choice: Choice) -> Picture:
    """Return how many papers have a dataset and a task together."""
    pairs = _pairs(frames, [Kind.DATASET.value, Kind.TASK.value])
    pairs = pairs[pairs["kind_a"] != pairs["kind_b"]]
    # Ids begin with the kind, so that a dataset comes before a task.
    top = choice.top or _SIDE
    columns = _leading(pairs, "b", top)
    rows = _leading(pairs[pairs["b"].isin(columns)], "a", top)
    columns = _leading(pairs[pairs["a"].isin(rows)], "b", top)
    text = "Papers that have the dataset, in any role but a mere mention, and the task."
    return _grid(frames, pairs, (rows, columns), ("Datasets and tasks", text))


def co_use(frames: Frames, choice: Choice) -> Picture:
    """Return how many papers use two concepts of a kind together."""
    kind = _kind(choice) or Kind.METHOD.value
    pairs = _pairs(frames, [kind])
    both = pd.concat([pairs, pairs.rename(columns={"a": "b", "b": "a"})])
    names = _leading(both, "a", choice.top or _SIDE)
    title = f"{kind}s used together"
    text = "Papers that use both; the order is by the number of such papers."
    return _grid(frames, both, (names, names), (title, text))


def _pairs(frames: Frames, kinds: list[str]) -> pd.DataFrame:
    network = measures.co_use(frames, kinds=kinds)
    kind = dict(network.nodes(data="kind"))
    rows = [
        (*sorted((a, b)), int(papers)) for a, b, papers in network.edges(data="papers")
    ]
    table = pd.DataFrame(rows, columns=["a", "b", "papers"])
    for side in ("a", "b"):
        table[f"kind_{side}"] = table[side].map(kind)
    return table


def _leading(pairs: pd.DataFrame, side: str, top: int) -> list[str]:
    sums = pairs.groupby(side)["papers"].sum().sort_index()
    return list(sums.sort_values(ascending=False, kind="stable").head(top).index)


def _grid(
    frames: Frames,
    pairs: pd.DataFrame,
    sides: tuple[list[str], list[str]],
    says: tuple[str, str],
) -> Grid:
    rows, columns = sides
    if not rows or not columns:
        raise ScholargraphError(says[0].lower(), "no paper has two of them")
    pairs = pairs[pairs["a"].isin(rows) & pairs["b"].isin(columns)]
    wide = pairs.pivot_table(index="a", columns="b", values="papers", aggfunc="sum")
    wide = wide.reindex(index=rows, columns=columns).fillna(0).astype("int64")
    labels = frames.concepts().set_index("concept")["label"]
    return Grid(
        *says,
        "papers",
        tuple(readable(str(labels[each])) for each in rows),
        tuple(readable(str(labels[each])) for each in columns),
        tuple(tuple(int(cell) for cell in row) for row in wide.to_numpy()),
        is_square=rows is columns,
    )


def results(frames: Frames, choice: Choice) -> Picture:
    """Return the scores on a dataset in a metric, and the best one so far."""
    board, scores = _board(frames, choice)
    titles = frames.papers().set_index("paper")["title"]
    points: list[Point] = []
    for row in scores.to_dict("records"):
        title = readable(str(titles[row["paper"]]))
        method = "" if pd.isna(row["method_label"]) else f"{row['method_label']}: "
        note = f"{method}{row['value']:g} {board['unit']}".rstrip() + f" · {title}"
        points.append(Point(row["date"].date(), float(row["value"]), readable(note)))
    dataset, metric = readable(board["dataset_label"]), readable(board["metric_label"])
    return over_time(
        points,
        title=f"{metric} on {dataset}",
        measure=f"{metric} ({board['unit']})" if board["unit"] else metric,
        higher=bool(scores["best"].iloc[-1] >= scores["value"].max()),
    )


def over_time(
    points: Sequence[Point], *, title: str, measure: str, higher: bool
) -> Lines:
    """Return scores, by day, and the best so far; ``higher`` is whether that is it."""
    best: list[Point] = []
    for point in points:
        gain = point.value - best[-1].value if best else 0.0
        if not best or (gain > 0 if higher else gain < 0):
            best.append(point)
    best.append(Point(points[-1].day, best[-1].value, best[-1].note))
    return Lines(
        title,
        "Scores as the abstracts state them, of one unit; gains are left out. Read the"
        " words before you rely on a first place.",
        measure,
        (
            Series("best so far", "steps", tuple(best)),
            Series("a paper's score", "dots", tuple(points)),
        ),
    )


def _board(frames: Frames, choice: Choice) -> tuple[dict[str, Any], pd.DataFrame]:
    """Return the chosen board, else that of most papers, with its dated scores."""
    boards = measures.boards(frames)
    wanted = (("dataset", choice.dataset), ("metric", choice.metric))
    for of, name in wanted:
        if name is not None:
            boards = boards[boards[of].isin(_named(frames, of, name))]
    for board in boards.to_dict("records"):
        scores = measures.saturation(
            frames, board["dataset"], board["metric"], unit=board["unit"]
        )
        if len(scores) >= _LEAST:
            return {str(key): value for key, value in board.items()}, scores
    what = "fewer than two dated scores in a metric of which the better way is known"
    raise ScholargraphError("results", what)


def _named(frames: Frames, kind: str, name: str) -> list[str]:
    """Return the ids of the concepts of a kind with that id, label or alias."""
    wanted = name.casefold()
    concepts = frames.concepts(kind)
    found = [
        row["concept"]
        for row in concepts.to_dict("records")
        if wanted
        in {n.casefold() for n in (row["concept"], row["label"], *row["aliases"])}
    ]
    if not found:
        labels = sorted(set(concepts["label"]))
        raise UnknownNameError(kind, name, get_close_matches(name, labels, n=5))
    return found


def _kind(choice: Choice) -> str | None:
    if choice.kind is None:
        return None
    try:
        return Kind(choice.kind.strip().title()).value
    except ValueError as error:
        raise UnknownNameError("kind", choice.kind, list(Kind)) from error


Make = Callable[[Frames, Choice], Picture]
PICTURES: Final[Mapping[str, Make]] = MappingProxyType(
    {"timeline": timeline, "matrix": matrix, "results": results, "co-use": co_use}
)


def find(name: str) -> Make:
    """
    Return what makes the picture of that name.

    Raises
    ------
    UnknownNameError
        Where none has it.

    """
    if name not in PICTURES:
        raise UnknownNameError("picture", name, PICTURES)
    return PICTURES[name]
