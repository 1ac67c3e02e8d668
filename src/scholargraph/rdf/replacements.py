"""What stands at the addresses of concepts that are given up: where they lead now."""

from collections.abc import Iterator, Mapping

from pyoxigraph import Triple

from scholargraph import vocab
from scholargraph.rdf import terms
from scholargraph.rdf.iris import Addresses


def replacements(
    replaced: Mapping[str, str], *, base: str = vocab.BASE
) -> Iterator[Triple]:
    """
    Yield what each id that is given up leads to, by the old id.

    >>> (triple,) = replacements({"method/x": "method/y"}, base="https://e.org/")
    >>> triple.subject.value, triple.object.value
    ('https://e.org/concept/method/x', 'https://e.org/concept/method/y')
    """
    addresses = Addresses(base)
    for old, new in sorted(replaced.items()):
        yield Triple(
            addresses.concept(old), terms.IS_REPLACED_BY, addresses.concept(new)
        )
