"""Authors' names as sources write them: one string, a list, or parts."""

import re
from collections.abc import Sequence
from typing import Final

_AND: Final = re.compile(r",? and |,? & ", re.IGNORECASE)
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")


def author_names(value: object) -> tuple[str, ...]:
    """
    Return the names in a field, given names first.

    >>> author_names("Doe, Jane; Roe, Richard")
    ('Jane Doe', 'Richard Roe')
    >>> author_names("Jane Doe (Some University, Town), Richard Roe and Max Moe")
    ('Jane Doe', 'Richard Roe', 'Max Moe')
    >>> author_names([{"name": "Jane Doe"}, "Roe, Richard", None])
    ('Jane Doe', 'Richard Roe')
    """
    if isinstance(value, str):
        return tuple(map(given_name_first, _split(value)))
    if isinstance(value, Sequence):
        return tuple(
            given_name_first(name) for entry in value if (name := _name(entry))
        )
    return ()


def given_name_first(name: str) -> str:
    """
    Return ``First Last`` for ``Last, First``.

    >>> given_name_first("van Dyck, Anton")
    'Anton van Dyck'
    """
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 2 and all(parts):  # noqa: PLR2004  # last and first name
        return f"{parts[1]} {parts[0]}"
    return " ".join(filter(None, parts))


def _name(entry: object) -> str | None:
    if isinstance(entry, str):
        return entry
    if not isinstance(entry, dict):
        return None
    for field in ("name", "display_name", "full_name", "fullname"):
        if isinstance(entry.get(field), str):
            return str(entry[field])
    parts = [entry.get("first"), entry.get("middle"), entry.get("last")]
    return " ".join(part for part in parts if isinstance(part, str)) or None


def _split(names: str) -> list[str]:
    for separator in (";", "|", "\n"):
        if separator in names:
            return [name for name in names.split(separator) if name.strip()]
    plain = _IN_BRACKETS.sub("", names)
    found: list[str] = []
    for part in _AND.split(plain):
        commas = [name.strip() for name in part.split(",") if name.strip()]
        # "Doe, Jane" is one name; "Jane Doe, Richard Roe" are two.
        whole = all(" " in name for name in commas)
        found += commas if whole or len(commas) > 2 else [part.strip()]  # noqa: PLR2004  # last and first name
    return [name for name in found if name]
