"""
Authority lists: what a concept is called elsewhere.

A list is a tab-separated file with the columns ``id kind label alt_labels broader``,
or a SKOS file in any syntax that rdflib reads. Lists may disagree; each is linked by
itself, and every link says how it was found and how sure it is.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scholargraph.errors import InputError, reason
from scholargraph.model import Concept, Match
from scholargraph.resolve import comparator
from scholargraph.resolve.acronyms import abbreviates, is_short, letters
from scholargraph.resolve.aligned import words
from scholargraph.resolve.normal_form import key, normal_form
from scholargraph.resolve.stems import stem
from scholargraph.resolve.well_known import find, long_forms
from scholargraph.vocab import Kind

_COLUMNS: Final = ("id", "kind", "label", "alt_labels", "broader")
_SKOS_SUFFIXES: Final = frozenset({".ttl", ".rdf", ".xml", ".nt", ".jsonld", ".n3"})
_SURE: Final = 0.8
_ALIKE: Final = 0.5
_BY_ALIAS: Final = 0.9
_BY_SHORT_FORM: Final = 0.6
_AMBIGUOUS: Final = 0.5
_TELLING: Final = 4  # letters from which on a short form is rarely shared

Index = Mapping[tuple[Kind, str], Sequence["Entry"]]


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A concept of an authority list; ``kinds`` are all where the list names none."""

    id: str
    kinds: tuple[Kind, ...]
    label: str
    aliases: tuple[str, ...]
    broader: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Authority:
    """A list of concepts, by id."""

    name: str
    entries: tuple[Entry, ...]


def read_authority(path: Path) -> Authority:
    """
    Return the list in a file.

    Raises
    ------
    InputError
        Where the file cannot be read or is in another layout, with the line.

    """
    if path.suffix.lower() in _SKOS_SUFFIXES:
        from scholargraph.resolve.skos import read_skos  # noqa: PLC0415 (slow import)

        entries = read_skos(path)
    else:
        entries = list(_read_table(path))
    if not entries:
        raise InputError(path, "holds no concepts")
    return Authority(path.stem, tuple(sorted(entries)))


class Linker:
    """Finds concepts of some kinds in lists, one after the other."""

    def __init__(
        self, kinds: frozenset[Kind], authorities: Sequence[Authority]
    ) -> None:
        """Take the lists apart."""
        self._lists = [(each, *_indexes(each, kinds)) for each in authorities]
        self._found: list[dict[str, tuple[str, Kind]]] = [{} for _ in self._lists]

    def matches(self, concept: Concept) -> tuple[Match, ...]:
        """Return what a concept is in the lists."""
        matches = []
        for (_, *indexes), found in zip(self._lists, self._found, strict=True):
            match = _match(concept, *indexes)
            if match:
                matches.append(match)
                if match.method == "label":
                    found[match.target] = concept.id, concept.kind
        return tuple(sorted(matches))

    def broader(self) -> list[tuple[str, str]]:
        """
        Return the broader pairs that the lists vouch for.

        A pair is the ids of a lower and an upper concept, both found by their labels.
        """
        pairs: set[tuple[str, str]] = set()
        for (authority, *_), found in zip(self._lists, self._found, strict=True):
            pairs.update(_broader(authority, found))
        return sorted(pairs)


def _broader(
    authority: Authority, found: Mapping[str, tuple[str, Kind]]
) -> Iterator[tuple[str, str]]:
    for entry in authority.entries:
        lower = found.get(entry.id)
        for target in entry.broader:
            upper = found.get(target)
            if lower and upper and lower[1] is upper[1] and lower != upper:
                yield lower[0], upper[0]


def _match(
    concept: Concept, labels: Index, aliases: Index, stems: Index
) -> Match | None:
    """Return the surest match of a concept in a list."""
    own = (concept.kind, key(concept.label, concept.kind))
    if own in labels and not _means_another(concept):
        entry = _nearest(labels[own], concept.label)
        if concept.ambiguous:
            return Match(entry.id, exact=False, method="label", score=_AMBIGUOUS)
        return Match(entry.id, exact=True, method="label", score=1.0)
    if own in aliases and not concept.ambiguous:
        entry = _nearest(aliases[own], concept.label)
        return _alias_match(entry, concept.label)
    for alias in concept.aliases:
        other = concept.kind, key(alias, concept.kind)
        if other in labels and _vouched(concept, alias):
            return _alias_match(_nearest(labels[other], alias), alias)
    return _compared(concept, stems)


def _means_another(concept: Concept) -> bool:
    """Tell whether a short label has other long forms here than it commonly has."""
    known = long_forms().get(letters(concept.label), frozenset())
    if not known or not is_short(concept.label):
        return False
    own = {
        _bare(normal_form(alias, concept.kind))
        for alias in concept.aliases
        if abbreviates(concept.label, alias)
    }
    return bool(own) and not own & set(map(_bare, known))


def _vouched(concept: Concept, alias: str) -> bool:
    """
    Tell whether an alias is sure enough to find a concept by.

    A short form must be known to stand for the label; another name must be like it.
    """
    numbered = any(map(str.isdigit, alias)) and not any(map(str.isdigit, concept.label))
    if concept.ambiguous or numbered:  # a version, or an instalment, of the concept
        return False
    if is_short(alias) and len(alias) <= _TELLING:
        known = long_forms().get(letters(alias), frozenset())
        return _bare(normal_form(concept.label, concept.kind)) in map(_bare, known)
    if find(alias, concept.kind) == find(concept.label, concept.kind) is not None:
        return True
    compared = comparator.load().compare(concept.label, alias, concept.kind)
    return compared.same >= _ALIKE


def _bare(form: str) -> str:
    return "".join(map(stem, form.split()))


def _alias_match(entry: Entry, name: str) -> Match:
    if is_short(name) and len(name) < _TELLING:
        return Match(entry.id, exact=False, method="short form", score=_BY_SHORT_FORM)
    return Match(entry.id, exact=True, method="alias", score=_BY_ALIAS)


def _compared(concept: Concept, stems: Index) -> Match | None:
    # Methods have proper names: a funnel transform is no Funnel Transformer.
    named = concept.kind is Kind.METHOD
    if concept.ambiguous or named or is_short(concept.label):
        return None
    best: Match | None = None
    for entry in stems.get((concept.kind, _stems(concept.label, concept.kind)), ()):
        same = comparator.load().compare(concept.label, entry.label, concept.kind).same
        if same >= _SURE and (best is None or same > best.score):
            best = Match(
                entry.id, exact=False, method="names compared", score=round(same, 3)
            )
    return best


def _indexes(
    authority: Authority, kinds: frozenset[Kind]
) -> tuple[Index, Index, Index]:
    """Return what a list calls its entries of some kinds."""
    labels: dict[tuple[Kind, str], list[Entry]] = defaultdict(list)
    aliases: dict[tuple[Kind, str], list[Entry]] = defaultdict(list)
    stems: dict[tuple[Kind, str], list[Entry]] = defaultdict(list)
    for entry in authority.entries:
        for kind in filter(kinds.__contains__, entry.kinds):
            labels[kind, key(entry.label, kind)].append(entry)
            stems[kind, _stems(entry.label, kind)].append(entry)
            for alias in entry.aliases:
                aliases[kind, key(alias, kind)].append(entry)
    return labels, aliases, stems


def _stems(name: str, kind: Kind) -> str:
    return " ".join(sorted(map(stem, words(name, kind))))


def _nearest(entries: Sequence[Entry], name: str) -> Entry:
    return min(entries, key=lambda entry: (entry.label != name, entry.id))


def _read_table(path: Path) -> Iterator[Entry]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(path, f"cannot be read: {reason(error)}") from error
    rows = csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    header = next(rows, [])
    if tuple(header) != _COLUMNS:
        wanted = " ".join(_COLUMNS)
        raise InputError(path, f"does not begin with the columns {wanted}")
    for number, row in enumerate(rows, start=2):
        if row:
            yield _entry(f"{path}:{number}", row)


def _entry(where: str, row: list[str]) -> Entry:
    if len(row) != len(_COLUMNS):
        raise InputError(where, f"has {len(row)} columns, not {len(_COLUMNS)}")
    id_, kind, label, aliases, broader = (field.strip() for field in row)
    if kind not in set(Kind):
        raise InputError(where, f"no kind is named {kind!r}")
    if not id_ or not label:
        raise InputError(where, "has no id or no label")
    return Entry(id_, (Kind(kind),), label, _split(aliases), _split(broader))


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
