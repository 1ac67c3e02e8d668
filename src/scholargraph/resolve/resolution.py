"""What resolution gives: the concepts, and which of them each entity denotes."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from scholargraph.errors import UnknownNameError
from scholargraph.model import Concept
from scholargraph.resolve.succession import History

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """Why a name belongs to a concept; ``score`` is a probability, 1 for a rule."""

    name: str
    reason: str
    score: float = 1.0


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """Two concepts, by id, that may be one: for a person to decide."""

    score: float
    concept: str
    other: str
    reason: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """
    The concepts of a corpus, by id, and the concept of each entity.

    Entities whose names say nothing ("method", "our model") have no concept.
    """

    concepts: tuple[Concept, ...]
    assigned: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Paper id to entity name to concept id."""
    reasons: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)
    """Concept id to why each of its names belongs to it."""
    doubts: tuple[Doubt, ...] = ()
    """Pairs that were not merged but nearly, the likeliest first."""
    history: History = field(default_factory=History)
    """What it came to before a person's decisions: for the next resolution."""
    replaced: Mapping[str, str] = field(default_factory=dict)
    """Ids that were given up, and the concept that each leads to now."""

    def concept_ids(self, paper_id: str) -> Mapping[str, str]:
        """Return the concept id of each entity name of a paper."""
        return self.assigned.get(paper_id, _NONE)

    def find(self, concept_id: str) -> Concept:
        """
        Return the concept of that id.

        Raises
        ------
        UnknownNameError
            With the nearest ids, where there is none.

        """
        for concept in self.concepts:
            if concept.id == concept_id:
                return concept
        raise UnknownNameError("concept", concept_id, self.near(concept_id))

    def near(self, text: str, limit: int = 5) -> list[str]:
        """Return ids of concepts that are called much like a text."""
        return difflib.get_close_matches(
            text, [concept.id for concept in self.concepts], n=limit, cutoff=0.5
        )

    def why(self, concept_id: str) -> tuple[Reason, ...]:
        """Return why each name of a concept belongs to it."""
        return self.reasons.get(self.find(concept_id).id, ())

    def search(self, text: str) -> list[Concept]:
        """Return the concepts with a text in a name, the most used first."""
        wanted = text.casefold()
        found = [
            concept
            for concept in self.concepts
            if any(
                wanted in name.casefold()
                for name in (concept.id, concept.label, *concept.aliases)
            )
        ]
        return sorted(found, key=lambda concept: (-concept.paper_count, concept.id))


def ranked(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """Return doubts in order, the likeliest first."""
    return tuple(
        sorted(doubts, key=lambda doubt: (-doubt.score, doubt.concept, doubt.other))
    )
