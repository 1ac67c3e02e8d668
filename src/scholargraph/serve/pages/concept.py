"""The page of a concept."""

from collections.abc import Iterable
from itertools import islice
from typing import Final

from scholargraph.rdf import terms
from scholargraph.rdf.terms import Sg
from scholargraph.serve.frames import Json
from scholargraph.serve.pages import network, plot
from scholargraph.serve.pages.about import About
from scholargraph.serve.pages.results import Board, boards
from scholargraph.vocab import Kind, ResultKind

QUESTIONS: Final = (
    "about",
    "narrower",
    "concept-papers",
    "concept-relations",
    "concept-results",
)
PLOTS: Final = 3  # at most


def show_concept(about: About, answers: Json) -> Json:
    """Return what the template of a concept shows."""
    found = boards(answers["concept-results"])
    relations = answers["concept-relations"]
    return {
        "about": about,
        "label": about.label,
        "kind": about.kind,
        "aliases": about.texts(terms.ALT_LABEL),
        "broader": about.values(terms.BROADER),
        "narrower": answers["narrower"],
        "number": about.text(Sg.paperCount),
        "higher": about.text(Sg.higherIsBetter),
        "papers": answers["concept-papers"],
        "relations": relations,
        "network": network.around(relations),
        "boards": found,
        "plots": plotted(found),
        "metadata": _metadata(about),
    }


def plotted(found: Iterable[Board]) -> list[tuple[Board, plot.Plot]]:
    """Return the boards that are shown over time, with their plots."""
    scores = (b for b in found if b.kind == ResultKind.ABSOLUTE and b.metric)
    drawn = ((board, plot.draw(board)) for board in scores)
    return list(islice(((b, p) for b, p in drawn if p is not None), PLOTS))


def _metadata(about: About) -> Json:
    """Return the concept in schema.org's terms."""
    aliases = about.texts(terms.ALT_LABEL)
    type_ = "Dataset" if about.kind == Kind.DATASET else "DefinedTerm"
    found: Json = {
        "@context": "https://schema.org",
        "@type": type_,
        "@id": about.iri,
        "name": about.label,
        "description": f"{about.label}, a {about.kind.lower()} that papers speak of",
    }
    return {**found, "alternateName": aliases} if aliases else found
