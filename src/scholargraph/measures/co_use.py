"""The co-use network: concepts joined by the papers that use them together."""

from collections.abc import Collection, Iterable

import networkx as nx
import numpy as np
import pandas as pd

from scholargraph.frames import Frames
from scholargraph.measures.incidence import Incidence, incidence


def co_use(
    frames: Frames,
    *,
    kinds: Iterable[str] | None = None,
    papers: Collection[str] | None = None,
    minimum: int = 1,
    confidence: float = 0.0,
) -> nx.Graph:
    """
    Return the network of concepts that papers use together.

    Nodes are concept ids, with ``label``, ``kind`` and ``papers``. An edge has
    ``papers`` = n_ab, the number of papers that use both; ``jaccard`` =
    n_ab / (n_a + n_b - n_ab); and ``npmi`` = ln(n_ab N / (n_a n_b)) / -ln(n_ab / N),
    from -1 (never together) over 0 (independent) to 1 (always): normalised pointwise
    mutual information (Bouma 2009). ``weight`` is ``papers``.

    ``minimum`` is the least number of papers that makes an edge; ``papers`` restricts
    the corpus to those ids.

    Assumes that extraction errors fall on papers independently. A concept that is
    missed removes edges and never adds one; two concepts merged into one add edges
    between their neighbourhoods, so look at doubtful merges first.
    """
    found = incidence(frames, kinds=kinds, papers=papers, confidence=confidence)
    table = weighted_pairs(found)
    network = nx.Graph()
    names = frames.concepts().set_index("concept")[["label", "kind"]]
    chosen = names.reindex(list(found.concepts))
    for concept, label, kind, count in zip(
        found.concepts, chosen["label"], chosen["kind"], found.counts, strict=True
    ):
        network.add_node(concept, label=label, kind=kind, papers=int(count))
    kept = table[table["papers"] >= minimum]
    for a, b, count, jaccard, npmi in kept.itertuples(index=False):
        network.add_edge(
            found.concepts[int(a)],
            found.concepts[int(b)],
            papers=int(count),
            weight=int(count),
            jaccard=jaccard,
            npmi=npmi,
        )
    return network


def weighted_pairs(found: Incidence) -> pd.DataFrame:
    """Return each pair's number of papers, Jaccard index and normalised information."""
    table = found.pair_counts()
    counts = found.counts.astype(float)
    both = table["papers"].to_numpy(dtype=float)
    of_a, of_b = counts[table["a"].to_numpy()], counts[table["b"].to_numpy()]
    total = float(len(found.papers))
    table["jaccard"] = both / (of_a + of_b - both)
    information = np.log(both * total / (of_a * of_b))
    most = -np.log(both / total)
    # A pair that every paper has tells nothing: its limit is 1, by convention.
    table["npmi"] = np.divide(information, most, out=np.ones_like(most), where=most > 0)
    return table
