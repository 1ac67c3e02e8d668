"""The sections of the report; each leaves itself out where there is nothing to say."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from scholargraph import measures
from scholargraph.frames import Frames
from scholargraph.report.charts import bars, short, table
from scholargraph.vocab import Kind

_TOP: Final = 10
_BOARDS: Final = 5
_COMMUNITIES: Final = 8
_LEAST_PAPERS: Final = 5
_LEAST_YEARS: Final = 2
_MOST_YEARS: Final = 15
_DAYS_A_MONTH: Final = 365.25 / 12
_MOST_EDGES: Final = 400_000
_STEPS: Final = 10


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a sentence that says what is seen, and the figure or table."""

    heading: str
    text: str
    body: str


def concepts(frames: Frames) -> Section | None:
    """Return the concepts of most papers, by kind."""
    charts = []
    for kind in Kind:
        rows = frames.concepts(kind).sort_values(
            ["papers", "concept"], ascending=[False, True]
        )
        top = rows.head(_TOP)
        if len(top):
            pairs = zip(top["label"], top["papers"], strict=True)
            caption = f"{kind.value}s by number of papers ({len(rows):,} in all)"
            charts.append(bars(pairs, caption=caption))
    text = "A paper counts once for each concept that it names, under any of its names."
    return (
        Section("What the papers are about", text, "".join(charts)) if charts else None
    )


def years(frames: Frames) -> Section | None:
    """Return the papers of each year, and what is used more than before."""
    dates = frames.papers()["date"].dropna()
    counts = dates.dt.year.value_counts().sort_index()
    if len(counts) < _LEAST_YEARS:
        return None
    body = bars(_last_years(counts), caption="Papers by year")
    trend = measures.trends(frames)
    rising = measures.growth(trend)
    rising = rising[rising["z"] > 1.96].head(_TOP)  # noqa: PLR2004 (95 % of a normal)
    if len(rising):
        body += table(
            ["Used more than before", "earlier papers", "later papers", "z"],
            [
                (short(row["label"]), row["earlier"], row["later"], row["z"])
                for row in rising.to_dict("records")
            ],
        )
    text = (
        "The later half of the papers against the earlier; z counts standard errors."
        " Of many concepts a few exceed 2 by chance."
    )
    return Section("With time", text, body)


def _last_years(counts: pd.Series) -> list[tuple[str, float]]:
    """Return the papers of the last years one by one, and of all before together."""
    before, last = counts.iloc[:-_MOST_YEARS], counts.iloc[-_MOST_YEARS:]
    first = [(f"to {before.index[-1]}", float(before.sum()))] if len(before) else []
    return first + [(str(year), float(number)) for year, number in last.items()]


def taken_up(frames: Frames) -> Section | None:
    """Return what was introduced and most taken up by papers of others."""
    found = measures.adoption(frames)
    used = found[found["adopters"] > 0]
    if used.empty:
        return None
    rows = [
        (
            short(row["label"]),
            f"{row['introduced']:%Y-%m}",
            int(row["adopters"]),
            round(row["days"] / _DAYS_A_MONTH),
        )
        for row in used.head(_TOP).to_dict("records")
    ]
    low, high = measures.wilson(len(used), len(found))
    text = (
        f"Of {len(found):,} dated introductions {len(used):,}"
        f" ({len(used) / len(found):.0%}; 95 % interval {low:.0%} to {high:.0%}) were"
        " taken up by a later paper of other authors in this corpus. A name that two"
        " papers introduce looks taken up."
    )
    head = ["Introduced", "when", "papers by others", "months to the first"]
    return Section("Taken up by others", text, table(head, rows))


def themes(frames: Frames) -> Section | None:
    """Return the communities of the co-use network."""
    least = 1 if len(frames.papers()) < 2_000 else 2  # noqa: PLR2004 (chance meetings)
    network = measures.co_use(frames, minimum=least)
    if not 0 < network.number_of_edges() <= _MOST_EDGES:
        return None
    found = measures.communities(network)
    large = found.groupby(["community", "name"])["concept"].size().reset_index()
    rows = [
        (short(name, 90), int(number))
        for _, name, number in large.head(_COMMUNITIES).itertuples(index=False)
    ]
    number = measures.modularity(
        network, found.set_index("concept")["community"].loc[list(network)].tolist()
    )
    text = (
        "Concepts that papers use together fall into communities (Leiden, modularity"
        f" {number:.2f}); each is named by its most typical members."
    )
    return Section("Themes", text, table(["Community", "concepts"], rows))


def openness(frames: Frames) -> Section | None:
    """Return the share of papers that link their code, whole and by task."""
    if frames.papers().empty:
        return None
    whole = measures.code_availability(frames).iloc[0]
    tasks = measures.code_availability(frames, by="task", minimum=_LEAST_PAPERS)
    top = tasks.head(_TOP)
    body = ""
    if len(top):
        body = bars(
            zip(top["group"], top["share"], strict=True),
            caption="Share with code, tasks of most papers, with 95 % intervals",
            intervals=list(zip(top["low"], top["high"], strict=True)),
            percent=True,
        )
    text = (
        f"{whole['with_code']:,} of {whole['papers']:,} abstracts"
        f" ({whole['share']:.0%}; 95 % interval {whole['low']:.0%} to"
        f" {whole['high']:.0%}) link code of their own. Code that only the full text"
        " links is not seen here."
    )
    return Section("Who shares code", text, body)


def results(frames: Frames) -> Section | None:
    """Return the leaderboards of most papers."""
    boards = measures.boards(frames).head(_BOARDS)
    rows = []
    for board in boards.to_dict("records"):
        best = measures.leaderboard(
            frames, board["dataset"], board["metric"], unit=board["unit"]
        ).iloc[0]
        method = best["method_label"]
        rows.append(
            (
                short(board["dataset_label"]),
                short(board["metric_label"]),
                board["results"],
                f"{best['raw']}\N{NO-BREAK SPACE}{best['unit']}".strip(),
                "not said" if pd.isna(method) else short(method),
                short(best["quote"], 160),
            )
        )
    if not rows:
        return None
    head = ["Dataset", "Metric", "scores", "best", "Method", "In the paper's words"]
    text = (
        "Scores as the abstracts state them; only one unit stands on a board. Read the"
        " words before you rely on a first place."
    )
    return Section("Reported results", text, table(head, rows))


def disagreements(frames: Frames) -> Section | None:
    """Return where papers give different scores for one thing."""
    found = measures.disagreements(frames)
    if found.empty:
        return None
    rows = [
        (
            short(row["method_label"]),
            short(row["dataset_label"]),
            short(row["metric_label"]),
            int(row["papers"]),
            f"{row['low']:g} to {row['high']:g} {row['unit']}".strip(),
        )
        for row in found.head(_TOP).to_dict("records")
    ]
    text = (
        f"{len(found):,} combinations of method, dataset, metric and unit have"
        " different scores in two papers or more. Settings that an abstract does not"
        " tell make most of them; a factor of 100 is a unit left out."
    )
    head = ["Method", "Dataset", "Metric", "papers", "scores"]
    return Section("Where papers differ", text, table(head, rows))


def trust(frames: Frames) -> Section | None:
    """Return how sure the program is of what it read."""
    sure = frames.roles()["confidence"]
    if sure.empty:
        return None
    step = (sure * _STEPS).clip(0, _STEPS - 1).astype("int64")
    counts = step.value_counts().reindex(range(_STEPS), fill_value=0)
    pairs = [
        (f"{place / _STEPS:.1f} to {(place + 1) / _STEPS:.1f}", int(number))
        for place, number in enumerate(counts)
    ]
    text = (
        f"The program expects {sure.mean():.0%} of its {len(sure):,} statements that a"
        " paper has a concept in a role to be right. Every number above counts them"
        " all, the doubtful ones as well."
    )
    body = bars(pairs, caption="Statements by confidence")
    return Section("How far to trust this page", text, body)


SECTIONS: Final = (
    concepts,
    years,
    taken_up,
    themes,
    openness,
    results,
    disagreements,
    trust,
)
