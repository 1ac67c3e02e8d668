"""
Which concepts are worth comparing: blocking, so that resolution stays near-linear.

Names share a block when their telling words have the same stems, in any order; names
that one paper uses for one entity are compared wherever they stand.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import chain, combinations, groupby, islice
from typing import Final, NamedTuple

from scholargraph.resolve.acronyms import is_short
from scholargraph.resolve.aligned import words
from scholargraph.resolve.grouping import Member
from scholargraph.resolve.naming import compared_by, papers_of
from scholargraph.resolve.occurrences import Occurrence
from scholargraph.resolve.rows import Place, Row, Rows, Tape, beside, groups
from scholargraph.resolve.stems import stem
from scholargraph.resolve.words import WORDS
from scholargraph.vocab import Kind

# A block that holds more says nothing, and would cost the square of its size.
_LARGEST_BLOCK: Final = 40
_DULL: Final = WORDS["empty words"] | WORDS["connectors"]


class Named(NamedTuple):
    """A node, the name that it is compared by, and how many papers use it."""

    node: str
    name: str
    papers: int


class Candidate(NamedTuple):
    """Two nodes to compare, in order, and how many papers use both as one."""

    a: Named
    b: Named
    papers: int


def candidates(
    kind: Kind, members: Iterable[Member], ambiguous: AbstractSet[str], place: Place
) -> Iterator[Candidate]:
    """Yield the pairs of nodes to compare, in order; of no ``ambiguous`` ones."""
    names = Tape(place)
    blocks = Rows(place)
    aliases = Rows(place)
    for node, items in members:
        # What a bare short form with several senses means, names cannot tell.
        if node not in ambiguous:
            named = node, compared_by(kind, node, items), papers_of(items)
            names.add(named)
            for block in _blocks(named[1], kind):
                blocks.add((block, *named))
            for other in _aliases(node, items):
                aliases.add((other, *named))
    pairs = Rows(place)
    for pair in chain(_block_pairs(blocks), _alias_pairs(names, aliases)):
        pairs.add(pair)
    for (a, b), found in groupby(pairs, lambda row: row[:2]):
        rows = list(found)
        first = rows[0]
        papers = sum(row[2] for row in rows)
        yield Candidate(Named(a, *first[3:5]), Named(b, *first[5:]), papers)


def _block_pairs(blocks: Rows) -> Iterator[Row]:
    for _, rows in groups(blocks):
        nodes = [row[1:] for row in islice(rows, _LARGEST_BLOCK + 1)]
        if len(nodes) <= _LARGEST_BLOCK:
            for a, b in combinations(nodes, 2):
                yield _pair(a, b, 0)


def _alias_pairs(names: Tape, aliases: Rows) -> Iterator[Row]:
    for name, found in beside(names, aliases):
        for row in found:
            a, b = sorted((name, row[1:]))
            yield _pair(a, b, 1)


def _pair(a: Row, b: Row, papers: int) -> Row:
    return a[0], b[0], papers, *a[1:], *b[1:]


def _blocks(name: str, kind: Kind) -> set[str]:
    if is_short(name):
        return set()
    found = words(name, kind)
    telling = [word for word in found if word not in _DULL]
    stems = " ".join(sorted(map(stem, telling or found)))
    return {stems, stem("".join(found))}


def _aliases(node: str, items: list[Occurrence]) -> Iterator[str]:
    """Yield what else a node is called, once for each entity."""
    for item in items:
        for other in {name for _, name in item.texts()}:
            if other != node:
                yield other
