r"""
Triples as text: lines of N-Triples, byte for byte as Oxigraph writes them.

Text is what a store is loaded from, and takes half the time that objects take. Objects
are made of it where they are needed, so that both say the same.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from scholargraph.rdf import literals

# A property, and a value as text.
Property = tuple[NamedNode, str]

# What N-Triples write otherwise than it is, and what ``literals`` replaces.
_NOT_AS_IS: Final = re.compile('["\\\\\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]')


def about(subject: str, node: Iterable[Property]) -> str:
    r"""
    Return the triples of a subject, given its properties and their values.

    >>> from scholargraph.rdf.terms import LABEL
    >>> about("<https://e.org/a>", [(LABEL, plain('"A"'))])
    '<https://e.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "\\"A\\"" .\n'
    """
    return "".join([f"{subject} {iri(term)} {value} .\n" for term, value in node])


@cache
def iri(term: NamedNode) -> str:
    """Return a term of a vocabulary as text; there are few, so all are kept."""
    return str(term)


def plain(text: str) -> str:
    r"""
    Return the text as a literal.

    >>> plain("a"), plain("a\nb\x00")
    ('"a"', '"a\\nb�"')
    """
    return str(literals.plain(text)) if _NOT_AS_IS.search(text) else f'"{text}"'


@lru_cache(maxsize=8192)
def integer(number: int) -> str:
    """Return an ``xsd:integer``."""
    return str(literals.integer(number))


@lru_cache(maxsize=8192)
def confidence(number: float) -> str:
    """Return a probability as ``literals.confidence`` does."""
    return str(literals.confidence(number))


@cache
def boolean(*, value: bool) -> str:
    """Return an ``xsd:boolean``."""
    return str(literals.boolean(value=value))


def to_triples(lines: str) -> Iterator[Triple]:
    """Yield the triples that lines say, in their order."""
    # Lenient: that each is well formed was seen to when it was made.
    for quad in parse(lines, format=RdfFormat.N_TRIPLES, lenient=True):
        yield quad.triple
