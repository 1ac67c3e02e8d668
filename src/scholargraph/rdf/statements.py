"""
What a paper states, ready to be written as RDF.

A statement is made once, here; both its plain property and its node with evidence
are written from it, so that the two cannot differ.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final

from pyoxigraph import Literal, NamedNode

from scholargraph.model import Entity, Mention, Relation, ResolvedPaper, Span
from scholargraph.rdf.evidence import Sentences, fits
from scholargraph.rdf.iris import Addresses, web_address
from scholargraph.rdf.literals import boolean
from scholargraph.rdf.terms import LINK_KINDS, RELATIONS, ROLES, Sg
from scholargraph.vocab import ROLES as ROLE_ORDER
from scholargraph.vocab import LinkKind

Object = NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Stated:
    """A subject, property and object, and where a paper says so."""

    subject: NamedNode
    predicate: NamedNode
    object: NamedNode
    evidence: Span
    confidence: float
    more: tuple[tuple[NamedNode, Object], ...] = ()


class Reading:
    """A resolved paper with its concepts' addresses: what statements are made from."""

    def __init__(self, resolved: ResolvedPaper, addresses: Addresses) -> None:
        """Join the paper's entities that are one concept."""
        self.resolved = resolved
        self.text = resolved.paper.text
        self.addresses = addresses
        self.sentences = Sentences(self.text)
        self.paper = addresses.paper(resolved.paper.id)
        self.node = str(self.paper)
        self._entities = {e.name: e for e in resolved.extraction.entities}
        self.concepts = dict(sorted(_joined(resolved).items()))

    def concept(self, name: str | None) -> NamedNode | None:
        """Return the address of the concept of an entity, by the entity's name."""
        id_ = self.resolved.concept_ids.get(name) if name is not None else None
        return None if id_ is None else self.addresses.concept(id_)

    def mentions(self, name: str | None) -> Sequence[Mention]:
        """Return the mentions of an entity, by its name."""
        entity = self._entities.get(name) if name is not None else None
        return entity.mentions if entity else ()


def _joined(resolved: ResolvedPaper) -> dict[str, Entity]:
    """
    Return the paper's concepts: entities by concept id, joined where they are one.

    The strongest role wins, as among the mentions of one entity.
    """
    found: dict[str, Entity] = {}
    for entity in sorted(resolved.extraction.entities, key=attrgetter("name")):
        id_ = resolved.concept_ids.get(entity.name)
        if id_ is None:
            continue
        strong = entity
        mentions: dict[tuple[int, int], Mention] = {}
        if id_ in found:
            strong, weak = sorted((found[id_], entity), key=_strength)
            mentions.update((_place(m), m) for m in weak.mentions)
        mentions.update((_place(m), m) for m in strong.mentions)
        found[id_] = replace(
            strong, mentions=tuple(mentions[place] for place in sorted(mentions))
        )
    return found


def _strength(entity: Entity) -> tuple[int, float]:
    order = ROLE_ORDER[entity.kind]
    rank = order.index(entity.role) if entity.role in order else len(order)
    return rank, -entity.confidence


def _place(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end


def role_statements(reading: Reading) -> Iterator[Stated]:
    """Yield what each concept is to the paper, by concept id."""
    for id_, entity in reading.concepts.items():
        evidence = reading.sentences.for_role(entity.role, entity.mentions)
        yield Stated(
            reading.paper,
            ROLES[entity.role],
            reading.addresses.concept(id_),
            evidence,
            entity.confidence,
        )


def relation_statements(reading: Reading) -> Iterator[Stated]:
    """Yield what the paper states of two concepts, in the order of its text."""
    relations = sorted(
        reading.resolved.extraction.relations,
        key=lambda r: (r.evidence, r.head, r.type, r.tail, r.confidence),
    )
    for relation in relations:
        head, tail = reading.concept(relation.head), reading.concept(relation.tail)
        # Two names of one concept: "X is part of X" says nothing.
        if head is None or tail is None or head == tail:
            continue
        yield Stated(
            head,
            RELATIONS[relation.type],
            tail,
            _relation_evidence(reading, relation),
            relation.confidence,
        )


def _relation_evidence(reading: Reading, relation: Relation) -> Span:
    if fits(relation.evidence, reading.text):
        return relation.evidence
    return reading.sentences.naming(
        reading.mentions(relation.head), reading.mentions(relation.tail)
    )


def link_statements(reading: Reading) -> Iterator[Stated]:
    """Yield the addresses that the paper gives, in the order of its text."""
    links = sorted(
        reading.resolved.extraction.links,
        key=lambda k: (k.evidence, k.url, k.kind, k.own),
    )
    for link in links:
        address = web_address(link.url)
        if address is None:
            continue
        own_code = link.own and link.kind == LinkKind.CODE
        yield Stated(
            reading.paper,
            Sg.hasRepository if own_code else Sg.hasLink,
            address,
            link.evidence,
            link.confidence,
            (
                (Sg.linkKind, LINK_KINDS[link.kind]),
                (Sg.own, boolean(value=link.own)),
            ),
        )


def leads_to(item: Stated, kind: LinkKind) -> bool:
    """Tell whether a statement is of a link to something of that kind."""
    return (Sg.linkKind, LINK_KINDS[kind]) in item.more


RULES: Final = (role_statements, relation_statements, link_statements)


def statements(reading: Reading) -> list[Stated]:
    """Return all that the paper states, but for its results; evidence made sure."""
    found = [stated for rule in RULES for stated in rule(reading)]
    whole = Span(0, len(reading.text))
    return [
        s if fits(s.evidence, reading.text) else replace(s, evidence=whole)
        for s in found
    ]
