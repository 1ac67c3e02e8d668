"""
Other vocabularies for the same facts: what a corpus is in each, as triples.

Each profile has the shape of ``triples.Maker``: made from all concepts, it yields the
triples of concepts and, paper by paper, of papers. What a vocabulary has no term for
is left out, and nothing is put in that a paper does not state.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

from pyoxigraph import Triple

from scholargraph.model import Concept, ResolvedPaper
from scholargraph.rdf.profiles import lpwc, mls, schema_org
from scholargraph.rdf.triples import Maker


class Facts(Protocol):
    """Makes the triples of concepts and of papers, in one vocabulary."""

    def concepts(self, concepts: Iterable[Concept]) -> Iterator[Triple]:
        """Yield the triples of concepts."""
        ...

    def paper(self, resolved: ResolvedPaper) -> Iterator[Triple]:
        """Yield the triples of a paper."""
        ...


class Make(Protocol):
    """Makes a maker of facts from all concepts of a corpus."""

    def __call__(
        self, concepts: Sequence[Concept], *, base: str, run: str, apart: bool
    ) -> Facts:
        """Return a maker; with ``apart`` no paper relies on what another gave."""
        ...


@dataclass(frozen=True, slots=True)
class Profile:
    """
    A vocabulary: what it is, and its maker of facts.

    ``terms`` are prefixes of its terms, by name; ``sorts`` of its own data.
    """

    about: str
    make: Make
    terms: Mapping[str, str]
    sorts: tuple[str, ...] = ()

    def names(self, base: str) -> dict[str, str]:
        """Return all its prefixes, by name, with data under ``base``."""
        return {**self.terms, **{sort: f"{base}{sort}/" for sort in self.sorts}}


OWN: Final = Profile("the ontology of this program", Maker, MappingProxyType({}))
PROFILES: Final[Mapping[str, Profile]] = MappingProxyType(
    {
        "lpwc": Profile("Linked Papers With Code", lpwc.Maker, lpwc.NAMES, lpwc.SORTS),
        "mls": Profile("ML-Schema", mls.Maker, mls.NAMES, mls.SORTS),
        "schema": Profile(
            "schema.org: scholarly articles",
            schema_org.Maker,
            schema_org.NAMES,
            schema_org.SORTS,
        ),
    }
)
