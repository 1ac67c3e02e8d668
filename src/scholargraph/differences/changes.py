"""A change between two graphs, and what it can come of."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from scholargraph.differences.items import Details, Item


class Cause(StrEnum):
    """Why something differs."""

    SOURCE = "source"
    METADATA = "metadata"
    EXTRACTOR = "extractor"
    RESOLUTION = "resolution"
    OVERRIDE = "override"
    SETTINGS = "settings"


# What each means, for the help and the documentation.
CAUSES: Final = {
    Cause.SOURCE: "a paper was added or removed, or its title or abstract differs",
    Cause.METADATA: "the sources say something else of a paper than its text",
    Cause.EXTRACTOR: "the same text was read otherwise",
    Cause.RESOLUTION: "the same names were put together otherwise",
    Cause.OVERRIDE: "the overrides say something else of the concept",
    Cause.SETTINGS: "another base address, another least confidence or another program",
}


@dataclass(frozen=True, slots=True)
class Change:
    """
    Something that is stated in one graph alone, or otherwise in the other.

    ``paper`` is the id of the paper that states it, empty for concepts and for what is
    of the whole graph. Where it was added there is no ``before``, where it was removed
    no ``after``.
    """

    cause: Cause
    paper: str
    item: Item
    before: Details | None
    after: Details | None

    @property
    def kind(self) -> str:
        """``added``, ``removed`` or ``changed``."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"
