"""Which concepts will be used together next, and how well that can be told."""

import random
from dataclasses import dataclass
from typing import Final

import networkx as nx
import numpy as np
import pandas as pd

from scholargraph.frames import Frames
from scholargraph.measures.co_use import co_use
from scholargraph.measures.curve import Scores, auc, interval
from scholargraph.measures.incidence import incidence
from scholargraph.measures.profiles import Profiles, profiles

_LEAST: Final = 2
_MOST_PAIRS: Final = 20_000
_TRIES: Final = 20
_WEIGHT: Final = 0.1
_NO_NEIGHBOUR: Final = 0.1  # keeps the logarithm finite

Pair = tuple[str, str]


def predict_links(
    network: nx.Graph, *, top: int = 20, known: Profiles | None = None
) -> pd.DataFrame:
    """
    Return pairs that are not yet joined but have most in common.

    Asked are pairs with a common neighbour. ``score`` is Adamic and Adar's (2003): the
    sum of 1 / ln(degree) over the pair's common neighbours, so that a rare common
    neighbour counts more than a hub. With ``known``, what ``profiles`` returns, it is
    cos + 0.1 ln(0.1 + that sum), with the cosine of the two profiles: whose papers
    speak of the same things. Columns: ``a``, ``b`` (ids), ``label_a``, ``label_b``,
    ``score``, ``common`` (neighbours).

    A pair can also score high since it is one concept under two names. Hubs have many
    pairs: on a large corpus give a network of edges that several papers make
    (``co_use(frames, minimum=3)``). How well the scores foretell,
    ``check_prediction`` measures.
    """
    scores: dict[Pair, list[float]] = {}
    for node in sorted(network):
        near = network.adj[node]
        if len(near) < _LEAST:
            continue
        share = 1 / np.log(len(near))
        ends = sorted(near)
        for place, a in enumerate(ends):
            joined = network.adj[a]
            for b in ends[place + 1 :]:
                if b not in joined:
                    scores.setdefault((a, b), []).append(share)
    table = pd.DataFrame(list(scores), columns=["a", "b"])
    table["score"] = [sum(parts) for parts in scores.values()]
    table["common"] = [len(parts) for parts in scores.values()]
    if known is not None:
        sums = table["score"].to_numpy(dtype=float)
        table["score"] = _affinity(known.similarity(scores), sums)
    table = table.sort_values(["score", "a", "b"], ascending=[False, True, True])
    table = table.head(top).reset_index(drop=True)
    for end in ("b", "a"):
        labels = [network.nodes[node].get("label", node) for node in table[end]]
        table.insert(2, f"label_{end}", labels)
    return table


@dataclass(frozen=True, slots=True)
class LinkPrediction:
    """
    How well new pairs of concepts were foretold, each figure an AUC.

    An AUC is the probability that a pair which did come up scores higher than one
    that did not, 0.5 being chance. ``auc`` is that of ``predict_links`` with profiles;
    ``low`` and ``high`` are its 95 % interval, from drawing the held-out papers anew.
    Beside it stand ``neighbours``, the same of Adamic and Adar's score alone, and
    ``baseline``, that of preferential attachment (the product of degrees), which knows
    only that frequent concepts meet often. ``pairs`` came up, in ``papers``.
    """

    auc: float
    low: float
    high: float
    neighbours: float
    baseline: float
    pairs: int
    papers: int


def check_prediction(
    frames: Frames, *, share: float = 0.2, seed: int = 0
) -> LinkPrediction | None:
    """
    Hold out papers, foretell the pairs they bring, and measure how well.

    The held-out ``share`` is the latest papers where all are dated, else drawn at
    random. Whole papers are held out, not edges: a paper joins all its concepts with
    each other, so that a single held-out edge would give itself away by its paper's
    other edges; and neither network nor profiles see the held-out papers. Asked are
    pairs of concepts that the rest knows and has not joined; against them stand as
    many that do not come up, of the same ends joined at random. So frequent concepts
    are on both sides alike; against any two concepts at all, frequency alone scores
    high and tells nothing. The score and its two weights were chosen among a few on two
    corpora, 472 daily papers and 20,000 of arXiv; expect a little less elsewhere.
    ``None`` where nothing comes up.

    Resolution has seen all papers, so the names are those of hindsight; the pairs are
    not. Errors of extraction make pairs that nothing foretells, and lower the AUC.
    """
    held = held_out(frames, share=share, seed=seed)
    rest = set(frames.papers()["paper"]) - held
    network = co_use(frames, papers=rest)
    came = _first_papers(frames, held)
    new = sorted(pair for pair in came if _may_come(network, *pair))
    draw = random.Random(seed)  # noqa: S311 (no secret)
    if len(new) > _MOST_PAIRS:
        new = sorted(draw.sample(new, _MOST_PAIRS))
    others = _others(network, set(came), new, draw)
    if not others:
        return None
    cosine = profiles(frames, papers=rest).similarity
    sums = [_adamic_adar(network, pairs) for pairs in (new, others)]
    yes, no = _affinity(cosine(new), sums[0]), _affinity(cosine(others), sums[1])
    papers = [came[pair] for pair in new]
    low, high = interval(yes, no, groups=papers, seed=seed)
    return LinkPrediction(
        auc(yes, no),
        low,
        high,
        auc(*sums),
        auc(*(_product(network, pairs) for pairs in (new, others))),
        len(new),
        len(set(papers)),
    )


def _affinity(cosine: Scores, adamic_adar: Scores) -> Scores:
    return cosine + _WEIGHT * np.log(_NO_NEIGHBOUR + adamic_adar)


def held_out(frames: Frames, *, share: float, seed: int) -> set[str]:
    """Return the ids of the latest papers, random ones where dates are missing."""
    papers = frames.papers()[["paper", "date"]]
    number = max(round(len(papers) * share), 1)
    if papers["date"].notna().all():
        ordered = papers.sort_values(["date", "paper"])["paper"].tolist()
        return set(ordered[len(ordered) - number :])
    ids = papers["paper"].tolist()
    return set(random.Random(seed).sample(ids, min(number, len(ids))))  # noqa: S311 (no secret)


def _first_papers(frames: Frames, papers: set[str]) -> dict[Pair, str]:
    """Return each pair that the papers join, with the first of them that does."""
    found = incidence(frames, papers=papers)
    first = found.pairs().drop_duplicates(["a", "b"])
    return {
        (found.concepts[a], found.concepts[b]): found.papers[paper]
        for paper, a, b in first[["paper", "a", "b"]].itertuples(index=False)
    }


def _may_come(network: nx.Graph, a: str, b: str) -> bool:
    return a in network and b in network and b not in network.adj[a]


def _others(
    network: nx.Graph, came: set[Pair], new: list[Pair], draw: random.Random
) -> list[Pair]:
    """Join the ends of the new pairs anew: pairs that did not come up."""
    ends = [end for pair in new for end in pair]
    found: set[Pair] = set()
    for _ in range(_TRIES * len(new)):
        if len(found) == len(new):
            break
        a, b = sorted((draw.choice(ends), draw.choice(ends)))
        if a != b and b not in network.adj[a] and (a, b) not in came:
            found.add((a, b))
    return sorted(found)


def _adamic_adar(network: nx.Graph, pairs: list[Pair]) -> Scores:
    return np.array(
        [
            # Sorted, since a sum of floats depends on the order of its parts.
            sum(
                sorted(
                    1 / np.log(network.degree[c])
                    for c in network.adj[a].keys() & network.adj[b].keys()
                )
            )
            for a, b in pairs
        ],
        dtype=float,
    )


def _product(network: nx.Graph, pairs: list[Pair]) -> Scores:
    degree = network.degree
    return np.array([degree[a] * degree[b] for a, b in pairs], dtype=float)
