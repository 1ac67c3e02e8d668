"""
What names say of what stands above them.

A name is under those that are left of it without some of its words, or without what
says which version it is.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, combinations
from typing import Final, NamedTuple
from zlib import crc32

from scholargraph.resolve.aligned import words
from scholargraph.resolve.normal_form import is_proper, key
from scholargraph.resolve.pieces import pieces
from scholargraph.resolve.rows import Place, Row, Rows, Tape, groups
from scholargraph.resolve.stems import stem
from scholargraph.resolve.well_known import listed
from scholargraph.resolve.words import WORDS
from scholargraph.vocab import Kind

# So many words are taken apart in every way; of longer names only the ends.
_MOST_WORDS: Final = 7
_DULL: Final = WORDS["generic words"] | WORDS["noise"]
# Datasets have proper names: their words say nothing of each other.
_WHOLE: Final = Kind.DATASET
_CODE: Final = 2  # letters of a version: "VL", "v"

Units = tuple[tuple[str, ...], ...]
# Of what names say, words come before versions.
_BY_WORDS: Final = 0
_BY_VERSION: Final = 1
# Bits that a sieve has for each text: one of sixteen texts falls through by chance.
_BITS: Final = 16


class Named(NamedTuple):
    """A concept as the hierarchy sees it."""

    id: str
    kind: Kind
    label: str
    paper_count: int


class Apart(NamedTuple):
    """What a concept's name is made of: ``head`` is its last word, not as a stem."""

    key: str
    units: Units
    head: str
    is_single: bool


class Texts:
    """
    Texts that stand for names, and those that longer names ask for.

    Concepts are known by their numbers.
    """

    def __init__(self, number: int, place: Place) -> None:
        """Expect so many concepts."""
        self._place = place
        self._rows = Rows(place)
        self._longer = Tape(place)
        self._offered = _Sieve(2 * number)

    def add(self, number: int, concept: Named, name: Apart) -> None:
        """Take a concept, with its name taken apart."""
        kind = concept.kind
        units: Units = ()
        if kind is not _WHOLE:
            if not name.is_single:
                self._offer(_flat(kind, name.units), number, concept)
            elif _can_be_above(concept, name.head):
                self._offer(_flat(kind, [[name.head]]), number, concept)
            item = listed(kind).get(name.key)
            is_listed_under = item is not None and item.broader is not None
            if not is_listed_under and not _ends_in_code(name.units):
                units = name.units
        found = pieces(concept.label)
        if _is_proper(concept):
            self._offer(_version_text(kind, found), number, concept)
        bases = tuple(
            (size, _version_text(kind, found[:size]))
            for size in range(1, len(found))
            if _is_version(found[size:], kind)
        )
        if units or bases:
            self._longer.add((number, kind.value, units, name.head, bases))

    def edges(self) -> Iterator[tuple[int, int]]:
        """Yield which concept is under which: by words first, then by versions."""
        for number, kind, units, head, bases in self._longer:
            shorter = self._shorter(kind, units, head) if units else ()
            for part, text in shorter:
                self._rows.add((text, 1, _BY_WORDS, number, part))
            for size, text in bases:
                if text in self._offered:
                    self._rows.add((text, 1, _BY_VERSION, number, size))
        edges = Rows(self._place)
        for _, rows in groups(self._rows):
            for edge in _answered(rows):
                edges.add(edge)
        for _, lower, _, upper in edges:
            yield lower, upper

    def _offer(self, text: str, number: int, concept: Named) -> None:
        # The most used one of several comes first.
        self._rows.add((text, 0, -concept.paper_count, concept.id, number))
        self._offered.add(text)

    def _shorter(self, kind: str, name: Units, head: str) -> Iterator[tuple[int, str]]:
        """Yield the texts of shorter names that there may be, numbered."""
        parts = [(part, _flat(kind, part)) for part in _shorter(name)]
        parts.append((name[-1:], _flat(kind, [[head]])))
        for number, (shorter, flat) in enumerate(parts):
            if flat in self._offered and not _changes_sense(name, shorter):
                yield number, flat


class _Sieve:
    """What lets all texts through that were added to it, and few others."""

    def __init__(self, number: int) -> None:
        bits = max(number * _BITS, 8)
        self._mask = (1 << bits.bit_length()) - 1
        self._bits = bytearray((self._mask >> 3) + 1)

    def add(self, text: str) -> None:
        place = crc32(text.encode("utf-8", "replace")) & self._mask
        self._bits[place >> 3] |= 1 << (place & 7)

    def __contains__(self, text: str) -> bool:
        place = crc32(text.encode("utf-8", "replace")) & self._mask
        return bool(self._bits[place >> 3] & (1 << (place & 7)))


def _answered(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the edges to what is offered for a text, in the order of their source."""
    upper = None
    for row in rows:
        if row[1]:
            _, _, source, lower, part = row
            if upper is not None and upper != lower:
                yield source, lower, part, upper
        elif upper is None:
            upper = row[-1]


def taken_apart(concept: Named) -> Apart:
    """Return what a concept's name is made of."""
    # All that the normal form of the label is needed for, at once: that is kept for
    # some of the latest names only.
    own = words(concept.label, concept.kind)
    return Apart(
        key(concept.label, concept.kind),
        _units(concept.label, concept.kind),
        head=own[-1],
        is_single=len(own) == 1,
    )


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


def _flat(kind: str, units: Iterable[Iterable[str]]) -> str:
    """Return all words of units as one text, which begins with the kind."""
    return " ".join([kind, *chain.from_iterable(units)])


def _version_text(kind: Kind, found: tuple[str, ...]) -> str:
    """Return pieces of a proper name as one text, which no words of names make."""
    return f"\0{kind.value}{found!r}"


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
