"""What is alike: papers by their concepts, concepts by their papers."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scholargraph.errors import UnknownNameError
from scholargraph.frames import Frames
from scholargraph.measures.incidence import Codes, incidence


def similar_papers(frames: Frames, paper: str, *, top: int = 10) -> pd.DataFrame:
    """
    Return the papers that share most with a paper.

    ``similarity`` is the cosine of the papers' concept vectors, 0 to 1, a concept in
    n of N papers weighing ln(N / n) (inverse document frequency, Spärck Jones 1972):
    rare concepts in common count most. Columns: ``paper``, ``title``, ``similarity``,
    ``shared`` (number of concepts in common).

    A concept missed in one paper lowers its similarities and raises none.

    Raises
    ------
    UnknownNameError
        Where no paper has that id.

    """
    found = incidence(frames)
    titles = frames.papers().set_index("paper")["title"]
    if paper not in titles.index:
        raise UnknownNameError("paper", paper, [])
    table = _nearest(found.papers, paper, (found.paper, found.concept), top)
    table.insert(1, "title", table["id"].map(titles))
    return table.rename(columns={"id": "paper"})


def similar_concepts(frames: Frames, concept: str, *, top: int = 10) -> pd.DataFrame:
    """
    Return the concepts that are used in the same company.

    ``similarity`` is the cosine over neighbours in the co-use network (concepts that
    papers use together with either), weighed as in ``similar_papers``; the two need
    never occur together. Columns: ``concept``, ``label``, ``similarity``, ``shared``.

    Two names of one thing that resolution did not merge come out on top: this also
    finds doubtful splits.

    Raises
    ------
    UnknownNameError
        Where no concept has that id.

    """
    found = incidence(frames)
    labels = frames.concepts().set_index("concept")["label"]
    if concept not in labels.index:
        raise UnknownNameError("concept", concept, [])
    pairs = found.pair_counts()
    a, b = pairs["a"].to_numpy(), pairs["b"].to_numpy()
    ends = np.concatenate([a, b]), np.concatenate([b, a])
    table = _nearest(found.concepts, concept, ends, top)
    table.insert(1, "label", table["id"].map(labels))
    return table.rename(columns={"id": "concept"})


def _nearest(
    ids: tuple[str, ...], one: str, entries: tuple[Codes, Codes], top: int
) -> pd.DataFrame:
    """Rank the rows of a sparse 0-1 matrix by their cosine with one of them."""
    columns = ["id", "similarity", "shared"]
    if one not in ids:
        return pd.DataFrame(columns=columns)
    row, column = entries
    here = ids.index(one)
    weight = np.log(len(ids) / np.maximum(np.bincount(column), 1))
    squares = weight[column] ** 2
    norm = np.sqrt(np.bincount(row, weights=squares, minlength=len(ids)))
    mine = np.isin(column, column[row == here])
    dot = np.bincount(row[mine], weights=squares[mine], minlength=len(ids))
    shared = np.bincount(row[mine], minlength=len(ids))
    similarity: NDArray[np.float64] = np.divide(
        dot, norm * norm[here], out=np.zeros(len(ids)), where=norm * norm[here] > 0
    )
    table = pd.DataFrame({"id": ids, "similarity": similarity, "shared": shared})
    table = table[(table["similarity"] > 0) & (table["id"] != one)]
    ranked = table.sort_values(["similarity", "id"], ascending=[False, True])
    return ranked.head(top).reset_index(drop=True)
