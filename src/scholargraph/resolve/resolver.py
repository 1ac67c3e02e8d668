"""
From entities of papers to concepts of the corpus.

Concepts never span kinds: ``resolve_kind`` makes those of one, and ``join`` puts the
kinds together. ``resolve`` does all of it.
"""

import gc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from scholargraph.model import Concept, Extraction, Paper
from scholargraph.resolve import authority
from scholargraph.resolve.authority import Authority
from scholargraph.resolve.candidates import candidates
from scholargraph.resolve.clusters import Clusters, cluster
from scholargraph.resolve.grouping import Members, group
from scholargraph.resolve.hierarchy import Named, hierarchy
from scholargraph.resolve.labels import label, local_id, unique_ids
from scholargraph.resolve.naming import Called, Names, is_one_text, papers_of
from scholargraph.resolve.occurrences import (
    Occurrence,
    Seen,
    look,
    occurrences,
    stated,
)
from scholargraph.resolve.overrides import Overrides, apply
from scholargraph.resolve.resolution import Doubt, Reason, Resolution
from scholargraph.resolve.succession import History, followed, succession
from scholargraph.resolve.well_known import WellKnown, listed
from scholargraph.vocab import Kind


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
    seen = look((paper.id, stated(paper, extraction)) for paper, extraction in papers)
    parts = [resolve_kind(kind, [seen], authorities) for kind in Kind]
    return decide(join(parts), overrides or Overrides(), history or History())


def resolve_kind(
    kind: Kind,
    seen: Sequence[Seen],
    authorities: Sequence[Authority] = (),
    *,
    explained: bool = True,
) -> Resolution:
    """
    Return the concepts of one kind, given what was seen of all papers.

    Unless it is ``explained``, the resolution has neither reasons nor doubts.
    """
    with _without_collector():
        # Nothing of the occurrences is left in memory when the labels are taken apart.
        found = _named(kind, seen, explained=explained)
        concepts, further = authority.link(found.concepts, authorities)
        return replace(found, concepts=_under_each_other(concepts, further))


def join(parts: Iterable[Resolution]) -> Resolution:
    """Return the resolutions of all kinds as one."""
    # An entity has one name in a paper, and so is of one kind; of what has several,
    # the last kind counts.
    parts = sorted(parts, key=lambda part: [one.id for one in part.concepts[:1]])
    assigned: dict[str, dict[str, str]] = defaultdict(dict)
    for part in parts:
        for paper, names in part.assigned.items():
            assigned[paper].update(names)
    return Resolution(
        concepts=tuple(concept for part in parts for concept in part.concepts),
        assigned={
            paper: dict(sorted(assigned[paper].items())) for paper in sorted(assigned)
        },
        reasons={id_: found for part in parts for id_, found in part.reasons.items()},
        doubts=_ranked(doubt for part in parts for doubt in part.doubts),
    )


def decide(
    resolution: Resolution, overrides: Overrides, history: History
) -> Resolution:
    """
    Return the resolution with what became of the ids before it, and with overrides.

    Raises
    ------
    InputError
        Where an override speaks of a concept that there is not.

    """
    links = succession(history, resolution.assigned)
    used = {concept.id for concept in resolution.concepts}
    after = replace(
        resolution,
        history=History(resolution.assigned, links),
        replaced=followed(links, used),
    )
    return apply(after, overrides)


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


def _named(kind: Kind, seen: Sequence[Seen], *, explained: bool) -> Resolution:
    """Return the concepts of a kind, not yet under each other."""
    grouped = group(kind, occurrences(kind, seen), seen)
    clusters = _clusters(kind, grouped.members, grouped.ambiguous)
    members = _merged(grouped.members, clusters)
    naming = Names(kind, members)
    called = {
        node: naming.of(node, items, explained=explained)
        for node, items in members.items()
    }
    wanted = {
        node: (local_id(kind, name.label), name.papers) for node, name in called.items()
    }
    ids = unique_ids(kind, wanted)
    return Resolution(
        concepts=_concepts(kind, called, ids, grouped.ambiguous),
        assigned=_assigned(members, ids),
        reasons=_reasons(called, clusters, ids) if explained else {},
        doubts=_doubts(clusters, ids) if explained else (),
    )


def _clusters(kind: Kind, members: Members, ambiguous: frozenset[str]) -> Clusters:
    names = {node: _called(kind, node, items) for node, items in members.items()}
    # What a bare short form with several senses means, names cannot tell.
    settled = {node: items for node, items in members.items() if node not in ambiguous}
    pairs = candidates(kind, settled, {node: names[node] for node in settled})
    papers = {node: papers_of(items) for node, items in members.items()}
    return cluster(kind, pairs, names, papers)


def _called(kind: Kind, node: str, items: Sequence[Occurrence]) -> str:
    """
    Return the name that a node is compared by.

    That is the form that the node stands for, where papers use it: of an abbreviation
    the long form, as the short one may have several.
    """
    if items[0].key == node and is_one_text(items):
        return items[0].name
    forms = Counter(
        text for item in items for text, name in item.texts() if name == node
    )
    if not forms:
        return label(kind, items)
    return min(forms, key=lambda text: (-forms[text], text))


def _merged(members: Members, clusters: Clusters) -> dict[str, list[Occurrence]]:
    merged: dict[str, list[Occurrence]] = defaultdict(list)
    for node in sorted(members):
        link = clusters.joined.get(node)
        merged[link.centre if link else node] += members[node]
    return dict(merged)


def _concepts(
    kind: Kind,
    called: Mapping[str, Called],
    ids: Mapping[str, str],
    ambiguous: frozenset[str],
) -> tuple[Concept, ...]:
    concepts = [
        _concept(
            kind, ids[node], name, listed(kind).get(node), ambiguous=node in ambiguous
        )
        for node, name in called.items()
    ]
    return tuple(sorted(concepts, key=lambda concept: concept.id))


def _concept(
    kind: Kind, id_: str, called: Called, item: WellKnown | None, *, ambiguous: bool
) -> Concept:
    better = {"higher": True, "lower": False}
    return Concept(
        id=id_,
        kind=kind,
        label=called.label,
        aliases=called.aliases,
        paper_count=called.papers,
        ambiguous=ambiguous,
        home=item.home if item else None,
        higher_is_better=better.get(item.direction or "") if item else None,
        unit=item.unit if item else None,
        scale=item.scale if item else None,
        range=item.range if item else None,
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
        replace(concept, broader=broader[concept.id])
        if concept.id in broader
        else concept
        for concept in concepts
    )


def _assigned(members: Members, ids: Mapping[str, str]) -> dict[str, dict[str, str]]:
    assigned: dict[str, dict[str, str]] = defaultdict(dict)
    for node, items in members.items():
        for item in items:
            assigned[item.paper_id][item.name] = ids[node]
    return dict(assigned)


def _reasons(
    called: Mapping[str, Called], clusters: Clusters, ids: Mapping[str, str]
) -> dict[str, tuple[Reason, ...]]:
    joined: dict[str, list[Reason]] = defaultdict(list)
    for node, link in sorted(clusters.joined.items()):
        reason = Reason(node, link.reason, round(link.score, 3))
        joined[link.centre].append(reason)
    return {
        ids[node]: tuple(sorted([*joined[node], *called[node].reasons]))
        for node in sorted(called, key=lambda node: ids[node])
    }


def _doubts(clusters: Clusters, ids: Mapping[str, str]) -> tuple[Doubt, ...]:
    found: dict[tuple[str, str], Doubt] = {}
    for link in sorted(clusters.doubtful, key=lambda link: (link.score, link.reason)):
        a = _centre(link.node, clusters)
        b = _centre(link.centre, clusters)
        if a != b:
            first, second = sorted((ids[a], ids[b]))
            doubt = Doubt(round(link.score, 3), first, second, link.reason)
            found[first, second] = doubt  # of several links the likeliest
    return _ranked(found.values())


def _ranked(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    return tuple(
        sorted(doubts, key=lambda doubt: (-doubt.score, doubt.concept, doubt.other))
    )


def _centre(node: str, clusters: Clusters) -> str:
    link = clusters.joined.get(node)
    return link.centre if link else node
