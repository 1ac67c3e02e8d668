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
from functools import lru_cache
from itertools import chain, combinations
from sys import intern
from typing import Final

from scholargraph.resolve.aligned import words
from scholargraph.resolve.normal_form import is_proper, key
from scholargraph.resolve.pieces import pieces
from scholargraph.resolve.stems import stem
from scholargraph.resolve.well_known import WellKnown, listed
from scholargraph.resolve.words import WORDS
from scholargraph.vocab import Kind

# So many words are taken apart in every way; of longer names only the ends.
_MOST_WORDS: Final = 7
_DULL: Final = WORDS["generic words"] | WORDS["noise"]
# Datasets have proper names: their words say nothing of each other.
_WHOLE: Final = Kind.DATASET
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


@dataclass(frozen=True, slots=True)
class _Apart:
    """What a concept's name is made of: ``head`` is its last word, not as a stem."""

    concept: Named
    key: str
    listed: WellKnown | None
    units: Units
    head: str
    is_single: bool


def hierarchy(
    concepts: Sequence[Named], further: Iterable[tuple[str, str]] = ()
) -> Broader:
    """
    Return the broader concepts of each concept that has any, by id.

    ``further`` are pairs of ids, lower and upper, that other lists vouch for.
    """
    above: dict[str, set[str]] = defaultdict(set)
    known = {concept.id for concept in concepts}
    taken_apart = [_taken_apart(concept) for concept in concepts]
    for lower, upper in (
        *_listed(taken_apart),
        *sorted(pair for pair in further if set(pair) <= known),
        *_by_words(taken_apart),
        *_by_version(concepts),
    ):
        if lower != upper and lower not in _reach(upper, above):
            above[lower].add(upper)
    return {
        lower: tuple(sorted(_reduced(uppers, above)))
        for lower, uppers in sorted(above.items())
    }


def _listed(taken_apart: Sequence[_Apart]) -> Iterator[tuple[str, str]]:
    ids = {(one.concept.kind, one.key): one.concept.id for one in taken_apart}
    for one in taken_apart:
        concept, item = one.concept, one.listed
        seen = set()
        # A broader concept that no paper speaks of is passed over for the next one.
        while item and item.broader and item.label not in seen:
            seen.add(item.label)
            upper = ids.get((item.kind, key(item.broader, item.kind)))
            if upper:
                yield concept.id, upper
                break
            item = listed(item.kind).get(key(item.broader, item.kind))


def _by_words(items: Iterable[_Apart]) -> Iterator[tuple[str, str]]:
    taken_apart = [item for item in items if item.concept.kind is not _WHOLE]
    index = _word_index(taken_apart)
    # Most names end in what no other concept is called by.
    heads = {flat.rpartition(" ")[2] for flat in index}
    for item in taken_apart:
        concept, name = item.concept, item.units
        is_listed_under = item.listed is not None and item.listed.broader is not None
        if is_listed_under or _ends_in_code(name):
            continue
        parts = list(_shorter(name)) if name[-1][-1] in heads else []
        flats = [_flat(concept.kind, part) for part in parts]
        parts.append(name[-1:])
        flats.append(_flat(concept.kind, [[item.head]]))
        for shorter, flat in zip(parts, flats, strict=True):
            upper = index.get(flat)
            if upper and upper != concept.id and not _changes_sense(name, shorter):
                yield concept.id, upper


def _taken_apart(concept: Named) -> _Apart:
    # All that the normal form of the label is needed for, at once: that is kept for
    # some of the latest names only.
    name = key(concept.label, concept.kind)
    own = words(concept.label, concept.kind)
    return _Apart(
        concept,
        name,
        listed(concept.kind).get(name),
        units=_units(concept.label, concept.kind),
        head=intern(own[-1]),
        is_single=len(own) == 1,
    )


def _word_index(taken_apart: Iterable[_Apart]) -> dict[str, str]:
    """
    Return the concepts that may stand above others, by kind and stems of the words.

    A single word stands above by itself, not by its stem: "test-time scaling" is
    under no "scale".
    """
    index: dict[str, str] = {}
    for item in sorted(taken_apart, key=lambda item: _by_use(item.concept)):
        concept = item.concept
        if not item.is_single:
            index.setdefault(_flat(concept.kind, item.units), concept.id)
        elif _can_be_above(concept, item.head):
            index.setdefault(_flat(concept.kind, [[item.head]]), concept.id)
    return index


def _by_use(concept: Named) -> tuple[int, str]:
    return -concept.paper_count, concept.id


def _units(label: str, kind: Kind) -> Units:
    """
    Return a name's words as stems, the head last; hyphenated words stay together.

    >>> _units("classification of long-tailed data", Kind.TASK)
    (('long', 'tail'), ('data',), ('classif',))
    """
    head, of, rest = label.partition(" of ")
    text = f"{rest} {head}" if of else label
    units = [_unit(part, kind) for part in text.split()]
    return tuple([unit for unit in units if unit])


@lru_cache(maxsize=1 << 15)
def _unit(part: str, kind: Kind) -> tuple[str, ...]:
    """Return the stems of hyphenated words, none where they are small ones."""
    stems = tuple(map(stem, words(part, kind)))
    return () if set(stems) <= WORDS["small words"] else stems


def _flat(kind: Kind, units: Iterable[Iterable[str]]) -> str:
    """Return all words of units as one text, which begins with the kind."""
    return " ".join([kind, *chain.from_iterable(units)])


def _ends_in_code(units: Units) -> bool:
    """Tell whether a name ends in a version or size rather than in a head."""
    return not units or _is_code(units[-1][-1])


def _can_be_above(concept: Named, word: str) -> bool:
    return word not in _DULL and concept.paper_count > 1


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
    for concept in sorted(concepts, key=_by_use):
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
