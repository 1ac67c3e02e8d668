"""What each override does to a resolution; each gives a new, whole resolution."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

from scholargraph.errors import InputError
from scholargraph.model import Concept, Match
from scholargraph.resolve.labels import local_id
from scholargraph.resolve.resolution import Reason, Resolution
from scholargraph.vocab import Kind

_REASON: Final = "decided in overrides"
_MATCHES: Final = ("exact", "close")

Fields = Mapping[str, Any]
Renamed = Mapping[str, str | None]


def merge(resolution: Resolution, where: str, fields: Fields) -> Resolution:
    """Make several concepts one: the first, unless a label is given."""
    if len(set(fields["concepts"])) < 2:  # noqa: PLR2004 (one is no merge)
        raise InputError(where, "names fewer than two concepts")
    # Names of what has become one meanwhile give one concept: then it is done.
    found = (_find(resolution, where, id_) for id_ in fields["concepts"])
    concepts = list({concept.id: concept for concept in found}.values())
    first = concepts[0]
    kinds = {concept.kind.value for concept in concepts}
    if len(kinds) > 1:
        known = ", ".join(sorted(kinds))
        raise InputError(
            where, f"joins concepts of several kinds ({known}): retype first"
        )
    label = fields.get("label", first.label)
    others = {name for one in concepts for name in (one.label, *one.aliases)}
    merged = replace(
        first,
        label=label,
        aliases=tuple(sorted(others - {label})),
        broader=tuple(sorted({up for one in concepts for up in one.broader})),
        matches=tuple(sorted({match for one in concepts for match in one.matches})),
    )
    renamed = {concept.id: first.id for concept in concepts}
    return _rebuilt(resolution, renamed, merged, _notes(concepts))


def split(resolution: Resolution, where: str, fields: Fields) -> Resolution:
    """Give what some papers call by a concept's names a concept of its own."""
    concept = _find(resolution, where, fields["concept"])
    papers = set(fields["papers"])
    label = fields["label"]
    new = Concept(_new_id(resolution, where, concept.kind, label), concept.kind, label)
    assigned = {paper: dict(names) for paper, names in resolution.assigned.items()}
    for paper in sorted(papers):
        names = [
            name for name, id_ in assigned.get(paper, {}).items() if id_ == concept.id
        ]
        if not names:
            raise InputError(where, f"paper {paper!r} does not speak of {concept.id}")
        assigned[paper] |= dict.fromkeys(names, new.id)
    reasons = {**resolution.reasons, new.id: (Reason(label, _REASON),)}
    changed = replace(
        resolution,
        concepts=_sorted([*resolution.concepts, new]),
        assigned=assigned,
        reasons=reasons,
    )
    return _counted(_readdressed(changed, {}))


def rename(resolution: Resolution, where: str, fields: Fields) -> Resolution:
    """Give a concept another label; its id stays, its old label becomes an alias."""
    concept = _find(resolution, where, fields["concept"])
    label = fields["label"]
    aliases = {*concept.aliases, concept.label} - {label}
    renamed = replace(concept, label=label, aliases=tuple(sorted(aliases)))
    return _rebuilt(resolution, {}, renamed, (Reason(label, _REASON),))


def retype(resolution: Resolution, where: str, fields: Fields) -> Resolution:
    """Make a concept one of another kind; it leaves the hierarchy of its old kind."""
    concept = _find(resolution, where, fields["concept"])
    if fields["kind"] not in set(Kind):
        raise InputError(where, f"no kind is named {fields['kind']!r}", list(Kind))
    kind = Kind(fields["kind"])
    if kind is concept.kind:
        return resolution
    id_ = _new_id(resolution, where, kind, concept.label)
    retyped = replace(concept, id=id_, kind=kind, broader=())
    return _rebuilt(
        resolution, {concept.id: id_}, retyped, (Reason(concept.label, _REASON),)
    )


def link(resolution: Resolution, where: str, fields: Fields) -> Resolution:
    """Say what a concept is elsewhere."""
    concept = _find(resolution, where, fields["concept"])
    match = fields.get("match", _MATCHES[0])
    if match not in _MATCHES:
        raise InputError(where, f"no match is named {match!r}", _MATCHES)
    target = fields["to"]
    if not _is_address(target):
        raise InputError(where, f"to: {target!r} is no http or https address")
    found = Match(target, match == _MATCHES[0], _REASON, 1.0)
    others = {one for one in concept.matches if one.target != found.target}
    linked = replace(concept, matches=tuple(sorted(others | {found})))
    return _rebuilt(resolution, {}, linked, ())


def drop(resolution: Resolution, where: str, fields: Fields) -> Resolution:
    """Leave a concept out, and with it what papers say of it."""
    concept = _find(resolution, where, fields["concept"])
    return _rebuilt(resolution, {concept.id: None}, None, ())


def _is_address(text: str) -> bool:
    """
    Tell whether a text is a web address as an IRI may be (RFC 3987).

    >>> _is_address("https://www.wikidata.org/entity/Q1"), _is_address("q:1")
    (True, False)
    """
    if not text.isprintable() or set(text) & set(' <>"{}|\\^`'):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:  # a malformed host
        return False


def _find(resolution: Resolution, where: str, concept_id: str) -> Concept:
    now = resolution.replaced.get(concept_id, concept_id)
    for concept in resolution.concepts:
        if concept.id == now:
            return concept
    raise InputError(
        where, f"there is no concept {concept_id!r}", resolution.near(concept_id)
    )


def _new_id(resolution: Resolution, where: str, kind: Kind, label: str) -> str:
    id_ = local_id(kind, label)
    if any(concept.id == id_ for concept in resolution.concepts):
        raise InputError(where, f"{id_} is taken by another concept: merge them")
    return id_


def _notes(concepts: Sequence[Concept]) -> tuple[Reason, ...]:
    return tuple(Reason(concept.label, _REASON) for concept in concepts[1:])


def _rebuilt(
    resolution: Resolution,
    renamed: Renamed,
    concept: Concept | None,
    notes: tuple[Reason, ...],
) -> Resolution:
    """Return the resolution with ids replaced everywhere and a concept put in."""

    def now(id_: str) -> str | None:
        return renamed.get(id_, id_)

    kept = [one for one in resolution.concepts if now(one.id) == one.id]
    if concept:
        kept = [one for one in kept if one.id != concept.id] + [concept]
    ids = {one.id: one.kind for one in kept}
    cleaned = [replace(one, broader=_broader(one, now, ids)) for one in kept]
    reasons: dict[str, list[Reason]] = {}
    for id_, found in sorted(resolution.reasons.items()):
        target = now(id_)
        if target:
            reasons.setdefault(target, []).extend(found)
    if concept:
        reasons.setdefault(concept.id, []).extend(notes)
    changed = replace(
        resolution,
        concepts=_sorted(cleaned),
        assigned=_reassigned(resolution.assigned, now),
        reasons={id_: tuple(sorted(found)) for id_, found in reasons.items()},
        doubts=tuple(
            doubt
            for doubt in resolution.doubts
            if now(doubt.concept) == doubt.concept and now(doubt.other) == doubt.other
        ),
    )
    return _counted(_readdressed(changed, renamed))


def _readdressed(resolution: Resolution, renamed: Renamed) -> Resolution:
    """Return the resolution with each id that is given up leading to what there is."""
    used = {concept.id for concept in resolution.concepts}
    ends = {
        id_: renamed.get(end, end)
        for id_, end in {**resolution.replaced, **renamed}.items()
        if end
    }
    replaced = {
        id_: end for id_, end in sorted(ends.items()) if end in used and id_ not in used
    }
    return replace(resolution, replaced=replaced)


def _broader(
    concept: Concept, now: Callable[[str], str | None], kinds: Mapping[str, Kind]
) -> tuple[str, ...]:
    uppers = {now(upper) for upper in concept.broader}
    return tuple(
        sorted(
            upper
            for upper in uppers
            if upper and upper != concept.id and kinds.get(upper) is concept.kind
        )
    )


def _reassigned(
    assigned: Mapping[str, Mapping[str, str]], now: Callable[[str], str | None]
) -> dict[str, dict[str, str]]:
    changed: dict[str, dict[str, str]] = {}
    for paper, names in assigned.items():
        targets = ((name, now(id_)) for name, id_ in names.items())
        changed[paper] = {name: target for name, target in targets if target}
    return changed


def _counted(resolution: Resolution) -> Resolution:
    counts: dict[str, int] = {}
    for names in resolution.assigned.values():
        for id_ in set(names.values()):
            counts[id_] = counts.get(id_, 0) + 1
    concepts = (
        replace(concept, paper_count=counts.get(concept.id, 0))
        for concept in resolution.concepts
    )
    return replace(resolution, concepts=tuple(concepts))


def _sorted(concepts: Iterable[Concept]) -> tuple[Concept, ...]:
    return tuple(sorted(concepts, key=lambda concept: concept.id))
