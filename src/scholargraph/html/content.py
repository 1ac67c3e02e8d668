"""
What a page draws: papers and concepts as nodes, roles and relations as edges.

Nodes are numbered, concepts first, both by id, and kept as the JSON objects that
the page reads.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from scholargraph.html.details import Json, read_details
from scholargraph.model import Concept, Corpus, Entity, ResolvedPaper
from scholargraph.text import readable
from scholargraph.vocab import ROLES, Role


@dataclass(frozen=True, slots=True)
class Content:
    """
    Nodes by number; edges between them; what each paper's card shows.

    ``details`` has one object for each paper, in the order of the paper nodes,
    which follow the ``concepts`` concept nodes.
    """

    nodes: list[Json]
    edges: list[Json]
    details: list[Json]
    concepts: int

    @property
    def papers(self) -> int:
        """The number of papers."""
        return len(self.nodes) - self.concepts


def read_content(corpus: Corpus, kept: Collection[str]) -> Content:
    """Return what a page says of the papers with those ids."""
    papers = [paper for paper in corpus.papers() if paper.paper.id in kept]
    named = {id_ for paper in papers for id_ in paper.concept_ids.values()}
    concepts = [concept for concept in corpus.concepts if concept.id in named]
    number = {concept.id: index for index, concept in enumerate(concepts)}
    nodes = [_concept_node(number[concept.id], concept) for concept in concepts]
    edges: list[Json] = []
    relations: dict[tuple[int, int, str], dict[int, float]] = {}
    details = []
    for index, paper in enumerate(papers, start=len(concepts)):
        nodes.append(_paper_node(index, paper))
        for edge in _role_edges(index, paper, number):
            edges.append(edge)
            nodes[edge["to"]]["papers"] += 1
        detail = read_details(paper, number)
        details.append(detail)
        for head, type_, tail, _, _, sure in detail["relations"]:
            if head != tail:
                stating = relations.setdefault((head, tail, type_), {})
                stating[index] = max(sure, stating.get(index, 0.0))
    edges += [
        {
            "from": head,
            "to": tail,
            "role": type_,
            "papers": list(stating),
            "confidence": max(stating.values()),
        }
        for (head, tail, type_), stating in sorted(relations.items())
    ]
    return Content(nodes, edges, details, len(concepts))


def _concept_node(number: int, concept: Concept) -> Json:
    node: Json = {
        "id": number,
        "key": concept.id,
        "kind": concept.kind.value,
        "label": readable(concept.label) or concept.id,
        "papers": 0,
    }
    aliases = dict.fromkeys(readable(alias) for alias in concept.aliases)
    aliases.pop(node["label"], None)
    if aliases:
        node["aliases"] = list(aliases)
    if concept.broader:
        node["broader"] = list(concept.broader)
    return node


def _paper_node(number: int, resolved: ResolvedPaper) -> Json:
    paper = resolved.paper
    node: Json = {
        "id": number,
        "key": paper.id,
        "kind": "Paper",
        "label": readable(paper.title) or paper.id,
    }
    if paper.date:
        node["date"] = paper.date
    return node


def _role_edges(
    paper: int, resolved: ResolvedPaper, number: dict[str, int]
) -> list[Json]:
    """Return one edge for each concept; of several roles the strongest counts."""
    best: dict[int, Entity] = {}
    for entity in resolved.extraction.entities:
        concept = number.get(resolved.concept_ids.get(entity.name, ""))
        if concept is None:
            continue
        if concept not in best or _strength(entity) < _strength(best[concept]):
            best[concept] = entity
    return [
        {
            "from": paper,
            "to": concept,
            "role": entity.role.value,
            "confidence": round(entity.confidence, 2),
        }
        for concept, entity in sorted(best.items())
    ]


def _strength(entity: Entity) -> tuple[int, float]:
    roles = ROLES[entity.kind]
    role = entity.role if entity.role in roles else Role.MENTIONS
    return roles.index(role), -entity.confidence


def is_role(edge: Json) -> bool:
    """Tell whether an edge is a paper's role for a concept, not what papers state."""
    return "papers" not in edge


def neighbours(edges: Iterable[Json]) -> dict[int, list[int]]:
    """Return the numbers of the nodes that share a role edge with each node."""
    found: dict[int, list[int]] = {}
    for edge in edges:
        if is_role(edge):
            found.setdefault(edge["from"], []).append(edge["to"])
            found.setdefault(edge["to"], []).append(edge["from"])
    return found
