"""
Which concepts are worth comparing: blocking, so that resolution stays near-linear.

Names share a block when their telling words have the same stems, in any order; names
that one paper uses for one entity are compared wherever they stand.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

from scholargraph.resolve.acronyms import is_short
from scholargraph.resolve.aligned import words
from scholargraph.resolve.grouping import Members
from scholargraph.resolve.stems import stem
from scholargraph.resolve.words import WORDS
from scholargraph.vocab import Kind

# A block that holds more says nothing, and would cost the square of its size.
_LARGEST_BLOCK: Final = 40
_DULL: Final = WORDS["empty words"] | WORDS["connectors"]

NodePair = tuple[str, str]


def candidates(
    kind: Kind, members: Members, names: Mapping[str, str]
) -> dict[NodePair, int]:
    """
    Return the pairs of nodes to compare, with how many papers use both as one.

    ``names`` gives the form that stands for each node. Nodes of a pair are in order.
    """
    pairs = Counter(_aliases(members))
    found: dict[NodePair, int] = dict.fromkeys(_block_pairs(kind, names), 0)
    return found | dict(pairs)


def _block_pairs(kind: Kind, names: Mapping[str, str]) -> Iterator[NodePair]:
    # Most blocks hold one node: a list is made only for those that hold more.
    first: dict[str, str] = {}
    blocks: dict[str, list[str]] = {}
    for node in sorted(names):
        for block in _blocks(names[node], kind):
            other = first.setdefault(block, node)
            if other != node:
                blocks.setdefault(block, [other]).append(node)
    for nodes in blocks.values():
        if len(nodes) <= _LARGEST_BLOCK:
            yield from combinations(nodes, 2)


def _blocks(name: str, kind: Kind) -> set[str]:
    if is_short(name):
        return set()
    found = words(name, kind)
    telling = [word for word in found if word not in _DULL]
    stems = " ".join(sorted(map(stem, telling or found)))
    return {stems, stem("".join(found))}


def _aliases(members: Members) -> Iterator[NodePair]:
    for node, group in members.items():
        for item in group:
            for other in {name for _, name in item.texts()}:
                if other != node and other in members:
                    yield (node, other) if node < other else (other, node)
