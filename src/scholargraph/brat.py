"""
Read brat stand-off annotations: a folder of ``.txt`` and ``.ann`` files.

A text file holds the title, a line break and the abstract. Of the annotation file are
read: text-bound annotations of the four kinds, of ``Value`` and of ``Link``; ``Equiv``
(the mentions of one concept); relations by our names; events ``Result`` on a ``Value``
with the arguments ``Method``, ``Dataset``, ``Task`` and ``Metric``; and the attributes
``Role``, ``ResultKind``, ``LinkKind`` and ``Own``. Notes and all else are passed over.

Format: https://brat.nlplab.org/standoff.html
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scholargraph.errors import InputError, reason
from scholargraph.vocab import Kind, LinkKind, RelationType, ResultKind, Role

Json = dict[str, Any]

VALUE, LINK, RESULT = "Value", "Link", "Result"
SLOTS = ("Method", "Dataset", "Task", "Metric")
_KINDS = frozenset(map(str, Kind))
_NUMBER = re.compile(r"[-+~]?\d[\d.,]*(?:[/-]\d[\d.,]*)?")


@dataclass(frozen=True, slots=True)
class Place:
    """A text-bound annotation: its type and the text that it covers."""

    type: str
    start: int
    text: str


@dataclass(slots=True)
class Notes:
    """What the lines of an annotation file say, by their identifiers."""

    places: dict[str, Place] = field(default_factory=dict)
    same: list[list[str]] = field(default_factory=list)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    events: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    attributes: dict[tuple[str, str], str] = field(default_factory=dict)


def read_folder(folder: Path) -> Iterator[tuple[str, Json]]:
    """
    Yield the records of a folder's annotated texts, and where each stands.

    Raises
    ------
    InputError
        Where a file cannot be read, or a line says what the text does not bear out.

    """
    paths = sorted(folder.glob("*.ann"))
    if not paths:
        raise InputError(folder, "has no .ann file")
    for path in paths:
        yield str(path), read_paper(path)


def read_paper(path: Path) -> Json:
    """Return the record of an annotation file and the text file beside it."""
    text = _text(path.with_suffix(".txt"))
    notes = Notes()
    for number, line in enumerate(_text(path).splitlines(), start=1):
        try:
            _take(notes, line, text)
        except (ValueError, KeyError, IndexError) as error:
            raise InputError(f"{path}:{number}", f"cannot be read: {line!r}") from error
    title, _, abstract = text.partition("\n")
    try:
        parts = _record(notes)
    except (ValueError, KeyError) as error:
        raise InputError(path, f"names what it does not define: {error}") from error
    return {"id": path.stem, "title": title, "abstract": abstract, **parts}


def _text(path: Path) -> str:
    try:
        # brat counts characters, line breaks as they are; none may be translated.
        return path.read_bytes().decode()
    except OSError as error:
        raise InputError(path, f"cannot be read: {reason(error)}") from error
    except UnicodeDecodeError as error:
        raise InputError(path, "is not UTF-8") from error


def _take(notes: Notes, line: str, text: str) -> None:
    """Add what a line says; an unknown kind of line says nothing."""
    if not line.strip():
        return
    name, rest = line.split("\t")[:2]
    words = rest.split()
    if name[0] == "T":
        notes.places[name] = _place(words, text, said=line.split("\t")[2])
    elif name[0] == "*" and words[0] == "Equiv":
        notes.same.append(words[1:])
    elif name[0] == "R":
        head, tail = (word.split(":")[1] for word in words[1:3])
        notes.relations.append((head, str(RelationType(words[0])), tail))
    elif name[0] == "E" and words[0].split(":")[0] == RESULT:
        pairs = [word.split(":") for word in words]
        notes.events.append((name, dict(pairs)))
    elif name[0] == "A":
        notes.attributes[words[1], words[0]] = words[2] if words[2:] else "true"


def _place(words: Sequence[str], text: str, *, said: str) -> Place:
    """Return a text-bound annotation; a broken one (``0 4;9 12``) is no mention."""
    start, end = int(words[1]), int(words[2])
    if text[start:end] != said:
        raise ValueError(said)
    return Place(words[0], start, said)


def _record(notes: Notes) -> Json:
    concepts = _concepts(notes)
    name_of = {place: name for name, places in concepts.items() for place in places}
    return {
        "entities": [_entity(notes, name, places) for name, places in concepts.items()],
        "relations": [
            [name_of[head], type_, name_of[tail]]
            for head, type_, tail in notes.relations
        ],
        "results": [
            _result(notes, event, targets, name_of) for event, targets in notes.events
        ],
        "links": [
            _link(notes, name, place)
            for name, place in notes.places.items()
            if place.type == LINK
        ],
    }


def _concepts(notes: Notes) -> dict[str, list[str]]:
    """Return the mentions of each concept, in text order, by the concept's name."""
    groups = {name: {name} for name, at in notes.places.items() if at.type in _KINDS}
    for same in notes.same:
        joined = set().union(*(groups[name] for name in same))
        groups |= dict.fromkeys(joined, joined)
    found: dict[str, list[str]] = {}
    for name in sorted(groups, key=lambda one: (notes.places[one].start, one)):
        members = sorted(groups[name], key=lambda one: (notes.places[one].start, one))
        if name == members[0]:
            place = notes.places[name]
            plain = place.text
            label = f"{plain} ({place.type})" if plain in found else plain
            found.setdefault(label, []).extend(members)
    return found


def _entity(notes: Notes, name: str, places: Sequence[str]) -> Json:
    given = {notes.attributes.get((place, "Role")) for place in places} - {None}
    # The strongest wins, as the guidelines have it; Role lists the strongest first.
    role = next((role for role in Role if str(role) in given), Role("mentions"))
    return {
        "name": name,
        "type": notes.places[places[0]].type,
        "role": str(role),
        "mentions": list(dict.fromkeys(notes.places[place].text for place in places)),
    }


def _result(
    notes: Notes, event: str, targets: Mapping[str, str], name_of: Mapping[str, str]
) -> Json:
    written = notes.places[targets[RESULT]].text
    found = _NUMBER.search(written)
    if found is None:
        raise ValueError(written)
    kind = notes.attributes.get((event, "ResultKind"), "absolute")
    return {
        **{
            slot.lower(): name_of[targets[slot]] if slot in targets else None
            for slot in SLOTS
        },
        "value": found[0].lstrip("+~"),
        "unit": written[found.end() :].strip().replace("\\%", "%"),
        "kind": str(ResultKind(kind)),
    }


def _link(notes: Notes, name: str, place: Place) -> Json:
    kind = notes.attributes.get((name, "LinkKind"), "page")
    return {
        "url": place.text,
        "kind": str(LinkKind(kind)),
        "own": (name, "Own") in notes.attributes,
    }
