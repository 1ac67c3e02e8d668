"""Reads the lists."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from scholargraph.resolve.acronyms import is_short, letters
from scholargraph.resolve.normal_form import key, normal_form
from scholargraph.vocab import Kind

LongForms = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class WellKnown:
    """
    A concept that everybody knows.

    ``direction`` is ``higher`` or ``lower`` where one of them is better, ``range`` two
    numbers joined by ``..`` of which either may lack; for metrics only.
    """

    kind: Kind
    label: str
    aliases: tuple[str, ...] = ()
    broader: str | None = None
    home: str | None = None
    direction: str | None = None
    unit: str | None = None
    scale: str | None = None
    range: str | None = None


@cache
def well_known() -> tuple[WellKnown, ...]:
    """Return all well-known concepts, by kind and label."""
    concepts = [_concept(row) for row in _rows("concepts.tsv")]
    metrics = [_metric(row) for row in _rows("metrics.tsv")]
    return tuple(sorted(concepts + metrics, key=lambda item: (item.kind, item.label)))


@cache
def names() -> Mapping[tuple[Kind, str], WellKnown]:
    """
    Return the well-known concept of each kind and key of a name.

    A label outranks an alias; a key that two concepts of a kind have as an alias
    ("SSL") stands for neither.
    """
    labels = {(item.kind, key(item.label, item.kind)): item for item in well_known()}
    aliases: dict[tuple[Kind, str], set[WellKnown]] = defaultdict(set)
    for item in well_known():
        for alias in item.aliases:
            aliases[item.kind, key(alias, item.kind)].add(item)
    sole = {name: found.pop() for name, found in aliases.items() if len(found) == 1}
    return sole | labels


@cache
def listed(kind: Kind) -> Mapping[str, WellKnown]:
    """Return the well-known concepts of one kind by the key of a name."""
    return {name: item for (each, name), item in names().items() if each is kind}


def find(name: str, kind: Kind) -> WellKnown | None:
    """
    Return the well-known concept that a name stands for, of the kind if there is one.

    >>> find("Acc@1", Kind.METRIC).label
    'top-1 accuracy'
    """
    found = names()
    kinds = (kind, *(other for other in Kind if other is not kind))
    for each in kinds:
        item = found.get((each, key(name, each)))
        if item:
            return item
    return None


def is_under(item: WellKnown, other: WellKnown) -> bool:
    """Tell whether the lists put one concept under another, however far."""
    seen = {item.label}
    while item.broader:
        above = names().get((item.kind, key(item.broader, item.kind)))
        if above is None or above.label in seen:
            return False
        if above == other:
            return True
        seen.add(above.label)
        item = above
    return False


@cache
def long_forms() -> LongForms:
    """Return the normal forms of what each common abbreviation stands for."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in _rows("abbreviations.tsv"):
        found[letters(row["short"])].add(normal_form(row["long"], Kind.METHOD))
    for item in well_known():
        for short, long in _pairs(item):
            found[letters(short)].add(normal_form(long, item.kind))
    return {short: frozenset(longs) for short, longs in found.items()}


def _pairs(item: WellKnown) -> Iterator[tuple[str, str]]:
    every = (item.label, *item.aliases)
    for short in every:
        if is_short(short):
            yield from ((short, long) for long in every if " " in long or "-" in long)


def _concept(row: dict[str, str]) -> WellKnown:
    return WellKnown(
        kind=Kind(row["kind"]),
        label=row["label"],
        aliases=_split(row["aliases"]),
        broader=row["broader"] or None,
        home=row["home"] or None,
    )


def _metric(row: dict[str, str]) -> WellKnown:
    return WellKnown(
        kind=Kind.METRIC,
        label=row["label"],
        aliases=_split(row["aliases"]),
        broader=row["broader"] or None,
        direction=row["direction"] or None,
        unit=row["unit"] or None,
        scale=row["scale"] or None,
        range=row["range"] or None,
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


def _rows(name: str) -> list[dict[str, str]]:
    path = files("scholargraph.resolve.well_known").joinpath(name)
    lines = path.read_text("utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
