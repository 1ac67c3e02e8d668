"""From the address of a thing to where it is shown here, and back."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from scholargraph.rdf.terms import ROLES
from scholargraph.vocab import ONTOLOGY, SG, Role

SORTS: Final = (
    "paper",
    "concept",
    "result",
    "statement",
    "mention",
    "extractor",
    "run",
)
_WORDS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
# How a paper's part in a concept is said of the concept.
_PASSIVE: Final = {
    Role.INTRODUCES: "introduced by",
    Role.USES: "used by",
    Role.COMPARES: "compared with by",
    Role.EVALUATES: "evaluated on by",
    Role.TRAINS: "trained on by",
    Role.ADDRESSES: "addressed by",
    Role.REPORTS: "reported by",
    Role.MENTIONS: "mentioned by",
}
_BY_IRI: Final = {ROLES[role].value: text for role, text in _PASSIVE.items()}


def quoted(path: str) -> str:
    """
    Return a path with the percent signs that the graph's own addresses have.

    >>> quoted("paper/a b%3Cc%2D"), quoted("paper/arxiv-2506.11417")
    ('paper/a%20b%3Cc-', 'paper/arxiv-2506.11417')
    """
    return quote(unquote(path), safe="/-._~")


@dataclass(frozen=True, slots=True)
class Links:
    """The links of a graph whose own addresses begin with ``base``."""

    base: str

    def to_iri(self, path: str) -> str:
        """Return the address of the thing at a path (without the first slash)."""
        return self.base + quoted(path)

    def href(self, iri: str) -> str:
        """
        Return where a thing is shown: here, or where its address leads.

        >>> Links("https://example.org/").href("https://example.org/paper/a")
        '/paper/a'
        >>> Links("https://example.org/").href("javascript:alert(1)")
        ''
        """
        if iri.startswith(self.base):
            local = iri.removeprefix(self.base)
            if local.partition("/")[0] in SORTS:
                return "/" + local
        if iri.startswith(SG):
            return "/ontology#" + iri.removeprefix(SG)
        if iri == ONTOLOGY:
            return "/ontology"
        return iri if iri.startswith(("https://", "http://")) else ""

    def local(self, iri: str) -> bool:
        """Tell whether a thing is shown here."""
        return self.href(iri).startswith("/")

    def name(self, iri: str) -> str:
        """
        Return the words of the last part of an address.

        >>> Links("").name("https://w3id.org/scholargraph/ontology#usedFor")
        'used for'
        """
        last = re.split(r"[#/]", iri.rstrip("/#"))[-1]
        return _WORDS.sub(" ", unquote(last)).lower()

    def passive(self, iri: str) -> str:
        """Return how a role is said of the concept."""
        return _BY_IRI.get(iri, self.name(iri))
