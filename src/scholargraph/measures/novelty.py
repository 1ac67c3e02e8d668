"""How unusual a paper's combination of concepts is."""

import numpy as np
import pandas as pd

from scholargraph.frames import Frames
from scholargraph.measures.incidence import incidence


def novelty(frames: Frames, *, least: int = 3) -> pd.DataFrame:
    """
    Return how unusual the pairs of concepts of each paper are, the most unusual first.

    For each pair of a paper's concepts that other papers use too, ``commonness`` is
    ln((n_ab + ½) / (n_a n_b / N + ½)), the papers that use both against what chance
    gives, the paper itself left out of all counts. As Uzzi et al. (2013) do, a paper's
    ``novelty`` is minus the 10th percentile of its pairs (its most unusual tenth) and
    its ``convention`` their median; both in nats, 0 where pairs meet as by chance.
    ``pairs`` says on how many they rest; papers with fewer than ``least`` are left
    out.

    A misread concept makes unusual pairs: the first rows of a noisy corpus are its
    extraction errors. Compare groups of papers rather than single ones.
    """
    found = incidence(frames)
    pairs = found.pairs()
    both = pairs.merge(found.pair_counts(), on=["a", "b"])
    counts = found.counts
    of_a = counts[both["a"].to_numpy()] - 1
    of_b = counts[both["b"].to_numpy()] - 1
    known = (of_a > 0) & (of_b > 0)
    others = max(len(found.papers) - 1, 1)
    together = both["papers"].to_numpy() - 1
    common = np.log((together + 0.5) / (of_a * of_b / others + 0.5))
    rows = pd.DataFrame({"paper": both["paper"], "commonness": common})[known]
    grouped = rows.groupby("paper")["commonness"]
    table = pd.DataFrame(
        {
            "novelty": -grouped.quantile(0.1),
            "convention": grouped.median(),
            "pairs": grouped.size(),
        }
    ).reset_index()
    table = table[table["pairs"] >= least]
    table["paper"] = [found.papers[code] for code in table["paper"]]
    titles = frames.papers().set_index("paper")["title"]
    table.insert(1, "title", table["paper"].map(titles))
    return table.sort_values(["novelty", "paper"], ascending=[False, True]).reset_index(
        drop=True
    )
