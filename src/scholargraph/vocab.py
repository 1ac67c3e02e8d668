"""
The closed vocabularies: kinds, roles, relation, result and link types.

They are spelt the same here, in the ontology, in the record format and in the
annotation guidelines. This module knows nothing of RDF libraries, so that
everything may import it.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

ONTOLOGY: Final = "https://w3id.org/scholargraph/ontology"
SG: Final = ONTOLOGY + "#"
BASE: Final = "https://w3id.org/scholargraph/"


class Kind(StrEnum):
    """What sort of thing a concept is."""

    METHOD = "Method"
    DATASET = "Dataset"
    METRIC = "Metric"
    TASK = "Task"


class Role(StrEnum):
    """What a concept is to a paper; the strongest that the text supports."""

    INTRODUCES = "introduces"
    USES = "uses"
    COMPARES = "compares"
    EVALUATES = "evaluates"
    TRAINS = "trains"
    ADDRESSES = "addresses"
    REPORTS = "reports"
    MENTIONS = "mentions"


class RelationType(StrEnum):
    """How two concepts of one paper are related, as the paper states it."""

    USED_FOR = "used_for"
    EVALUATED_ON = "evaluated_on"
    TRAINED_ON = "trained_on"
    PART_OF = "part_of"
    COMPARED_WITH = "compared_with"
    BENCHMARK_FOR = "benchmark_for"
    MEASURED_BY = "measured_by"


class ResultKind(StrEnum):
    """Whether a number is a score, a gain over a score, or a ratio."""

    ABSOLUTE = "absolute"
    DELTA = "delta"
    RELATIVE = "relative"


class LinkKind(StrEnum):
    """What stands at a link's address."""

    CODE = "code"
    DATA = "data"
    MODEL = "model"
    DEMO = "demo"
    PAGE = "page"


# Strongest first: where mentions of one concept differ, the first one found wins.
ROLES: Final[Mapping[Kind, tuple[Role, ...]]] = MappingProxyType(
    {
        Kind.METHOD: (Role.INTRODUCES, Role.USES, Role.COMPARES, Role.MENTIONS),
        Kind.DATASET: (Role.INTRODUCES, Role.EVALUATES, Role.TRAINS, Role.MENTIONS),
        Kind.TASK: (Role.INTRODUCES, Role.ADDRESSES, Role.MENTIONS),
        Kind.METRIC: (Role.INTRODUCES, Role.REPORTS, Role.MENTIONS),
    }
)

RELATION_ENDS: Final[Mapping[RelationType, tuple[frozenset[Kind], Kind]]] = (
    MappingProxyType(
        {
            RelationType.USED_FOR: (frozenset({Kind.METHOD}), Kind.TASK),
            RelationType.EVALUATED_ON: (frozenset({Kind.METHOD}), Kind.DATASET),
            RelationType.TRAINED_ON: (frozenset({Kind.METHOD}), Kind.DATASET),
            RelationType.PART_OF: (frozenset({Kind.METHOD}), Kind.METHOD),
            RelationType.COMPARED_WITH: (frozenset({Kind.METHOD}), Kind.METHOD),
            RelationType.BENCHMARK_FOR: (frozenset({Kind.DATASET}), Kind.TASK),
            RelationType.MEASURED_BY: (
                frozenset({Kind.TASK, Kind.DATASET}),
                Kind.METRIC,
            ),
        }
    )
)
