"""
Which concepts are worth comparing: blocking, so that resolution stays near-linear.

Names share a block when their telling words have the same stems, in any order; names
that one paper uses for one entity are compared wherever they stand.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from scholargraph.resolve.acronyms import is_short
from scholargraph.resolve.aligned import words
from scholargraph.resolve.normal_form import key
from scholargraph.resolve.occurrences import Occurrence
from scholargraph.resolve.senses import Node
from scholargraph.resolve.stems import stem
from scholargraph.resolve.words import WORDS

# A block that holds more says nothing, and would cost the square of its size.
_LARGEST_BLOCK: Final = 40

NodePair = tuple[Node, Node]


def candidates(
    members: Mapping[Node, Sequence[Occurrence]], names: Mapping[Node, str]
) -> dict[NodePair, int]:
    """
    Return the pairs of nodes to compare, with how many papers use both as one.

    ``names`` gives the form that stands for each node. Nodes of a pair are in order
    and of one kind.
    """
    pairs = Counter(_aliases(members))
    found: dict[NodePair, int] = dict.fromkeys(_block_pairs(names), 0)
    return found | dict(pairs)


def _block_pairs(names: Mapping[Node, str]) -> Iterator[NodePair]:
    blocks: dict[tuple[str, ...], list[Node]] = defaultdict(list)
    for node in sorted(names):
        for block in _blocks(names[node], node):
            blocks[block].append(node)
    for nodes in blocks.values():
        if len(nodes) <= _LARGEST_BLOCK:
            yield from combinations(nodes, 2)


def _blocks(name: str, node: Node) -> set[tuple[str, ...]]:
    if is_short(name):
        return set()
    found = words(name, node[0])
    dull = WORDS["empty words"] | WORDS["connectors"]
    telling = [word for word in found if word not in dull]
    stems = sorted(map(stem, telling or found))
    joined = stem("".join(found))
    return {(node[0].value, *stems), (node[0].value, joined)}


def _aliases(members: Mapping[Node, Sequence[Occurrence]]) -> Iterable[NodePair]:
    for node, group in sorted(members.items()):
        for item in group:
            kind = node[0]
            keys = {key(form.text, kind) for form in item.forms}
            for other in sorted(keys | {key(item.name, kind)}):
                if other != node[1] and (kind, other) in members:
                    first, second = sorted((node, (kind, other)))
                    yield first, second
