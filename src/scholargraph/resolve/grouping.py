"""Occurrences into nodes: one for each name, once abbreviations are spelt out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scholargraph.resolve.occurrences import Looks, Occurrence
from scholargraph.resolve.rows import Row, Rows, groups
from scholargraph.resolve.senses import Contexts, Senses, senses
from scholargraph.vocab import Kind

# A node, named by a key, and what papers call by it, in order.
Member = tuple[str, list[Occurrence]]
# What a short form stands for in a paper, by the paper's id and the form's key.
Chosen = dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Grouped:
    """The occurrences of each node, and the short forms whose sense stayed open."""

    rows: Rows
    ambiguous: frozenset[str]

    def members(self) -> Iterator[Member]:
        """Yield the nodes, in order."""
        for node, rows in groups(self.rows):
            yield node, members_of(rows)


def members_of(rows: Iterable[Row]) -> list[Occurrence]:
    """Return the occurrences in rows that begin with something else."""
    return [Occurrence._make(row[1:]) for row in rows]


def group(kind: Kind, looks: Looks) -> Grouped:
    """Return the nodes of all occurrences of a kind."""
    sense = senses(kind, _short_forms(kind, looks))
    chosen = _chosen(kind, looks, sense) if sense.possible else {}
    rows = Rows(looks.place)
    ambiguous = set()
    for item in looks.occurrences(kind):
        *_, name, node, _, is_bare = item
        if is_bare and name in sense.possible:
            node = chosen[item[0], name]
        elif is_bare:
            node = sense.everywhere.get(name, node)
        rows.add((node, *item))
        if node in sense.possible:
            ambiguous.add(node)
    return Grouped(rows, frozenset(ambiguous))


def _short_forms(kind: Kind, looks: Looks) -> Iterator[tuple[str, Counter[str], int]]:
    """Yield how short forms are defined, and by how many entities used undefined."""
    rows = Rows(looks.place)
    for *_, name, node, defined, is_bare in looks.occurrences(kind):
        if is_bare:
            rows.add((name,))
        elif defined:
            rows.add((defined[0], node))
    for short, found in groups(rows):
        uses = Counter(row[1:] for row in found)
        bare = uses.pop((), 0)
        yield short, Counter({long: count for (long,), count in uses.items()}), bare


def _chosen(kind: Kind, looks: Looks, sense: Senses) -> Chosen:
    """Return what short forms of several senses stand for in each paper."""
    wanted = {long for longs in sense.possible.values() for long in longs}
    using: dict[tuple[str, str], tuple[str, ...]] = {}
    defining: dict[str, set[str]] = defaultdict(set)
    for paper, *_, name, node, defined, is_bare in looks.occurrences(kind):
        if is_bare and name in sense.possible:
            using[paper, name] = sense.possible[name]
        if defined and node in wanted:
            defining[node].add(paper)
    papers = {paper for paper, _ in using}
    contexts = Contexts(kind, looks.beside, papers, defining)
    return {
        (paper, short): contexts.choose(paper, longs) or short
        for (paper, short), longs in using.items()
    }
