"""From entities of papers to concepts of the corpus."""

import gc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from scholargraph.model import Concept, Extraction, Paper
from scholargraph.resolve import authority, comparator
from scholargraph.resolve.authority import Authority
from scholargraph.resolve.candidates import candidates
from scholargraph.resolve.clusters import Clusters, cluster
from scholargraph.resolve.grouping import Members, group
from scholargraph.resolve.hierarchy import Named, hierarchy
from scholargraph.resolve.labels import label, local_id, unique_ids
from scholargraph.resolve.naming import Names
from scholargraph.resolve.normal_form import key
from scholargraph.resolve.occurrences import Occurrence, occurrences
from scholargraph.resolve.overrides import Overrides, apply
from scholargraph.resolve.resolution import Doubt, Reason, Resolution
from scholargraph.resolve.senses import Node
from scholargraph.resolve.succession import History, followed, succession
from scholargraph.resolve.well_known import WellKnown, names


def resolve(
    papers: Iterable[tuple[Paper, Extraction]],
    *,
    authorities: Sequence[Authority] = (),
    overrides: Overrides | None = None,
    history: History | None = None,
) -> Resolution:
    """
    Decide which entities of all papers denote one concept.

    Concepts never span kinds. The result does not depend on the order of ``papers``,
    whose ids must be distinct. ``overrides`` are a person's decisions, applied last.
    ``history`` is that of the last resolution of these papers, or of some of them:
    ids that are given up since then lead to those in their place, in ``overrides``
    too.

    Raises
    ------
    InputError
        Where an override speaks of a concept that there is not.

    """
    with _without_collector():
        resolution = _resolved(papers, authorities)
        return apply(_after(history or History(), resolution), overrides or Overrides())


@contextmanager
def _without_collector() -> Iterator[None]:
    """
    Do the block without looking for garbage in cycles.

    There are next to none, and to walk the records of a large corpus again and again
    takes a fifth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _resolved(
    papers: Iterable[tuple[Paper, Extraction]], authorities: Sequence[Authority]
) -> Resolution:
    grouped = group(occurrences(papers))
    called = {node: _called(node, items) for node, items in grouped.members.items()}
    # What a bare short form with several senses means, names cannot tell.
    settled = {
        node: items
        for node, items in grouped.members.items()
        if node not in grouped.ambiguous
    }
    clusters = cluster(
        candidates(settled, {node: called[node] for node in settled}),
        called,
        {node: _paper_count(items) for node, items in grouped.members.items()},
        comparator.load(),
    )
    return _resolution(
        _merged(grouped.members, clusters), grouped.ambiguous, clusters, authorities
    )


def _after(history: History, resolution: Resolution) -> Resolution:
    """Return the resolution with what became of the ids before it."""
    links = succession(history, resolution.assigned)
    used = {concept.id for concept in resolution.concepts}
    return replace(
        resolution,
        history=History(resolution.assigned, links),
        replaced=followed(links, used),
    )


def _called(node: Node, items: Sequence[Occurrence]) -> str:
    """
    Return the name that a node is compared by.

    That is the form that the node stands for, where papers use it: of an abbreviation
    the long form, as the short one may have several.
    """
    kind, name = node
    forms = Counter(
        text
        for item in items
        for text in (item.name, *(form.text for form in item.forms))
        if key(text, kind) == name
    )
    if not forms:
        return label(items)
    return min(forms, key=lambda text: (-forms[text], text))


def _merged(members: Members, clusters: Clusters) -> dict[Node, list[Occurrence]]:
    merged: dict[Node, list[Occurrence]] = defaultdict(list)
    for node in sorted(members):
        link = clusters.joined.get(node)
        merged[link.centre if link else node] += members[node]
    return dict(merged)


def _resolution(
    members: Members,
    ambiguous: frozenset[Node],
    clusters: Clusters,
    authorities: Sequence[Authority],
) -> Resolution:
    naming = Names(members)
    labels = {node: naming.label(node) for node in members}
    counts = {node: _paper_count(items) for node, items in members.items()}
    ids = unique_ids(
        {node: (local_id(node[0], labels[node]), counts[node]) for node in members}
    )
    concepts = [
        _with_facts(
            Concept(
                id=ids[node],
                kind=node[0],
                label=labels[node],
                aliases=naming.aliases(node),
                paper_count=counts[node],
                ambiguous=node in ambiguous,
            ),
            names().get(node),
        )
        for node in members
    ]
    concepts.sort(key=lambda concept: concept.id)
    concepts, further = authority.link(concepts, authorities)
    return Resolution(
        concepts=_under_each_other(concepts, further),
        assigned=_assigned(members, ids),
        reasons=_reasons(naming, members, clusters, ids),
        doubts=_doubts(clusters, ids),
    )


def _with_facts(concept: Concept, item: WellKnown | None) -> Concept:
    if item is None:
        return concept
    better = {"higher": True, "lower": False}
    return replace(
        concept,
        home=item.home,
        higher_is_better=better.get(item.direction or ""),
        unit=item.unit,
        scale=item.scale,
        range=item.range,
    )


def _under_each_other(
    concepts: Sequence[Concept], further: Iterable[tuple[str, str]]
) -> tuple[Concept, ...]:
    named = [
        Named(concept.id, concept.kind, concept.label, concept.paper_count)
        for concept in concepts
    ]
    broader = hierarchy(named, further)
    return tuple(
        replace(concept, broader=broader.get(concept.id, ())) for concept in concepts
    )


def _assigned(members: Members, ids: Mapping[Node, str]) -> dict[str, dict[str, str]]:
    assigned: dict[str, dict[str, str]] = defaultdict(dict)
    for node, items in members.items():
        for item in items:
            assigned[item.paper_id][item.name] = ids[node]
    return {paper: dict(sorted(assigned[paper].items())) for paper in sorted(assigned)}


def _reasons(
    naming: Names, members: Members, clusters: Clusters, ids: Mapping[Node, str]
) -> dict[str, tuple[Reason, ...]]:
    joined: dict[Node, list[Reason]] = defaultdict(list)
    for node, link in sorted(clusters.joined.items()):
        reason = Reason(node[1], link.reason, round(link.score, 3))
        joined[link.centre].append(reason)
    return {
        ids[node]: tuple(sorted(joined[node] + naming.reasons(node)))
        for node in sorted(members, key=lambda node: ids[node])
    }


def _doubts(clusters: Clusters, ids: Mapping[Node, str]) -> tuple[Doubt, ...]:
    found: dict[tuple[str, str], Doubt] = {}
    for link in sorted(clusters.doubtful, key=lambda link: (link.score, link.reason)):
        a = _centre(link.node, clusters)
        b = _centre(link.centre, clusters)
        if a != b:
            first, second = sorted((ids[a], ids[b]))
            doubt = Doubt(round(link.score, 3), first, second, link.reason)
            found[first, second] = doubt  # of several links the likeliest
    return tuple(
        sorted(
            found.values(), key=lambda doubt: (-doubt.score, doubt.concept, doubt.other)
        )
    )


def _centre(node: Node, clusters: Clusters) -> Node:
    link = clusters.joined.get(node)
    return link.centre if link else node


def _paper_count(items: Iterable[Occurrence]) -> int:
    return len({item.paper_id for item in items})
