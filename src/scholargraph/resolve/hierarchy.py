"""
What stands above a concept: broader concepts of the same kind.

Three sources, the surest first: the lists of well-known concepts, the words of names
("long-tailed object detection" under "object detection"), and versions of proper
names ("LLaVA 1.5" under "LLaVA"). The result has no cycle and no edge that others
imply.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from scholargraph.resolve.aligned import words
from scholargraph.resolve.normal_form import is_proper, key
from scholargraph.resolve.pieces import pieces
from scholargraph.resolve.stems import stem
from scholargraph.resolve.well_known import names
from scholargraph.resolve.words import WORDS
from scholargraph.vocab import Kind

# So many words are taken apart in every way; of longer names only the ends.
_MOST_WORDS: Final = 7
_CODE: Final = 2  # letters of a version: "VL", "v"

Units = tuple[tuple[str, ...], ...]
Broader = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Named:
    """A concept as the hierarchy sees it."""

    id: str
    kind: Kind
    label: str
    paper_count: int


def hierarchy(
    concepts: Sequence[Named], further: Iterable[tuple[str, str]] = ()
) -> Broader:
    """
    Return the broader concepts of each concept that has any, by id.

    ``further`` are pairs of ids, lower and upper, that other lists vouch for.
    """
    above: dict[str, set[str]] = defaultdict(set)
    known = {concept.id for concept in concepts}
    for lower, upper in (
        *_listed(concepts),
        *sorted(pair for pair in further if set(pair) <= known),
        *_by_words(concepts),
        *_by_version(concepts),
    ):
        if lower != upper and lower not in _reach(upper, above):
            above[lower].add(upper)
    return {
        lower: tuple(sorted(_reduced(uppers, above)))
        for lower, uppers in sorted(above.items())
    }


def _listed(concepts: Sequence[Named]) -> Iterator[tuple[str, str]]:
    ids = {(item.kind, key(item.label, item.kind)): item.id for item in concepts}
    for concept in concepts:
        item = names().get((concept.kind, key(concept.label, concept.kind)))
        seen = set()
        # A broader concept that no paper speaks of is passed over for the next one.
        while item and item.broader and item.label not in seen:
            seen.add(item.label)
            upper = ids.get((item.kind, key(item.broader, item.kind)))
            if upper:
                yield concept.id, upper
                break
            item = names().get((item.kind, key(item.broader, item.kind)))


def _by_words(concepts: Sequence[Named]) -> Iterator[tuple[str, str]]:
    taken_apart = [one for one in concepts if one.kind is not Kind.DATASET]
    index = _word_index(taken_apart)
    for concept in taken_apart:
        name = _units(concept.label, concept.kind)
        if _is_listed_under(concept) or _ends_in_code(name):
            continue
        head = words(concept.label, concept.kind)[-1:]
        for shorter, flat in (
            *((part, _flat(part)) for part in _shorter(name)),
            (name[-1:], head),
        ):
            upper = index.get((concept.kind, flat))
            if upper and upper != concept.id and not _changes_sense(name, shorter):
                yield concept.id, upper


def _word_index(
    concepts: Sequence[Named],
) -> dict[tuple[Kind, tuple[str, ...]], str]:
    """
    Return the concepts that may stand above others, by kind and stems of the words.

    A single word stands above by itself, not by its stem: "test-time scaling" is
    under no "scale".
    """
    index: dict[tuple[Kind, tuple[str, ...]], str] = {}
    for concept in sorted(concepts, key=lambda item: (-item.paper_count, item.id)):
        own = words(concept.label, concept.kind)
        if len(own) > 1:
            units = _units(concept.label, concept.kind)
            index.setdefault((concept.kind, _flat(units)), concept.id)
        elif _can_be_above(concept, own[0]):
            index.setdefault((concept.kind, own), concept.id)
    return index


def _units(label: str, kind: Kind) -> Units:
    """
    Return a name's words as stems, the head last; hyphenated words stay together.

    >>> _units("classification of long-tailed data", Kind.TASK)
    (('long', 'tail'), ('data',), ('classif',))
    """
    head, of, rest = label.partition(" of ")
    text = f"{rest} {head}" if of else label
    found = (words(part, kind) for part in text.split())
    stems = (tuple(map(stem, part)) for part in found)
    small = WORDS["small words"]
    return tuple(unit for unit in stems if unit and not set(unit) <= small)


def _flat(units: Units) -> tuple[str, ...]:
    return tuple(word for unit in units for word in unit)


def _is_listed_under(concept: Named) -> bool:
    item = names().get((concept.kind, key(concept.label, concept.kind)))
    return item is not None and item.broader is not None


def _ends_in_code(units: Units) -> bool:
    """Tell whether a name ends in a version or size rather than in a head."""
    return not units or _is_code(units[-1][-1])


def _can_be_above(concept: Named, word: str) -> bool:
    dull = word in WORDS["generic words"] | WORDS["noise"]
    return not dull and concept.paper_count > 1


def _shorter(name: Units) -> Iterator[Units]:
    """Yield what is left of a name without some modifiers; the head stays."""
    modifiers, head = name[:-1], name[-1:]
    if len(name) > _MOST_WORDS:
        yield from (name[start:] for start in range(1, len(name)))
    else:
        for size in range(1, len(modifiers)):
            yield from (kept + head for kept in combinations(modifiers, size))


def _changes_sense(name: Units, shorter: Units) -> bool:
    """Tell whether a dropped word turned what follows into something else."""
    turning = WORDS["turning words"]
    kept = set(shorter)
    return any(
        unit[-1] in turning and unit not in kept and name[position + 1] in kept
        for position, unit in enumerate(name[:-1])
    )


def _by_version(concepts: Sequence[Named]) -> Iterator[tuple[str, str]]:
    index: dict[tuple[Kind, tuple[str, ...]], str] = {}
    for concept in sorted(concepts, key=lambda item: (-item.paper_count, item.id)):
        if _is_proper(concept):
            index.setdefault((concept.kind, pieces(concept.label)), concept.id)
    for concept in concepts:
        found = pieces(concept.label)
        for size in range(1, len(found)):
            upper = index.get((concept.kind, found[:size]))
            added = found[size:]
            if upper and upper != concept.id and _is_version(added, concept.kind):
                yield concept.id, upper


def _is_proper(concept: Named) -> bool:
    """Tell whether a label is a proper name; metrics are varied like them."""
    capital = concept.label[:1].isupper() or is_proper(concept.label)
    return capital or concept.kind is Kind.METRIC


def _is_version(added: tuple[str, ...], kind: Kind) -> bool:
    """Tell whether what follows a proper name says which one of its kind."""
    if kind is Kind.DATASET:
        return len(added) == 1 or all(map(_is_code, added))
    return all(map(_is_code, added))


def _is_code(piece: str) -> bool:
    code = len(piece) <= _CODE or piece in WORDS["version words"]
    return code or not piece.isalpha()


def _reach(start: str, above: Mapping[str, set[str]]) -> set[str]:
    """Return a concept and all that stand above it."""
    reached, open_ = {start}, [start]
    while open_:
        for upper in above.get(open_.pop(), ()):
            if upper not in reached:
                reached.add(upper)
                open_.append(upper)
    return reached


def _reduced(uppers: set[str], above: Mapping[str, set[str]]) -> set[str]:
    """Return those that stand above no other of them."""
    implied: set[str] = set()
    for upper in uppers:
        implied |= _reach(upper, above) - {upper}
    return uppers - implied
