"""
Measures of a corpus: networks, trends, adoption, results, openness, novelty.

Each takes the frames of a graph (``graph.frames``) or a network made from them, and
returns a frame or a network. A measure counts what was extracted: what it assumes of
extraction errors stands in its docstring.
"""

from scholargraph.measures.adoption import adoption, adoption_curve
from scholargraph.measures.centrality import centrality
from scholargraph.measures.co_use import co_use
from scholargraph.measures.communities import communities, modularity
from scholargraph.measures.intervals import wilson
from scholargraph.measures.lineage import lineage
from scholargraph.measures.links import LinkPrediction, check_prediction, predict_links
from scholargraph.measures.novelty import novelty
from scholargraph.measures.openness import code_availability
from scholargraph.measures.profiles import Profiles, profiles
from scholargraph.measures.scores import (
    boards,
    comparable,
    disagreements,
    leaderboard,
    saturation,
)
from scholargraph.measures.similarity import similar_concepts, similar_papers
from scholargraph.measures.trends import bursts, growth, trends

__all__ = [
    "LinkPrediction",
    "Profiles",
    "adoption",
    "adoption_curve",
    "boards",
    "bursts",
    "centrality",
    "check_prediction",
    "co_use",
    "code_availability",
    "communities",
    "comparable",
    "disagreements",
    "growth",
    "leaderboard",
    "lineage",
    "modularity",
    "novelty",
    "predict_links",
    "profiles",
    "saturation",
    "similar_concepts",
    "similar_papers",
    "trends",
    "wilson",
]
