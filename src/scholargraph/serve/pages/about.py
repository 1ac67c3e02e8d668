"""What is said of a thing, ready to be shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from pyoxigraph import NamedNode

from scholargraph.rdf import terms
from scholargraph.serve.frames import Json
from scholargraph.vocab import SG, Kind

_KINDS = frozenset(kind.value for kind in Kind)


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property: an address with its label, or text."""

    text: str
    label: str
    address: bool


@dataclass(frozen=True, slots=True)
class About:
    """A thing's address, and the values of each of its properties."""

    iri: str
    said: tuple[tuple[str, tuple[Value, ...]], ...]

    @classmethod
    def read(cls, iri: str, rows: Iterable[Json]) -> Self:
        """Return what the rows of the question ``about`` say."""
        found: dict[str, dict[str, Value]] = {}
        for row in rows:
            text: str = row["value"]
            label: str = row.get("label", text)
            value = Value(text, label, address=row.get("address") == "true")
            found.setdefault(row["property"], {}).setdefault(row["value"], value)
        said = tuple((name, tuple(values.values())) for name, values in found.items())
        return cls(iri, said)

    def values(self, property_: NamedNode) -> tuple[Value, ...]:
        """Return the values of a property."""
        return dict(self.said).get(property_.value, ())

    def texts(self, property_: NamedNode) -> list[str]:
        """Return the values of a property as text."""
        return [value.text for value in self.values(property_)]

    def text(self, property_: NamedNode) -> str:
        """Return the value of a property, empty where it has none."""
        return next(iter(self.texts(property_)), "")

    @property
    def label(self) -> str:
        """The thing's name."""
        return self.text(terms.LABEL) or self.iri.rpartition("/")[2]

    @property
    def kind(self) -> str:
        """The kind of a concept; empty for other things."""
        names = {text.removeprefix(SG) for text in self.texts(terms.TYPE)}
        return next(iter(sorted(names & _KINDS)), "")
