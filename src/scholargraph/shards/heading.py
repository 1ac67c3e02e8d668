"""What a shard says of itself: a JSON object in the metadata of its Parquet file."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

from scholargraph.database import Input

FORMAT: Final = 1
KEY: Final = b"scholargraph.shard"
# What values give that are not of the type or size that they must be.
DAMAGED: Final = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)


def require_texts(*values: object, optional: bool = False) -> None:
    """Raise TypeError unless all are strings, or ``None`` where that may be."""
    for value in values:
        if not (isinstance(value, str) or (optional and value is None)):
            raise TypeError(f"{value!r:.40} is no text")


def require_numbers(*values: object) -> None:
    """Raise TypeError unless all are whole numbers from 0."""
    for value in values:
        if type(value) is not int or value < 0:
            raise TypeError(f"{value!r:.40} is no number from 0")


@dataclass(frozen=True, slots=True)
class Part:
    """
    The rows of one input that a shard holds: ``count`` from number ``first`` (from 0).

    In the shard with the input's last row, ``total`` is the number of all its rows, and
    ``warnings`` is what was said on the way; it is ``None`` in the shards before.
    ``input.problem`` says why reading ended early.
    """

    input: Input
    first: int
    count: int
    total: int | None = None
    warnings: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        """The number after that of the last row."""
        return self.first + self.count

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Self:
        """Return the part of a JSON object; see ``DAMAGED`` for what that raises."""
        input_ = Input(**fields["input"])
        texts = (input_.path, input_.name, input_.content, input_.reading)
        require_texts(*texts, *fields["warnings"])
        require_texts(input_.problem, optional=True)
        "".join(texts[2:]).encode()  # these two are stored as they are
        first, count, total = fields["first"], fields["count"], fields["total"]
        require_numbers(first, count, 0 if total is None else total)
        return cls(input_, first, count, total, tuple(fields["warnings"]))


@dataclass(frozen=True, slots=True)
class Heading:
    """
    Which shard this is: number ``shard`` (from 0) of the ``shards`` of a run.

    ``run`` is a hash of all that the shards depend on; ``extractor`` read the papers.
    The rows are those of ``parts``, one after the other.
    """

    run: str
    shard: int
    shards: int
    extractor: str
    parts: tuple[Part, ...]

    @property
    def count(self) -> int:
        """The number of rows."""
        return sum(part.count for part in self.parts)


def to_metadata(heading: Heading) -> dict[bytes, bytes]:
    """Return the metadata of a Parquet file with that heading."""
    text = json.dumps({"format": FORMAT, **asdict(heading)}, separators=(",", ":"))
    return {KEY: text.encode()}


def from_metadata(metadata: Mapping[bytes, bytes] | None) -> Heading:
    """
    Return the heading in a Parquet file's metadata.

    Raises
    ------
    ValueError
        Where there is none that this version can read: in words for a user.

    """
    text = (metadata or {}).get(KEY)
    if text is None:
        raise ValueError("is no shard that `extract --out` wrote")
    try:
        fields = json.loads(text)
        made = fields["format"]
        if made == FORMAT:
            return _heading(fields)
    except DAMAGED as error:
        raise ValueError(f"has a damaged heading: {error}") from error
    raise ValueError(f"is a shard of format {made}; this program reads {FORMAT}")


def _heading(fields: Mapping[str, Any]) -> Heading:
    return Heading(
        str(fields["run"]),
        int(fields["shard"]),
        int(fields["shards"]),
        str(fields["extractor"]),
        tuple(Part.from_json(part) for part in fields["parts"]),
    )
