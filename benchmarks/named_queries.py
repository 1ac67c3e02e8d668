"""
How long each named query takes on a graph folder, asked as users ask.

Run as ``python benchmarks/named_queries.py KG [QUESTIONS [ADDRESS PID]]``. Names are
drawn by the number of papers that speak of the concept, pairs of a metric and a
dataset by the number of results on them, periods by the number of papers in them, all
from a fixed seed; what needs no value is asked with its defaults. Prints for each query

- "first": what the store needs to work the answer out, in processor time, which does
  not depend on what else the machine does (the store's files are in memory by then);
- with the ``ADDRESS`` of a server of the same folder and its process id, "clock": what
  a client waits for the whole answer as JSON, and "served": the processor time of the
  server and its workers for it. Wait first until ``/health`` says
  ``"asking_ahead": false``.

After median and 95th percentile stands the share that took more than 150 ms.
"""

import http.client
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from scholargraph import query
from scholargraph.errors import QueryError
from scholargraph.knowledge_graph import KnowledgeGraph, open_graph
from scholargraph.query.library import NamedQuery
from scholargraph.vocab import Kind

QUESTIONS = 200
SEED = 20_000
LIMIT = 0.150
DATES = "SELECT ?date { ?paper dcterms:date ?date } ORDER BY ?date ?paper"
PAIRS = """
SELECT ?metric ?dataset
WHERE {
  ?result sg:withMetric/skos:prefLabel ?metric ; sg:onDataset/skos:prefLabel ?dataset
}
ORDER BY ?result ?metric ?dataset
"""
Values = Mapping[str, str]
Draw = Callable[[random.Random], Values]


@cache
def dates(graph: KnowledgeGraph) -> list[str]:
    """Return the date of each paper."""
    return [str(date) for (date,) in graph.query(DATES)]


def periods(graph: KnowledgeGraph, chance: random.Random) -> Values:
    """Return a year or a month that a paper is from, and the one before it."""
    length = chance.choice((len("2026"), len("2026-01")))
    later = chance.choice(dates(graph))[:length]
    known = sorted({date[:length] for date in dates(graph)})
    return {"earlier": known[max(0, known.index(later) - 1)], "later": later}


@cache
def pairs(graph: KnowledgeGraph) -> list[Values]:
    """Return the metric and the dataset of each result that has both."""
    return [{"metric": m, "dataset": d} for m, d in graph.query(PAIRS)]


@cache
def concepts(graph: KnowledgeGraph, kind: str) -> tuple[list[str], list[int]]:
    """Return the labels of a kind's concepts and how many papers speak of each."""
    found = [each for each in graph.corpus.concepts if kind in {"Concept", each.kind}]
    return [each.label for each in found], [each.paper_count for each in found]


def drawing(graph: KnowledgeGraph, asked: NamedQuery) -> Draw | None:
    """Return what draws values for the parameters that must be given, if any must."""
    kinds = {p.name: p.type for p in asked.parameters if p.default is None}
    if "period" in kinds.values():
        return (lambda chance: periods(graph, chance)) if dates(graph) else None
    if set(kinds) == {"metric", "dataset"}:
        return (lambda chance: chance.choice(pairs(graph))) if pairs(graph) else None
    if not kinds:
        return None
    ((name, kind),) = kinds.items()
    assert kind in {"Concept", *Kind}
    labels, weights = concepts(graph, kind)
    return lambda chance: {name: chance.choices(labels, weights)[0]}


def settings(graph: KnowledgeGraph, asked: NamedQuery, count: int) -> Iterator[Values]:
    """Yield values that make the longest answers: the last years, most used names."""
    kinds = {p.name: p.type for p in asked.parameters if p.default is None}
    if "period" in kinds.values():
        for earlier, later in pairwise(
            sorted({date[:4] for date in dates(graph)})[-2:]
        ):
            yield {"earlier": earlier, "later": later}
        return
    columns = {}
    for name, kind in kinds.items():
        ranked = sorted(zip(*concepts(graph, kind), strict=True), key=lambda c: -c[1])
        columns[name] = [label for label, _ in ranked[:count]]
    for each in range(count if columns else 1):
        yield {name: found[each % len(found)] for name, found in columns.items()}


def questions(graph: KnowledgeGraph, asked: NamedQuery, count: int) -> Iterator[Values]:
    """Yield values for a query's parameters, as users would give them."""
    draw = drawing(graph, asked)
    chance = random.Random(SEED)  # noqa: S311 - drawing the same each time is what is wanted
    if draw is None:
        yield {}
        return
    for _ in range(count):
        yield draw(chance)


class Store:
    """Works answers out; a question is timed once, however often it is drawn."""

    clocks = 1

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._known: dict[tuple[str, str], float] = {}

    def seconds(self, asked: NamedQuery, values: Values) -> tuple[float, ...]:
        """Return the processor time of an answer, nothing being kept."""
        key = (asked.name, urlencode(values))
        if key not in self._known:
            start = time.thread_time()
            query.run(self._graph.store, asked, values, base=self._graph.base)
            self._known[key] = time.thread_time() - start
        return (self._known[key],)


def processor(pid: str) -> Iterator[float]:
    """Yield the processor seconds of a process and its descendants, by thread."""
    for thread in Path(f"/proc/{pid}/task").glob("*"):
        with suppress(FileNotFoundError):  # it has ended
            yield int((thread / "schedstat").read_text().split()[0]) / 1e9
            for child in (thread / "children").read_text().split():
                yield from processor(child)


class Server:
    """Asks a server, each time through a connection of its own."""

    clocks = 2

    def __init__(self, address: str, pid: str) -> None:
        self._place = urlsplit(address).netloc
        self._pid = pid

    def seconds(self, asked: NamedQuery, values: Values) -> tuple[float, ...]:
        """Return how long the whole answer took to arrive, and of the processors."""
        before = sum(processor(self._pid))
        start = time.perf_counter()
        path = f"/queries/{asked.name}?{urlencode(values)}"
        with closing(http.client.HTTPConnection(self._place)) as connection:
            connection.request("GET", path, headers={"Accept": "application/json"})
            answer = connection.getresponse()
            answer.read()
        taken = time.perf_counter() - start
        if answer.status != http.client.OK:
            raise QueryError(asked.name, f"{values}: status {answer.status}")
        return taken, sum(processor(self._pid)) - before


def times(
    source: Store | Server, asked: NamedQuery, given: Iterable[Values]
) -> Iterator[tuple[float, ...]]:
    """Yield the seconds of each answer, by each clock of the source."""
    for values in given:
        try:
            yield source.seconds(asked, values)
        except QueryError:  # the label is one that another kind has
            continue


def cells(seconds: Iterable[float]) -> str:
    """Return the median, the 95th percentile and the share over the limit."""
    ranked = sorted(seconds)
    if not ranked:
        return "- | - | -"
    median, high = (ranked[round(share * (len(ranked) - 1))] for share in (0.5, 0.95))
    over = sum(each > LIMIT for each in ranked) / len(ranked)
    return f"{median * 1e3:.1f} | {high * 1e3:.1f} | {over:.0%}"


def main() -> None:
    """Print a row for each named query."""
    count = int(sys.argv[2]) if sys.argv[2:] else QUESTIONS
    sources = ["first", *(["clock", "served"] if sys.argv[3:] else [])]
    heads = [f"{name}: {cell}" for name in sources for cell in ("50 %", "95 %", "over")]
    print(f"| query | questions | {' | '.join(heads)} |")
    print("|---" * (len(heads) + 2) + "|")
    with open_graph(Path(sys.argv[1])) as graph:
        graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")  # reads the store once
        asks: list[Store | Server] = [Store(graph)]
        if sys.argv[3:]:
            asks.append(Server(*sys.argv[3:5]))
        for asked in query.queries():
            given = list(questions(graph, asked, count))
            found = [list(times(source, asked, given)) for source in asks]
            clocks = chain.from_iterable(
                zip(*each, strict=True) if each else ((),) * source.clocks
                for source, each in zip(asks, found, strict=True)
            )
            row = " | ".join(map(cells, clocks))
            print(f"| `{asked.name}` | {len(given)} | {row} |", flush=True)


if __name__ == "__main__":
    main()
