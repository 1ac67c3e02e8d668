"""From introduction to use by others."""

import numpy as np
import pandas as pd

from scholargraph.frames import Frames
from scholargraph.measures.trends import dated_roles
from scholargraph.vocab import Role


def adoption(frames: Frames, *, kind: str | None = None) -> pd.DataFrame:
    """
    Return how each introduced concept was taken up by other papers.

    The introduction is the earliest dated paper with the role ``introduces``, unless
    another paper uses the concept before it or on the same date: what was there
    already was not introduced, whatever the extractor read, or not in this corpus.
    Taking up is any later paper in which the concept has a role other than
    ``introduces`` and ``mentions``, and which has no author in common with the
    introduction. Columns: ``concept``, ``label``, ``kind``,
    ``introduced_by``, ``introduced`` (date), ``adopters`` (papers), ``first_use``
    (date) and ``days`` from introduction to first use; missing while there is none.
    A date known to the month or year counts from its first day.

    Assumes that a concept keeps its name. Two introductions of one name, or a wrong
    role, make the first paper look adopted; a missed mention loses an adopter, so
    ``adopters`` is a lower bound where precision is high.
    """
    uses = uses_by_others(frames, kind=kind)
    firsts = introductions(frames, kind=kind)
    taken = uses.groupby("concept")["date"].agg(["size", "min"]).reset_index()
    taken = taken.rename(columns={"size": "adopters", "min": "first_use"})
    firsts = firsts.merge(taken, on="concept", how="left")
    firsts["adopters"] = firsts["adopters"].fillna(0).astype("int64")
    firsts["days"] = (firsts["first_use"] - firsts["introduced"]).dt.days
    return firsts.sort_values(
        ["adopters", "concept"], ascending=[False, True]
    ).reset_index(drop=True)


def adoption_curve(frames: Frames, concept: str) -> pd.DataFrame:
    """
    Return the growing number of papers by others that use a concept.

    Columns: ``date``, ``paper``, ``adopters`` (so far) and ``days`` since the
    introduction; empty where nobody introduces it or nobody follows. It counts and
    assumes what ``adoption`` does; missed mentions flatten the curve.
    """
    uses = uses_by_others(frames)
    rows = uses[uses["concept"] == concept].sort_values(["date", "paper"])
    curve = rows[["date", "paper"]].reset_index(drop=True)
    curve["adopters"] = np.arange(1, len(curve) + 1)
    curve["days"] = (rows["date"] - rows["introduced"]).dt.days.to_numpy()
    return curve


def introductions(frames: Frames, *, kind: str | None = None) -> pd.DataFrame:
    """Return the earliest paper that introduces each concept that nobody used yet."""
    rows = dated_roles(frames, kind=kind)
    new = rows["role"] == Role.INTRODUCES.value
    used = rows[~new].groupby("concept")["date"].min().rename("used")
    rows = rows[new].sort_values(["date", "paper"])
    first = rows.drop_duplicates("concept")[["concept", "kind", "paper", "date"]]
    first = first.merge(used, on="concept", how="left")
    first = first[~(first["used"] <= first["date"])]
    first = first.rename(columns={"paper": "introduced_by", "date": "introduced"})
    labels = frames.concepts()[["concept", "label"]]
    order = ["concept", "label", "kind", "introduced_by", "introduced"]
    return first.merge(labels, on="concept")[order]


def uses_by_others(frames: Frames, *, kind: str | None = None) -> pd.DataFrame:
    """Return the uses of introduced concepts by later papers of other authors."""
    firsts = introductions(frames, kind=kind)
    rows = dated_roles(frames, kind=kind)
    rows = rows[rows["role"] != Role.INTRODUCES.value]
    uses = rows.merge(firsts[["concept", "introduced_by", "introduced"]], on="concept")
    later = (uses["date"] >= uses["introduced"]) & (
        uses["paper"] != uses["introduced_by"]
    )
    uses = uses[later]
    papers = frames.papers()
    authors = dict(zip(papers["paper"], map(frozenset, papers["authors"]), strict=True))
    apart = [
        authors[paper].isdisjoint(authors[first])
        for paper, first in zip(uses["paper"], uses["introduced_by"], strict=True)
    ]
    return uses[np.asarray(apart, dtype=bool)]
