"""What stands at the addresses of concepts that are given up: where they lead now."""

from collections.abc import Iterator, Mapping

from pyoxigraph import Triple

from scholargraph import vocab
from scholargraph.rdf import terms
from scholargraph.rdf.iris import Addresses
from scholargraph.rdf.lines import about, to_triples


def replacements(
    replaced: Mapping[str, str], *, base: str = vocab.BASE
) -> Iterator[Triple]:
    """
    Yield what each id that is given up leads to, by the old id.

    >>> (triple,) = replacements({"method/x": "method/y"}, base="https://e.org/")
    >>> triple.subject.value, triple.object.value
    ('https://e.org/concept/method/x', 'https://e.org/concept/method/y')
    """
    yield from to_triples(replacement_lines(replaced, base=base))


def replacement_lines(replaced: Mapping[str, str], *, base: str = vocab.BASE) -> str:
    """Return the same as lines of N-Triples."""
    addresses = Addresses(base)
    return "".join(
        about(
            str(addresses.concept(old)),
            [(terms.IS_REPLACED_BY, str(addresses.concept(new)))],
        )
        for old, new in sorted(replaced.items())
    )
