"""What a shard says of itself: a JSON object in the metadata of its Parquet file."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

from scholargraph.database import Input

FORMAT: Final = 1
KEY: Final = b"scholargraph.shard"


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
        """Return the part of a JSON object."""
        return cls(
            Input(**fields["input"]),
            int(fields["first"]),
            int(fields["count"]),
            None if fields["total"] is None else int(fields["total"]),
            tuple(fields["warnings"]),
        )


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
    except (ValueError, KeyError, TypeError, AttributeError) as error:
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
