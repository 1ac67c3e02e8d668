"""What the makers of triples in other vocabularies have in common."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Triple

from scholargraph import vocab
from scholargraph.model import Concept, ResolvedPaper
from scholargraph.rdf.iris import Addresses
from scholargraph.rdf.profiles.once import Once
from scholargraph.rdf.statements import Reading


class Translator(ABC):
    """Makes the triples of a corpus in another vocabulary; see ``profiles.Facts``."""

    def __init__(
        self,
        concepts: Sequence[Concept],
        *,
        base: str = vocab.BASE,
        run: str = "",  # noqa: ARG002 (these vocabularies have no place for it)
        apart: bool = False,
    ) -> None:
        """Take all concepts of the corpus."""
        self._known = concepts
        self._base = base
        self._addresses = Addresses(base)
        self._once = Once(base, apart=apart)

    @abstractmethod
    def concepts(self, concepts: Iterable[Concept]) -> Iterator[Triple]:
        """Yield the triples of concepts."""

    def paper(self, resolved: ResolvedPaper) -> Iterator[Triple]:
        """Yield the triples of a paper."""
        yield from self._once.of_paper(self._all(Reading(resolved, self._addresses)))

    @abstractmethod
    def _all(self, reading: Reading) -> Iterator[Triple]:
        """Yield the triples of a paper, whether or not they came before."""
