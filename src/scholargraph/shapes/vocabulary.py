"""What the ontology says of which terms there are, as one more constraint."""

from functools import cache
from importlib.resources import files
from typing import Final

from rdflib import RDF, RDFS, Graph, URIRef

from scholargraph.shapes.reading import Constraint
from scholargraph.vocab import ONTOLOGY

MESSAGE: Final = "every property and class is one that the ontology declares"
_BUILT_IN: Final = frozenset({RDF.type, RDFS.label, RDFS.seeAlso})


@cache
def declared_terms() -> tuple[Constraint, ...]:
    """
    Return the constraints that properties and classes are known ones.

    SHACL, whose world is open, has nothing of the kind.
    """
    text = (files("scholargraph") / "ontology" / "scholargraph.ttl").read_text("utf-8")
    graph = Graph().parse(data=text, format="turtle")
    terms = {*graph.subjects(RDF.type), *_BUILT_IN}
    known = ", ".join(sorted(term.n3() for term in terms if isinstance(term, URIRef)))
    # Grouped first: the list is gone through once a term, not once a triple.
    return tuple(
        Constraint(
            ONTOLOGY,
            MESSAGE,
            (),
            query="SELECT ?this { { SELECT ?this (COUNT(*) AS ?uses) { "
            f"{pattern} }} GROUP BY ?this }} FILTER(?this NOT IN ({known})) }}",
        )
        for pattern in ("?node ?this ?object", "?node a ?this")
    )
