"""What the formats are told beside the corpus."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scholargraph import vocab


@dataclass(frozen=True, slots=True)
class Settings:
    """
    How an export is made.

    ``base`` is the address that data stand under, ``run`` names what made the
    extractions; ``profile`` is a vocabulary other than our own; ``compress`` is
    ``gz``, ``zst`` or nothing; ``shards`` is the number of files to divide among.
    ``replaced`` has the concept that each id which was given up leads to; it is told
    in our own vocabulary.
    """

    base: str = vocab.BASE
    run: str = "build"
    profile: str | None = None
    compress: str | None = None
    shards: int = 1
    replaced: Mapping[str, str] = field(default_factory=dict)
