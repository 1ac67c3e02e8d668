"""A store against constraints: what is wrong, node by node."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import cast

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QuerySolution,
    QuerySolutions,
    Store,
)

from scholargraph.rdf import terms
from scholargraph.shapes.queries import Search, searches
from scholargraph.shapes.reading import Constraint, Target

Term = NamedNode | BlankNode | Literal


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """
    A node that is not as it must be.

    ``found`` is what stands there in place of what ``Finding.constraint`` asks for.
    """

    node: str
    found: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What breaks one constraint: how many nodes or values, and the first of them."""

    constraint: Constraint
    count: int
    examples: tuple[Violation, ...]


def findings(
    store: Store,
    constraints: Iterable[Constraint],
    *,
    limit: int | None = None,
    threads: int = 1,
) -> Iterator[Finding]:
    """
    Yield what is wrong with the default graph of a store, by constraint.

    Of one constraint at most ``limit`` violations are kept, the first by address; all
    are counted. Constraints that hold give nothing. The store answers several threads
    at a time, each on a core of its own.
    """
    counts: dict[str, int] = {}
    look = partial(_finding, store, counts=counts, limit=limit)
    if threads == 1:
        yield from filter(None, map(look, constraints))
        return
    with ThreadPoolExecutor(threads) as pool:
        yield from filter(None, pool.map(look, constraints))


def _finding(
    store: Store, constraint: Constraint, *, counts: dict[str, int], limit: int | None
) -> Finding | None:
    """Return what breaks a constraint; ``counts`` remembers the numbers of nodes."""
    found: set[Violation] = set()
    for search in searches(constraint):
        if found or not _holds(store, search, counts):
            for query in search.exact:
                found.update(_rows(store, query, constraint.targets))
    if not found:
        return None
    kept = sorted(found) if limit is None else heapq.nsmallest(limit, found)
    return Finding(constraint, len(found), tuple(kept))


def _holds(store: Store, search: Search, counts: dict[str, int]) -> bool:
    """Tell whether nothing can be wrong."""
    if search.nodes is not None and search.total is not None:
        if search.nodes not in counts:
            counts[search.nodes] = _count(store, search.nodes)
        # Each node has a value, or the search for what is missing had found it.
        if _count(store, search.total) == counts[search.nodes]:
            return True
    if search.screen is None:
        return False
    return next(_solutions(store, search.screen), None) is None


def _count(store: Store, query: str) -> int:
    row = next(_solutions(store, query))
    return int(cast("Literal", row["count"]).value)


def _solutions(store: Store, query: str) -> QuerySolutions:
    return cast("QuerySolutions", store.query(query))


def _rows(store: Store, query: str, targets: Sequence[Target]) -> Iterator[Violation]:
    rows = _solutions(store, query)
    names = {variable.value for variable in rows.variables}
    # A query of SHACL-SPARQL has its own name for the node and knows no targets.
    own = "this" in names
    for row in rows:
        node = cast("Term", row["this" if own else "node"])
        if not own or not targets or _is_target(store, targets, node):
            yield Violation(shown(node), _found(row, names))


def _found(row: QuerySolution, names: set[str]) -> str:
    if "count" in names:
        return f"{cast('Literal', row['count']).value} of them"
    if "value" in names:
        return shown(cast("Term", row["value"]))
    return ""


def shown(term: Term) -> str:
    """
    Return a term as Turtle has it, an address without its brackets.

    >>> shown(NamedNode("https://example.org/a")), shown(Literal("b"))
    ('https://example.org/a', '"b"')
    """
    return term.value if isinstance(term, NamedNode) else str(term)


def _is_target(store: Store, targets: Sequence[Target], node: Term) -> bool:
    if isinstance(node, Literal):
        return False
    return any(
        _any(
            store.quads_for_pattern(node, terms.TYPE, NamedNode(target.iri), None)
            if target.by_class
            else store.quads_for_pattern(node, NamedNode(target.iri), None, None)
        )
        for target in targets
    )


def _any(quads: Iterable[Quad]) -> bool:
    return next(iter(quads), None) is not None
