"""A concept as one JSON object, with the fields of the record."""

import json
from dataclasses import asdict

from scholargraph.model import Concept, Match
from scholargraph.vocab import Kind


def to_text(concept: Concept) -> str:
    """Return the concept as JSON text, the same for equal concepts."""
    return json.dumps(asdict(concept), separators=(",", ":"))


def from_text(text: str) -> Concept:
    """
    Return the concept of a JSON text.

    >>> concept = Concept("method/bert", Kind.METHOD, "BERT", ("Bert",))
    >>> from_text(to_text(concept)) == concept
    True
    """
    fields = json.loads(text)
    return Concept(
        **{
            **fields,
            "kind": Kind(fields["kind"]),
            "aliases": tuple(fields["aliases"]),
            "broader": tuple(fields["broader"]),
            "matches": tuple(Match(**match) for match in fields["matches"]),
        }
    )
