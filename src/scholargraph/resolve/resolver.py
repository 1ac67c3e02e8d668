"""
From entities of papers to concepts of the corpus.

Concepts never span kinds: ``resolve_kind`` makes those of one, and ``join`` puts the
kinds together. ``resolve`` does all of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scholargraph.model import Extraction, Paper
from scholargraph.resolve.authority import Authority
from scholargraph.resolve.found import find
from scholargraph.resolve.laid_down import LaidDown, join, without_collector
from scholargraph.resolve.occurrences import Looks, look, stated
from scholargraph.resolve.overrides import Overrides, apply
from scholargraph.resolve.resolution import Resolution
from scholargraph.resolve.rows import Rows
from scholargraph.resolve.succession import History, followed, succession
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
    looks = Looks(seen=[seen])
    parts = [resolve_kind(kind, looks, authorities) for kind in Kind]
    found = join(parts).resolution()
    return decide(found, overrides or Overrides(), history or History())


def resolve_kind(
    kind: Kind,
    looks: Looks,
    authorities: Sequence[Authority] = (),
    *,
    explained: bool = True,
) -> LaidDown:
    """
    Return the concepts of one kind, given what was seen of all papers.

    They are laid down where that is. Unless the resolution is ``explained``, it has
    neither reasons nor doubts.
    """
    assigned = Rows(looks.place)
    with without_collector():
        found = find(kind, looks, assigned, authorities, explained=explained)
    return LaidDown((found,), (assigned,))


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
