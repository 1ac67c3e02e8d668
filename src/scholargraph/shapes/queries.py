"""
The SPARQL queries that find what a constraint does not allow.

There are exact ones, a query for each target, and screens: queries that go through all
values of a property, whosever they are, and so are answered by a walk through one
index. A screen that finds nothing stands for all exact queries of its constraint; one
that finds something may have found what is no target's.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from scholargraph.shapes.reading import Constraint, Target


@dataclass(frozen=True, slots=True)
class Search:
    """
    Exact queries, of ``?node`` and, by what is wrong, ``?value`` or ``?count``.

    If the ``screen`` has no rows, then none of them has. If the ``total`` of a
    property's values is that of the targets' nodes (``nodes``), and none of these lacks
    a value, then none has two.
    """

    exact: tuple[str, ...]
    screen: str | None = None
    total: str | None = None
    nodes: str | None = None


def searches(constraint: Constraint) -> Iterator[Search]:
    """Yield what finds the faults of a constraint; what is missing comes first."""
    targets, path = constraint.targets, constraint.path
    if constraint.query is not None:
        yield Search((constraint.query,))
    elif path is None:
        condition = constraint.condition or "true"
        yield Search(tuple(_wrong_node(target, condition) for target in targets))
    else:
        if constraint.least:
            yield Search(tuple(_missing(target, path) for target in targets))
        if constraint.most is not None:
            yield _counted(constraint, path, constraint.most)
        if constraint.condition:
            yield Search(
                tuple(_wrong(target, path, constraint.condition) for target in targets),
                _screen(path, constraint.condition),
            )


def _missing(target: Target, path: str) -> str:
    # By MINUS two walks are compared; FILTER NOT EXISTS would look up each node.
    return f"SELECT ?node {{ {_nodes(target)} MINUS {{ ?node <{path}> ?value }} }}"


def _counted(constraint: Constraint, path: str, most: int) -> Search:
    having = f"GROUP BY ?node HAVING (COUNT(?value) > {most})"
    head = "SELECT ?node (COUNT(?value) AS ?count)"
    of_all = " UNION ".join(f"{{ {_nodes(target)} }}" for target in constraint.targets)
    return Search(
        tuple(
            f"{head} {{ {_with(target, path)} }} {having}"
            for target in constraint.targets
        ),
        f"SELECT ?node {{ ?node <{path}> ?value }} {having}",
        f"SELECT (COUNT(*) AS ?count) {{ ?node <{path}> ?value }}",
        f"SELECT (COUNT(DISTINCT ?node) AS ?count) {{ {of_all} }}"
        if constraint.least == most == 1
        else None,
    )


def _wrong_node(target: Target, condition: str) -> str:
    of_node = condition.replace("?value", "?node")
    return f"SELECT ?node {{ {_nodes(target)} FILTER(!COALESCE({of_node}, false)) }}"


def _wrong(target: Target, path: str, condition: str) -> str:
    return (
        f"SELECT ?node ?value {{ {_with(target, path)} "
        f"FILTER(!COALESCE({condition}, false)) }}"
    )


def _screen(path: str, condition: str) -> str:
    wrong = f"FILTER(!COALESCE({condition}, false))"
    if "?node" in condition:
        return f"SELECT ?node {{ ?node <{path}> ?value {wrong} }}"
    # Most properties have few values, each of which is then looked at once.
    return (
        f"SELECT ?value {{ {{ SELECT ?value (COUNT(*) AS ?uses) "
        f"{{ ?node <{path}> ?value }} GROUP BY ?value }} {wrong} }}"
    )


def _with(target: Target, path: str) -> str:
    """Return the pattern of a target's nodes and their values of a property."""
    if not target.by_class and target.iri == path:
        return f"?node <{path}> ?value ."
    return f"{_nodes(target)} ?node <{path}> ?value ."


def _nodes(target: Target) -> str:
    if target.by_class:
        return f"?node a <{target.iri}> ."
    return f"{{ SELECT DISTINCT ?node {{ ?node <{target.iri}> ?of }} }}"
