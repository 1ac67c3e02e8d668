"""What a worker does: SPARQL, named queries, pages' questions, search."""

import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final, cast

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from scholargraph import rdf, store
from scholargraph.errors import QueryError, UnknownNameError
from scholargraph.query.run import one_line
from scholargraph.serve import dataset
from scholargraph.serve.catalogue import Catalogue
from scholargraph.serve.faults import Fault, failed, unknown_thing
from scholargraph.serve.frames import Json
from scholargraph.serve.neighbourhood import to_network
from scholargraph.serve.over_time import to_picture
from scholargraph.serve.pages.concept import plotted
from scholargraph.serve.pages.results import boards
from scholargraph.serve.sink import Sink

_RESULTS: Final = {
    "csv": QueryResultsFormat.CSV,
    "json": QueryResultsFormat.JSON,
    "tsv": QueryResultsFormat.TSV,
    "xml": QueryResultsFormat.XML,
}
_THIS: Final = re.compile(r"\?this\b")
Reply = tuple[Json, bytes]
Found = QuerySolutions | QueryBoolean | QueryTriples


class Jobs:
    """Answers jobs from one published store."""

    def __init__(self, options: Json) -> None:
        """
        Open the store at ``store``, which the folder ``graph`` shows.

        Results of up to ``size`` bytes or ``rows`` are written to ``folder`` where
        they are large; the graph's own addresses begin with ``base``.
        """
        self._path = Path(options["store"])
        self._graph = Path(options["graph"])
        self._folder = Path(options["folder"])
        self._base: str = options["base"]
        self._rows: int = options["rows"]
        self._size: int = options["size"]
        self._store = store.open_read_only(self._path)
        self._prefixes = rdf.prefixes(self._base)
        self._catalogue: Catalogue | None = None

    def prepare(self, *, catalogue: bool) -> None:
        """Do what is done once: make the index, or read the store's first blocks."""
        if catalogue:
            self._catalogue = Catalogue(self._store, self._base)
        else:
            next(iter(self._store), None)

    def answer(self, job: Json) -> Reply:
        """
        Return the answer to a job.

        Raises
        ------
        Fault
            Where the request is at fault.

        """
        known: dict[str, Callable[[Json], Reply]] = {
            "sparql": self._sparql,
            "named": self._named,
            "page": self._page,
            "describe": self._describe,
            "network": self._network,
            "picture": self._picture,
        }
        name = job["job"]
        if name in known:
            return known[name](job)
        if self._catalogue is None:
            raise failed()
        return self._catalogue.answer(name, job), b""

    def _sparql(self, job: Json) -> Reply:
        dataset.check_query(job["query"])
        found = self._query(
            job["query"],
            prefixes=self._prefixes,
            base_iri=self._base,
            **_dataset(job["default"], job["named"]),
        )
        return self._written(found, job["formats"])

    def _query(self, text: str, **options: Any) -> Found:
        try:
            return self._store.query(text, **options)
        except SyntaxError as error:
            raise Fault(
                400, f"the query is not SPARQL 1.1: {one_line(error)}"
            ) from error
        except (ValueError, RuntimeError, OSError) as error:
            raise Fault(400, f"the query fails: {one_line(error)}") from error

    def _written(self, found: Found, formats: Json) -> Reply:
        form = "graph" if isinstance(found, QueryTriples) else "rows"
        name = formats[form]
        if name is None:
            what = "a graph" if form == "graph" else "rows"
            raise Fault(406, f"the answer is {what}, for which no accepted type is")
        sink = self._sink(name)
        try:
            if isinstance(found, QueryTriples):
                self._write_graph(found, sink, name)
            else:
                found.serialize(cast("IO[bytes]", sink), _RESULTS[name])
        except Fault:
            raise
        except (ValueError, RuntimeError, OSError) as error:
            raise Fault(400, f"the query fails: {one_line(error)}") from error
        return self._closed(sink, {"form": form, "format": name})

    def _sink(self, name: str) -> Sink:
        return Sink(self._folder, name, size=self._size, rows=self._rows)

    def _closed(self, sink: Sink, head: Json) -> Reply:
        body, file = sink.close()
        return {"status": 200, "file": file, **head}, body

    def _write_graph(self, found: Iterator[Triple], sink: Sink, name: str) -> None:
        triples = self._counted(found)
        output = cast("IO[bytes]", sink)
        if name == "jsonld":  # the project's own writer is for graphs of its own
            serialize(triples, output, RdfFormat.JSON_LD, prefixes=self._prefixes)
        else:
            rdf.write(triples, output, name, base=self._base)

    def _counted(self, found: Iterator[Triple]) -> Iterator[Triple]:
        yield from islice(found, self._rows)
        if next(found, None) is not None:
            raise Fault(503, f"the result has more than {self._rows:,} triples")

    def _named(self, job: Json) -> Reply:
        from scholargraph import query  # noqa: PLC0415 - few requests need it

        start = time.thread_time()
        name = job["formats"]["rows"]
        if name is None:
            raise Fault(406, "the answer is rows, for which no accepted type is")
        try:
            known = query.find(job["name"])
            answer = query.run(self._store, known, job["values"], base=self._base)
        except UnknownNameError as error:
            raise Fault(404, str(error)) from error
        except QueryError as error:
            raise Fault(400, str(error)) from error
        sink = self._sink(name)
        query.write(answer, cast("IO[bytes]", sink), name, base=self._base)
        seconds = time.thread_time() - start
        return self._closed(sink, {"form": "rows", "format": name, "seconds": seconds})

    def _page(self, job: Json) -> Reply:
        """Answer the questions of one page, all from the same publish."""
        this = job["this"]
        answers = {name: self._rows_of(name, this) for name in job["questions"]}
        return {"status": 200, "answers": answers}, b""

    def _rows_of(self, name: str, this: str) -> list[Json]:
        solutions = cast("QuerySolutions", self._query(_question(name, this)))
        names = [variable.value for variable in solutions.variables]
        return [
            {name: _plain(row[name]) for name in names if row[name] is not None}
            for row in solutions
        ]

    def _describe(self, job: Json) -> Reply:
        rows = cast("QuerySolutions", self._query(_question("describe", job["this"])))
        triples = [Triple(row["s"], row["p"], row["o"]) for row in rows]
        if not triples:
            raise unknown_thing()
        sink = self._sink(job["format"])
        self._write_graph(iter(triples), sink, job["format"])
        return self._closed(sink, {"form": "graph", "format": job["format"]})

    def _network(self, job: Json) -> Reply:
        concept, title = job["concept"], job["title"]
        data = to_network(self._graph, self._path, concept, title=title)
        return self._whole(data, "html")

    def _picture(self, job: Json) -> Reply:
        plots = plotted(boards(self._rows_of("concept-results", job["this"])))
        number, name = int(job["number"]), job["format"]
        if not 0 < number <= len(plots):
            raise Fault(404, "there is no such picture")
        board, _ = plots[number - 1]
        return self._whole(to_picture(board, name, scratch=self._folder), name)

    def _whole(self, data: bytes, name: str) -> Reply:
        sink = self._sink(name)
        sink.write(data)
        return self._closed(sink, {"format": name})


def _question(name: str, this: str) -> str:
    """
    Return a page's question about a thing.

    Its address stands in the text, where the store sees it when it plans the query:
    as a value that is bound later, it has all things looked at. What ``NamedNode``
    takes can end no address in a query.
    """
    try:
        address = str(NamedNode(this))
    except ValueError as error:
        raise unknown_thing() from error
    return _THIS.sub(lambda _: address, _text(name))


@cache
def _text(name: str) -> str:
    file = files(__package__) / "queries" / f"{name}.rq"
    return file.read_text(encoding="utf-8")


def _dataset(default: list[str], named: list[str]) -> Json:
    """
    Return the dataset that a request names, for the store.

    Where it names any, what it does not name is empty
    (https://www.w3.org/TR/sparql11-protocol/#dataset).
    """
    if not default and not named:
        return {}
    return {
        "default_graph": [NamedNode(iri) for iri in default],
        "named_graphs": [NamedNode(iri) for iri in named],
    }


def _plain(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
