"""
What a paper says of concepts that a person has made ones of another kind.

An extraction is kept as it was read. Where a decision gave an entity's concept
another kind, the entity is of that kind, the paper mentions it where its role is none
of the kind's, and relations and results that have no place for the kind lack it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from scholargraph.record_format import Json
from scholargraph.vocab import RELATION_ENDS, ROLES, Kind, RelationType, Role

_KINDS: Final = MappingProxyType({kind.value.lower(): kind for kind in Kind})


def kind_of(concept_id: str | None) -> Kind | None:
    """
    Return the kind that a concept's id begins with.

    >>> kind_of("method/bert"), kind_of("bert"), kind_of(None)
    (<Kind.METHOD: 'Method'>, None, None)
    """
    return _KINDS.get((concept_id or "").partition("/")[0])


def retyped(part: str, items: list[Json], names: Mapping[str, str]) -> list[Json]:
    """
    Return one part of a record with what it says true of the concepts' kinds.

    ``names`` has the concept id of each entity's name.

    >>> relation = {"head": "A", "type": "part_of", "tail": "B"}
    >>> retyped("relations", [relation], {"A": "method/a", "B": "task/b"})
    []
    """
    if part == "entities":
        return [_entity(item, kind_of(names.get(item["name"]))) for item in items]
    if part == "relations":
        return [item for item in items if _fits(item, names)]
    if part == "results":
        return [_result(item, names) for item in items]
    return items


def _entity(item: Json, kind: Kind | None) -> Json:
    if kind is None or item["type"] == kind.value:
        return item
    role = item["role"] if item["role"] in ROLES[kind] else Role.MENTIONS.value
    return {**item, "type": kind.value, "role": role}


def _fits(item: Json, names: Mapping[str, str]) -> bool:
    head, tail = (kind_of(names.get(item[end])) for end in ("head", "tail"))
    heads, below = RELATION_ENDS[RelationType(item["type"])]
    return (head is None or head in heads) and tail in {None, below}


def _result(item: Json, names: Mapping[str, str]) -> Json:
    wrong = [
        place
        for place, kind in _KINDS.items()
        if kind_of(names.get(item[place])) not in {None, kind}
    ]
    return {**item, **dict.fromkeys(wrong)} if wrong else item
