"""
The graph in Python: a NetworkX multigraph of papers, concepts, repositories, results.

Nodes are named by their addresses relative to the base (``paper/arxiv-2506.11417``,
``concept/method/fracal``), repositories by their canonical URL. Attributes are plain
strings, numbers and booleans, and never ``None``, so that GraphML can hold them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import networkx as nx

from scholargraph.ids import local_name
from scholargraph.model import (
    Concept,
    Corpus,
    Entity,
    Mention,
    Paper,
    ResolvedPaper,
    Result,
    Span,
)
from scholargraph.text import readable
from scholargraph.vocab import ROLES, Kind, LinkKind

Attributes = dict[str, str | int | float | bool]
Edge = tuple[str, str, Attributes]

_SCHEME: Final = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://")
# White space and control marks are no part of an address.
_NO_ADDRESS: Final = re.compile(r"[\s\x00-\x20\x7f-\x9f]+")
_WWW: Final = re.compile(r"^(?:www\.)+")
_END: Final = re.compile(r"(?:/|\.git)+$")
_PORT: Final = {"http": 80, "https": 443}
# Hosts where an owner and a name make the repository, whatever follows them.
_CLOSE: Final = frozenset({"", "%", "x"})  # units written without a space
_FORGES: Final = frozenset(
    {"github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com"}
)
# Result field, edge type: what a reported number is a number of.
_RESULT_EDGES: Final = (
    ("method", "of_method"),
    ("dataset", "on_dataset"),
    ("task", "for_task"),
    ("metric", "with_metric"),
)


def build(corpus: Corpus) -> nx.MultiDiGraph:
    """
    Return the graph of a corpus, its nodes and edges in the corpus's order.

    Every edge has ``type``; those that a paper states have ``paper`` (its id),
    ``start``, ``end``, ``quote`` and ``confidence``, with ``text[start:end] == quote``.
    """
    graph: nx.MultiDiGraph = nx.MultiDiGraph()
    concepts = tuple(corpus.concepts)
    kinds = {concept.id: concept.kind for concept in concepts}
    for concept in concepts:
        graph.add_node(_concept_node(concept.id), **_concept_attributes(concept))
    for concept in concepts:
        for broader in concept.broader:
            graph.add_edge(
                _concept_node(concept.id), _concept_node(broader), type="broader"
            )
    for resolved in corpus.papers():
        _add_paper(graph, resolved, kinds)
    return graph


def canonical_url(url: str) -> str:
    """
    Return the one address of a repository that is written in several ways.

    >>> canonical_url("http://www.GitHub.com/kostas1515/FRACAL.git")
    'https://github.com/kostas1515/FRACAL'
    >>> canonical_url("github.com/a/b/tree/main")
    'https://github.com/a/b'
    """
    bare = _NO_ADDRESS.sub("", url)
    text = bare if _SCHEME.match(bare) else f"https://{bare}"
    try:
        parts = urlsplit(text)
        host = _WWW.sub("", parts.hostname or "")
        port = parts.port
    except ValueError:  # no address at all: it stands for itself
        return bare
    host = f"[{host}]" if ":" in host else host
    path = _END.sub("", parts.path)
    if host in _FORGES:
        return f"https://{host}{_END.sub('', '/'.join(path.split('/')[:3]))}"
    scheme = parts.scheme.lower().replace("http", "https").replace("httpss", "https")
    known = port is None or port == _PORT.get(parts.scheme.lower())
    address = f"{scheme}://{host}{'' if known else f':{port}'}{path}"
    return f"{address}?{parts.query}" if parts.query else address


def _concept_node(concept_id: str) -> str:
    return f"concept/{concept_id}"


def _paper_node(paper: Paper) -> str:
    return f"paper/{local_name(paper.id)}"


def _concept_attributes(concept: Concept) -> Attributes:
    return {
        "type": "concept",
        "kind": concept.kind.value,
        "label": concept.label,
        "aliases": "; ".join(concept.aliases),
        "paper_count": concept.paper_count,
    }


def _paper_attributes(paper: Paper) -> Attributes:
    attributes: Attributes = {
        "type": "paper",
        "label": readable(paper.title),
        "paper": paper.id,
        "title": paper.title,
        "authors": "; ".join(paper.authors),
    }
    optional = {"date": paper.date, "venue": paper.venue, "address": paper.address}
    attributes |= {name: value for name, value in optional.items() if value}
    return attributes


def _add_paper(
    graph: nx.MultiDiGraph, resolved: ResolvedPaper, kinds: Mapping[str, Kind]
) -> None:
    node = _paper_node(resolved.paper)
    graph.add_node(node, **_paper_attributes(resolved.paper))
    for concept, attributes in _roles(resolved, kinds):
        graph.add_edge(node, concept, **attributes)
    for head, tail, attributes in _relations(resolved):
        graph.add_edge(head, tail, **attributes)
    for number, result in enumerate(resolved.extraction.results, start=1):
        _add_result(graph, resolved, result, number)
    _add_links(graph, resolved)


def _evidence(paper: Paper, span: Span | Mention, confidence: float) -> Attributes:
    return {
        "paper": paper.id,
        "start": span.start,
        "end": span.end,
        "quote": paper.text[span.start : span.end],
        "confidence": confidence,
    }


def _roles(
    resolved: ResolvedPaper, kinds: Mapping[str, Kind]
) -> Iterator[tuple[str, Attributes]]:
    """Yield each concept of the paper once, in the strongest role that it has."""
    entities: dict[str, list[Entity]] = defaultdict(list)
    for entity in resolved.extraction.entities:
        concept = resolved.concept_ids.get(entity.name)
        if concept and concept in kinds:
            entities[concept].append(entity)
    for concept, group in entities.items():
        best = min(group, key=_strength)
        mentions = sorted(mention for entity in group for mention in entity.mentions)
        span = mentions[0] if mentions else Span(0, 0)
        yield (
            _concept_node(concept),
            {
                "type": best.role.value,
                **_evidence(resolved.paper, span, best.confidence),
                "mentions": len(mentions),
            },
        )


def _strength(entity: Entity) -> tuple[int, float, str]:
    roles = ROLES[entity.kind]
    place = roles.index(entity.role) if entity.role in roles else len(roles)
    return place, -entity.confidence, entity.name


def _relations(resolved: ResolvedPaper) -> Iterator[Edge]:
    ids = resolved.concept_ids
    for relation in resolved.extraction.relations:
        head, tail = ids.get(relation.head), ids.get(relation.tail)
        # Two names of one concept make no statement about two.
        if head and tail and head != tail:
            yield (
                _concept_node(head),
                _concept_node(tail),
                {
                    "type": relation.type.value,
                    **_evidence(resolved.paper, relation.evidence, relation.confidence),
                },
            )


def _add_result(
    graph: nx.MultiDiGraph, resolved: ResolvedPaper, result: Result, number: int
) -> None:
    paper = resolved.paper
    node = f"result/{local_name(paper.id)}-{number}"
    evidence = _evidence(paper, result.evidence, result.confidence)
    graph.add_node(
        node,
        type="result",
        label=f"{result.value}{'' if result.unit in _CLOSE else ' '}{result.unit}",
        value=result.value,
        unit=result.unit,
        kind=result.kind.value,
        **evidence,
    )
    graph.add_edge(_paper_node(paper), node, type="reports_result", **evidence)
    for field, type_ in _RESULT_EDGES:
        name: Any = getattr(result, field)
        concept = resolved.concept_ids.get(name) if name else None
        if concept:
            graph.add_edge(node, _concept_node(concept), type=type_, **evidence)


def _add_links(graph: nx.MultiDiGraph, resolved: ResolvedPaper) -> None:
    """Add the repositories: where code is. Other links stay with the paper's record."""
    added = set()
    for link in resolved.extraction.links:
        url = canonical_url(link.url)
        if link.kind is not LinkKind.CODE or url in added:
            continue
        added.add(url)
        graph.add_node(url, type="repository", label=url.partition("://")[2])
        graph.add_edge(
            _paper_node(resolved.paper),
            url,
            type="has_repository" if link.own else "links_to",
            link_kind=link.kind.value,
            **_evidence(resolved.paper, link.evidence, link.confidence),
        )
