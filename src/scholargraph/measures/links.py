"""Which concepts will be used together next, and how well that can be told."""

import random
from dataclasses import dataclass
from typing import Final

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scholargraph.frames import Frames
from scholargraph.measures.co_use import co_use

_ROUNDS: Final = 200
_LEAST: Final = 2
_MOST_PAIRS: Final = 20_000
_TRIES: Final = 20

Pair = tuple[str, str]


def predict_links(network: nx.Graph, *, top: int = 20) -> pd.DataFrame:
    """
    Return pairs that are not yet joined but have most in common.

    ``score`` is Adamic and Adar's (2003): the sum of 1 / ln(degree) over the pair's
    common neighbours, so that a rare common neighbour counts more than a hub. Columns:
    ``a``, ``b`` (ids), ``label_a``, ``label_b``, ``score``, ``common``.

    A pair can also score high since it is one concept under two names. How well the
    scores foretell, ``check_prediction`` measures.
    """
    scores: dict[tuple[str, str], list[float]] = {}
    for node in sorted(network):
        near = network.adj[node]
        if len(near) < _LEAST:
            continue
        share = 1 / np.log(len(near))
        ends = sorted(near)
        for place, a in enumerate(ends):
            known = network.adj[a]
            for b in ends[place + 1 :]:
                if b not in known:
                    scores.setdefault((a, b), []).append(share)
    rows = [(a, b, sum(parts), len(parts)) for (a, b), parts in scores.items()]
    rows.sort(key=lambda row: (-row[2], row[:2]))
    table = pd.DataFrame(rows[:top], columns=["a", "b", "score", "common"])
    for end in ("b", "a"):
        labels = [network.nodes[node].get("label", node) for node in table[end]]
        table.insert(2, f"label_{end}", labels)
    return table


@dataclass(frozen=True, slots=True)
class LinkPrediction:
    """
    How well new pairs of concepts were foretold.

    ``auc`` is the probability that a pair which did come up scores higher than one
    that did not, 0.5 being chance; ``low`` and ``high`` its 95 % bootstrap interval;
    ``baseline`` the same of preferential attachment (the product of degrees), which
    knows only that frequent concepts meet often. ``pairs`` came up.
    """

    auc: float
    low: float
    high: float
    baseline: float
    pairs: int


def check_prediction(
    frames: Frames, *, share: float = 0.2, seed: int = 0
) -> LinkPrediction | None:
    """
    Hold out papers, foretell the pairs they bring, and measure how well.

    The held-out ``share`` is the latest papers where all are dated, else drawn at
    random. Whole papers are held out, not edges: a paper joins all its concepts with
    each other, so that a single held-out edge would give itself away by its paper's
    other edges. Asked are pairs of concepts that the rest knows and has not joined;
    against them stand as many that do not come up, of the same ends joined
    at random. So frequent concepts are on both sides alike; against any two concepts
    at all, frequency alone scores high and tells nothing. ``None`` where nothing
    comes up.

    Resolution has seen all papers, so the names are those of hindsight; the pairs are
    not. Errors of extraction make pairs that nothing foretells, and lower the AUC.
    """
    held = held_out(frames, share=share, seed=seed)
    rest = set(frames.papers()["paper"]) - held
    network = co_use(frames, papers=rest)
    later = co_use(frames, papers=held)
    new = sorted(
        (min(a, b), max(a, b))
        for a, b in later.edges()
        if a in network and b in network and b not in network.adj[a]
    )
    draw = random.Random(seed)  # noqa: S311 (no secret)
    if len(new) > _MOST_PAIRS:
        new = sorted(draw.sample(new, _MOST_PAIRS))
    if not new:
        return None
    not_new = _others(network, later, new, draw)
    if not not_new:
        return None
    yes, no = (
        np.array([_score(network, *p) for p in pairs]) for pairs in (new, not_new)
    )
    plain = [
        np.array([network.degree[a] * network.degree[b] for a, b in pairs], dtype=float)
        for pairs in (new, not_new)
    ]
    low, high = _interval(yes, no, seed)
    return LinkPrediction(auc(yes, no), low, high, auc(*plain), len(new))


def held_out(frames: Frames, *, share: float, seed: int) -> set[str]:
    """Return the ids of the latest papers, random ones where dates are missing."""
    papers = frames.papers()[["paper", "date"]]
    number = max(round(len(papers) * share), 1)
    if papers["date"].notna().all():
        ordered = papers.sort_values(["date", "paper"])["paper"].tolist()
        return set(ordered[len(ordered) - number :])
    ids = papers["paper"].tolist()
    return set(random.Random(seed).sample(ids, min(number, len(ids))))  # noqa: S311 (no secret)


def auc(yes: NDArray[np.float64], no: NDArray[np.float64]) -> float:
    """
    Return the probability that one of ``yes`` exceeds one of ``no``; ties count half.

    It is the Mann-Whitney statistic over the number of pairs.

    >>> auc(np.array([3.0, 1.0]), np.array([1.0, 0.0]))
    0.875
    """
    ranks = pd.Series(np.concatenate([yes, no])).rank().to_numpy()
    above = ranks[: len(yes)].sum() - len(yes) * (len(yes) + 1) / 2
    return float(above / (len(yes) * len(no)))


def _score(network: nx.Graph, a: str, b: str) -> float:
    common = network.adj[a].keys() & network.adj[b].keys()
    # Sorted, since a sum of floats depends on the order of its parts.
    return float(sum(sorted(1 / np.log(network.degree[c]) for c in common)))


def _others(
    network: nx.Graph, later: nx.Graph, new: list[Pair], draw: random.Random
) -> list[Pair]:
    """Join the ends of the new pairs anew: pairs that did not come up."""
    ends = [end for pair in new for end in pair]
    found: set[Pair] = set()
    for _ in range(_TRIES * len(new)):
        if len(found) == len(new):
            break
        a, b = sorted((draw.choice(ends), draw.choice(ends)))
        if a != b and b not in network.adj[a] and b not in later.adj[a]:
            found.add((a, b))
    return sorted(found)


def _interval(
    yes: NDArray[np.float64], no: NDArray[np.float64], seed: int
) -> tuple[float, float]:
    generator = np.random.default_rng(seed)
    values = [
        auc(generator.choice(yes, len(yes)), generator.choice(no, len(no)))
        for _ in range(_ROUNDS)
    ]
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)
