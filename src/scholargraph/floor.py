"""
How sure a statement must be for the graph to take it.

What is read from a paper is stored whole; this says which of it the graph is made of.
Another floor therefore needs no paper to be read again.
"""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Final, Self

from scholargraph.record_format import Json

PARTS: Final = ("entities", "relations", "results", "links")
_SLOTS: Final = ("method", "dataset", "task", "metric")


@dataclass(frozen=True, slots=True)
class Floor:
    """
    The least confidence of what the graph takes, from 0 to 1.

    ``results`` asks as much of results as ``everything`` asks of all statements, or
    more: from 0.8 on more than nine of ten are right by value and metric.
    Raises ValueError where one is not from 0 to 1, or results may be less sure.
    """

    everything: float = 0.0
    results: float = 0.8

    def __post_init__(self) -> None:
        for name in ("everything", "results"):
            least = getattr(self, name)
            if isinstance(least, bool) or not 0 <= least <= 1:
                message = f"{least} is not from 0 to 1"
                raise ValueError(message)
            # 0, -0.0 and numpy's 0 are one floor, and are written alike.
            object.__setattr__(self, name, float(least) + 0.0)
        if self.results < self.everything:
            message = f"results from {self.results}, all else from {self.everything}"
            raise ValueError(message)

    @classmethod
    def of(cls, least: float) -> Self:
        """Ask the same of all statements."""
        return cls(least, least)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """
        Return the floor of a text that ``to_text`` made.

        Raises ValueError or TypeError where it is damaged.

        >>> Floor.from_text(Floor.of(0.5).to_text())
        Floor(everything=0.5, results=0.5)
        """
        return cls(**json.loads(text))

    def to_text(self) -> str:
        """
        Return the floor as JSON.

        >>> Floor().to_text()
        '{"everything": 0.0, "results": 0.8}'
        """
        return json.dumps(asdict(self))

    def kept(self, part: str, items: list[Json], names: Collection[str]) -> list[Json]:
        """
        Return of one part of a record what is sure enough.

        ``names`` are those of the entities that are: what is stated of another goes
        with it. A sure entity keeps its sure mentions, or the surest one.

        >>> result = {"metric": "F1", "confidence": 0.7}
        >>> [len(each.kept("results", [result], {"F1"})) for each in (USUAL, WHOLE)]
        [0, 1]
        """
        least = self.results if part == "results" else self.everything
        if not least:
            return items
        sure = [item for item in items if item["confidence"] >= least]
        if not self.everything:  # no entity is missing
            return sure
        if part == "entities":
            return [_with_sure_mentions(item, least) for item in sure]
        ends = {"relations": ("head", "tail"), "results": _SLOTS}.get(part, ())
        known = {None, *names}
        return [item for item in sure if known.issuperset(item[end] for end in ends)]

    def taken(self, record: Json) -> Json:
        """Return of a whole record what is sure enough."""
        if not self.everything:
            return {**record, "results": self.kept("results", record["results"], ())}
        entities = self.kept("entities", record["entities"], ())
        names = {item["name"] for item in entities}
        rest = {part: self.kept(part, record[part], names) for part in PARTS[1:]}
        return {**record, "entities": entities, **rest}


# Takes all that was read.
WHOLE: Final = Floor.of(0.0)
# What is taken where nobody says otherwise.
USUAL: Final = Floor()


def _with_sure_mentions(entity: Json, least: float) -> Json:
    mentions = entity["mentions"]
    sure = [each for each in mentions if each["confidence"] >= least]
    surest = sorted(mentions, key=lambda each: -each["confidence"])[:1]
    return {**entity, "mentions": sure or surest}
