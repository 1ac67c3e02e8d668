"""The concepts of one kind, as resolution finds them: in rows, not in memory."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from scholargraph.model import Concept, Match
from scholargraph.resolve.authority import Authority, Linker
from scholargraph.resolve.candidates import candidates
from scholargraph.resolve.clusters import cluster
from scholargraph.resolve.explaining import Explaining
from scholargraph.resolve.grouping import group
from scholargraph.resolve.hierarchy import broader
from scholargraph.resolve.labels import local_id, other_ids
from scholargraph.resolve.longer_names import Named
from scholargraph.resolve.merging import Uses, merged
from scholargraph.resolve.naming import Names
from scholargraph.resolve.occurrences import Looks
from scholargraph.resolve.resolution import Doubt, Reason
from scholargraph.resolve.rows import Row, Rows, Tape, beside
from scholargraph.resolve.well_known import listed
from scholargraph.vocab import Kind

_KINDS = sorted(Kind)


@dataclass(frozen=True, slots=True)
class Found:
    """
    The concepts of a kind.

    Of each ``rows`` have what there is but matches and broader concepts: those are in
    rows of their own, by its id and by its number. Only ``reasons`` and ``doubts``,
    where they are asked for, are in memory.
    """

    kind: Kind
    rows: Rows
    matches: Tape
    broader: Rows
    reasons: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()

    def concepts(self) -> Iterator[Concept]:
        """Yield the concepts, by id."""
        matched = enumerate(beside(self.rows, self.matches))
        numbered = ((number, *both) for number, both in matched)
        for (_, row, matches), uppers in beside(numbered, self.broader):
            yield _concept(
                self.kind,
                row,
                broader=tuple([id_ for _, id_ in uppers]),
                matches=tuple([Match(*match) for _, match in matches]),
            )


def find(
    kind: Kind,
    looks: Looks,
    assigned: Rows,
    authorities: Sequence[Authority] = (),
    *,
    explained: bool = True,
) -> Found:
    """
    Return the concepts of one kind, given what was seen of all papers.

    To ``assigned`` a row is added for each entity: its paper, its name, two numbers
    (where an entity has several rows, the last counts) and the id of its concept.
    Unless it is ``explained``, there are neither reasons nor doubts.
    """
    called = Tape(looks.place)
    wanted = Rows(looks.place)
    explaining = _named(kind, looks, called, wanted, explained=explained)
    ids = other_ids(kind, wanted)
    del wanted
    rows = Rows(looks.place)
    for position, row in enumerate(called):
        node, suggested, entities, values = row
        id_ = ids.get(node) or suggested
        rows.add((id_, *values, *_known(kind, node)))
        for paper, name in entities:
            assigned.add((paper, name, _KINDS.index(kind), position, id_))
        explaining.call(node, id_)
    del called
    matches = Tape(looks.place)
    linker = Linker(frozenset((kind,)), authorities)
    for row in rows if authorities else ():
        for match in linker.matches(_concept(kind, row)):
            values = match.target, match.exact, match.method, match.score
            matches.add((row[0], values))
    uppers = broader(_Labels(kind, rows), linker.broader(), looks.place)
    return Found(kind, rows, matches, uppers, explaining.reasons(), explaining.doubts())


def _named(
    kind: Kind, looks: Looks, called: Tape, wanted: Rows, *, explained: bool
) -> Explaining:
    """Name the concepts: what they are called, and the ids that this suggests."""
    grouped = group(kind, looks)
    names = Names(kind, explained=explained)
    uses = Uses(names, looks.place)
    members = uses.noted(grouped.members())
    pairs = candidates(kind, members, grouped.ambiguous, looks.place)
    clusters = cluster(kind, pairs)
    explaining = Explaining(clusters, explained=explained)
    for one in merged(names, grouped, clusters, uses):
        name = one.called
        suggested = local_id(kind, name.label)
        entities = tuple([(item.paper_id, item.name) for item in one.items])
        ambiguous = one.node in grouped.ambiguous
        values = name.label, name.aliases, name.papers, ambiguous
        called.add((one.node, suggested, entities, values))
        wanted.add((suggested, -name.papers, one.node))
        explaining.add(one.node, name.reasons)
    return explaining


def _known(kind: Kind, node: str) -> Row:
    """Return what the lists know of a concept."""
    item = listed(kind).get(node)
    if item is None:
        return ()
    better = {"higher": True, "lower": False}.get(item.direction or "")
    return item.home, better, item.unit, item.scale, item.range


def _concept(
    kind: Kind,
    row: Row,
    *,
    broader: tuple[str, ...] = (),
    matches: tuple[Match, ...] = (),
) -> Concept:
    id_, label, aliases, papers, ambiguous, *known = row
    return Concept(
        id_, kind, label, aliases, broader, papers, matches, ambiguous, *known
    )


class _Labels:
    """The labels of concepts that are in rows."""

    def __init__(self, kind: Kind, rows: Rows) -> None:
        self._kind = kind
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, concept: object) -> bool:
        return any(concept == one for one in self)

    def __iter__(self) -> Iterator[Named]:
        for id_, label, _, papers, *_ in self._rows:
            yield Named(id_, self._kind, label, papers)
