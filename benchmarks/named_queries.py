"""
How long each named query takes on a graph folder.

Run as ``python benchmarks/named_queries.py GRAPH_FOLDER [RUNS]``. A query with a name
as parameter is asked for the most used concepts of that kind, which have the longest
answers; the others are asked once, with their defaults. Prints milliseconds of
processor time, which do not depend on what else the machine does: the median and the
95th percentile of first answers (the store's pages are in memory by then), and the
95th percentile of second ones, which are given from what the first left.
"""

import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from scholargraph import query
from scholargraph.errors import QueryError
from scholargraph.knowledge_graph import KnowledgeGraph, open_graph
from scholargraph.query.library import NamedQuery
from scholargraph.vocab import Kind

RUNS = 20
DATES = "SELECT DISTINCT ?date { ?paper dcterms:date ?date }"


@cache
def names(graph: KnowledgeGraph, kind: str, count: int) -> list[str]:
    """Return the labels of the most used concepts of a kind."""
    found = [each for each in graph.corpus.concepts if kind in {"Concept", each.kind}]
    found.sort(key=lambda each: (-each.paper_count, each.id))
    return [each.label for each in found[:count]]


@cache
def periods(graph: KnowledgeGraph) -> Mapping[str, str]:
    """Return the last two years that papers have, which most are from."""
    years = sorted({str(date)[:4] for (date,) in graph.query(DATES)})
    return {"earlier": years[-2], "later": years[-1]}


def settings(
    graph: KnowledgeGraph, asked: NamedQuery, count: int
) -> Iterator[Mapping[str, str]]:
    """Yield values for a query's parameters, different ones where it takes names."""
    kinds = {
        parameter.name: parameter.type
        for parameter in asked.parameters
        if parameter.type in {"Concept", *Kind} and parameter.default is None
    }
    columns = {name: names(graph, kind, count) for name, kind in kinds.items()}
    rest = {
        parameter.name: periods(graph)[parameter.name]
        for parameter in asked.parameters
        if parameter.type == "period" and parameter.default is None
    }
    for run in range(count if columns else 1):
        yield rest | {
            name: found[run % len(found)] for name, found in columns.items() if found
        }


def times(
    graph: KnowledgeGraph, asked: NamedQuery, count: int
) -> Iterator[tuple[float, float, int]]:
    """Yield the seconds of first and second answers, and the rows of each."""
    for values in settings(graph, asked, count):
        try:
            start = time.thread_time()
            rows = len(graph.query(asked.name, **values))
            first = time.thread_time()
            graph.query(asked.name, **values)
            yield first - start, time.thread_time() - first, rows
        except QueryError:  # the label is one that several kinds have
            continue


def at(share: float, seconds: Iterable[float]) -> str:
    """Return the milliseconds below which that share of times lies."""
    ranked = sorted(seconds)
    return f"{ranked[round(share * (len(ranked) - 1))] * 1e3:.2f}" if ranked else "-"


def main() -> None:
    """Print a row for each named query."""
    count = int(sys.argv[2]) if sys.argv[2:] else RUNS
    print(
        "| query | first: median, ms | first: 95 %, ms | again: 95 %, ms | most rows |"
    )
    print("|---|---|---|---|---|")
    with open_graph(Path(sys.argv[1])) as graph:
        graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")  # reads the store once
        for asked in query.queries():
            found = list(times(graph, asked, count))
            first, second, rows = zip(*found, strict=True) if found else ((), (), (0,))
            cells = (at(0.5, first), at(0.95, first), at(0.95, second), max(rows))
            print(f"| `{asked.name}` | {' | '.join(map(str, cells))} |", flush=True)


if __name__ == "__main__":
    main()
