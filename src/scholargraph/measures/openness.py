"""Who shares code."""

from typing import Final

import pandas as pd

from scholargraph.frames import Frames
from scholargraph.measures.intervals import wilson
from scholargraph.vocab import Kind, LinkKind, Role

_GROUPS: Final = ("all", "task", "year")


def code_availability(
    frames: Frames, *, by: str = "all", minimum: int = 1
) -> pd.DataFrame:
    """
    Return the share of papers whose abstract links code of their own.

    ``by`` is ``all``, ``task`` (papers that address it) or ``year``. Columns:
    ``group`` (``all``, the task's label, or the year), ``papers``, ``with_code``,
    ``share`` and its 95 % Wilson interval ``low`` and ``high``. Groups of fewer than
    ``minimum`` papers are left out.

    This counts links in abstracts, a lower bound of shared code: many papers link it
    in the text alone. Links are read from addresses with few errors; whether code is
    the paper's own is a judgement of the extractor. A task that is missed leaves its
    paper out of the group, whether it has code or not.

    Raises
    ------
    ValueError
        Where ``by`` is none of these.

    """
    if by not in _GROUPS:
        message = f"by: {by!r} is none of {', '.join(_GROUPS)}"
        raise ValueError(message)
    links = frames.links()
    own = links[
        (links["kind"] == LinkKind.CODE.value) & links["own"].fillna(value=False)
    ]
    papers = _grouped(frames, by)
    papers = papers.assign(code=papers["paper"].isin(own["paper"]))
    table = papers.groupby("group")["code"].agg(["size", "sum"]).reset_index()
    table.columns = pd.Index(["group", "papers", "with_code"])
    table["with_code"] = table["with_code"].astype("int64")
    table["share"] = table["with_code"] / table["papers"]
    table["low"], table["high"] = wilson(table["with_code"], table["papers"])
    table = table[table["papers"] >= minimum]
    if by == "task":
        table = table.sort_values(["papers", "group"], ascending=[False, True])
    return table.reset_index(drop=True)


def _grouped(frames: Frames, by: str) -> pd.DataFrame:
    papers = frames.papers()[["paper", "date"]]
    if by == "all":
        return papers.assign(group="all")
    if by == "year":
        dated = papers.dropna()
        return dated.assign(group=dated["date"].dt.year)
    roles = frames.roles()
    wanted = [Role.ADDRESSES.value, Role.INTRODUCES.value]
    tasks = roles[(roles["kind"] == Kind.TASK.value) & roles["role"].isin(wanted)]
    labels = frames.concepts()[["concept", "label"]]
    named = tasks.merge(labels, on="concept")
    return named[["paper", "label"]].rename(columns={"label": "group"})
