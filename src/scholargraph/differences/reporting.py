"""Changes as lines for people, as JSON, and as a table of their numbers."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from scholargraph import rdf
from scholargraph.differences.changes import Change
from scholargraph.differences.items import Details

FORMATS: Final = ("table", "json")
_MARKS: Final = {"added": "+", "removed": "-", "changed": "~"}
_WIDTH: Final = 80
_ADDRESS: Final = re.compile(r"https?://[^\s]+")


def to_line(change: Change, base: str) -> str:
    """Return a change as a line: mark, cause, paper, what is stated, and how."""
    prefixes = rdf.prefixes(base)
    item = change.item
    ends = [_short(end, prefixes) for end in (item.subject, item.predicate)]
    ends += [_short(part, prefixes) for part in item.object.split(" ") if part]
    parts = [_MARKS[change.kind], change.cause.value.ljust(10), *filter(None, ends)]
    return "  ".join([" ".join(parts), *_details(change, prefixes)])


def _details(change: Change, prefixes: Mapping[str, str]) -> Iterator[str]:
    before, after = change.before or {}, change.after or {}
    if change.kind != "changed":
        shown = after or before
        for name in ("value", "denotes", "quote"):
            if name in shown:
                yield _cut(_values(shown, name, prefixes))
        return
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            first, second = (_cut(_values(d, name, prefixes)) for d in (before, after))
            yield f"{name}: {first or 'none'} → {second or 'none'}"


def _values(details: Details, name: str, prefixes: Mapping[str, str]) -> str:
    return "; ".join(_short(value, prefixes) for value in details.get(name, ()))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"


def _short(text: str, prefixes: Mapping[str, str]) -> str:
    """
    Return an address with its prefix, where it has one.

    >>> _short("https://w3id.org/scholargraph/concept/method/sam", rdf.prefixes())
    'method:sam'
    """
    for name, address in sorted(prefixes.items(), key=lambda item: -len(item[1])):
        if text.startswith(address):
            return f"{name}:{text.removeprefix(address)}"
    return text


def to_json(change: Change) -> str:
    """Return a change as one JSON object on a line."""
    item = change.item
    fields = {
        "change": change.kind,
        "cause": change.cause.value,
        "paper": change.paper,
        "sort": item.sort,
        "subject": item.subject,
        "predicate": item.predicate,
        "object": item.object,
        "before": change.before,
        "after": change.after,
    }
    return json.dumps(fields, ensure_ascii=False)


def to_table(counts: Mapping[tuple[str, str, str], int]) -> str:
    """Return the numbers of changes by cause, sort and kind as lines of columns."""
    rows = [("cause", "of", "change", "number")]
    rows += [(*names, f"{counts[names]:,}") for names in sorted(counts)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        "  ".join([*(c.ljust(w) for c, w in zip(row[:3], widths, strict=True)), row[3]])
        for row in rows
    )
