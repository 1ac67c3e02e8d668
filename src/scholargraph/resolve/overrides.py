"""
A person's own decisions: merge, split, rename, drop, retype and link concepts.

They stand in ``overrides.toml``, are checked as a whole, and are applied last, in the
order of the file's tables: merge, split, rename, retype, link, drop. Without them the
concepts are what they were.
"""

import re
import stat
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from scholargraph.errors import InputError, reason
from scholargraph.resolve.decisions import (
    drop,
    link,
    merge,
    rename,
    retype,
    split,
)
from scholargraph.resolve.resolution import Resolution

Action = Callable[[Resolution, "Decision"], Resolution]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a decision must and may say, each field with its type."""

    needed: Mapping[str, type]
    optional: Mapping[str, type]


# In the order in which they are applied.
SHAPES: Final[Mapping[str, Shape]] = MappingProxyType(
    {
        "merge": Shape({"concepts": list}, {"label": str}),
        "split": Shape({"concept": str, "papers": list, "label": str}, {}),
        "rename": Shape({"concept": str, "label": str}, {}),
        "retype": Shape({"concept": str, "kind": str}, {}),
        "link": Shape({"concept": str, "to": str}, {"match": str}),
        "drop": Shape({"concept": str}, {}),
    }
)
ACTIONS: Final = MappingProxyType(
    {
        "merge": merge,
        "split": split,
        "rename": rename,
        "retype": retype,
        "link": link,
        "drop": drop,
    }
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of the file: where it stands, what it does, and its fields."""

    where: str
    action: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Overrides:
    """All decisions, in the order in which they are applied."""

    decisions: tuple[Decision, ...] = ()


def read_overrides(path: Path) -> Overrides:
    """
    Return the decisions in a file; none where there is no file.

    Raises
    ------
    InputError
        Where the file cannot be read or a decision is not as it must be.

    """
    try:
        # A pipe or a device would be read for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError(path, "cannot be read: is no file")
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return Overrides()
    except (OSError, ValueError) as error:
        raise InputError(path, f"cannot be read: {reason(error)}") from error
    return parse_overrides(text, str(path))


def parse_overrides(text: str, where: str = "overrides.toml") -> Overrides:
    r"""
    Return the decisions in a text.

    >>> text = '[[rename]]\nconcept = "method/sam"\nlabel = "Segment Anything"'
    >>> parse_overrides(text).decisions[0].where
    'overrides.toml:1, rename 1'
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(where, f"is no TOML: {error}") from error
    unknown = sorted(tables.keys() - SHAPES.keys())
    if unknown:
        raise InputError(where, f"nothing is done by {unknown[0]!r}", SHAPES)
    return Overrides(
        tuple(
            _decision(place, action, entry)
            for action in SHAPES
            for place, entry in _placed(where, action, tables, text)
        )
    )


def apply(resolution: Resolution, overrides: Overrides) -> Resolution:
    """
    Return the resolution with the decisions applied.

    Raises
    ------
    InputError
        Where a decision speaks of a concept that there is not, with the nearest ids.

    """
    for decision in overrides.decisions:
        action = ACTIONS[decision.action]
        resolution = action(resolution, decision.where, decision.fields)
    return resolution


def _placed(
    where: str, action: str, tables: Mapping[str, Any], text: str
) -> Iterator[tuple[str, Any]]:
    """Yield each decision of a kind, and where it stands."""
    entries = _entries(where, action, tables)
    header = re.compile(rf"\s*\[\[\s*{action}\s*\]\]")
    lines = [n for n, line in enumerate(text.split("\n"), 1) if header.match(line)]
    # Decisions may be written without headers, and headers stand within texts.
    sure = len(lines) == len(entries)
    for number, entry in enumerate(entries, start=1):
        line = f":{lines[number - 1]}" if sure else ""
        yield f"{where}{line}, {action} {number}", entry


def _entries(where: str, action: str, tables: Mapping[str, Any]) -> list[Any]:
    entries = tables.get(action, [])
    if not isinstance(entries, list):
        raise InputError(where, f"{action} is to be written [[{action}]]")
    return entries


def _decision(where: str, action: str, entry: object) -> Decision:
    if not isinstance(entry, dict):
        raise InputError(where, "is no table")
    shape = SHAPES[action]
    known = {**shape.needed, **shape.optional}
    for name in shape.needed:
        if name not in entry:
            raise InputError(where, f"says no {name}", known)
    for name, value in entry.items():
        if name not in known:
            raise InputError(where, f"has no field {name!r}", known)
        _check(where, name, value, known[name])
    return Decision(where, action, entry)


def _check(where: str, name: str, value: Any, type_: type) -> None:
    if not isinstance(value, type_) or not value:
        raise InputError(where, f"{name} is no {_NAMES[type_]}")
    texts = value if isinstance(value, list) else [value]
    for text in texts:
        if not isinstance(text, str):
            raise InputError(where, f"{name} holds something other than text")
        if not text.strip():
            raise InputError(where, f"{name} is no text")
        if not text.isprintable():
            raise InputError(where, f"{name} has a line break or control character")


_NAMES: Final[Mapping[type, str]] = {str: "text", list: "list of texts"}
