"""
A graph folder in Python: data frames, network and queries.

Reads only. Any number of these may be open at once, also during a build; each shows
the graph as it was when it was opened.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, overload

from scholargraph import vocab
from scholargraph.database import Database, GuardedCorpus, faults
from scholargraph.errors import FolderError
from scholargraph.model import Reject
from scholargraph.vocab import Kind

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from pyoxigraph import Store, Triple
    from rdflib import Dataset

    from scholargraph.frames import Frames
    from scholargraph.query import Answer, Kept


Value = str | int | float

_CELL = 200  # bytes of a cell, as Python's value and as a term, besides its text
_KEPT = 256 * 2**20  # bytes of answers to named queries


class Rows(Sequence[tuple[Any, ...]]):
    """
    The rows of an answer, as tuples of numbers, truth values and text.

    ``columns`` names their fields; ``answer`` has the RDF terms.
    """

    def __init__(self, answer: "Answer") -> None:
        """Convert the terms of ``answer``."""
        self.answer = answer
        self.columns = answer.variables
        self._rows = tuple(answer.values())

    @property
    def size(self) -> int:
        """About how many bytes they take, with the terms that they are made from."""
        cells = (cell for row in self._rows for cell in row)
        return sum(_CELL + len(str(cell)) for cell in cells)

    @overload
    def __getitem__(self, index: int) -> tuple[Any, ...]: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[tuple[Any, ...], ...]: ...

    def __getitem__(self, index: int | slice) -> tuple[Any, ...]:
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return f"<Rows {', '.join(self.columns)}: {len(self)} rows>"

    def frame(self) -> "pd.DataFrame":
        """Return the rows as a pandas data frame."""
        import pandas as pd  # noqa: PLC0415 (it loads slowly)

        return pd.DataFrame(list(self._rows), columns=list(self.columns))


class KnowledgeGraph:
    """
    The graph of a folder that ``scholargraph build`` made; see ``open_graph``.

    ``papers``, ``concepts``, ``roles``, ``mentions``, ``relations``, ``results`` and
    ``links`` return pandas data frames, read from the folder when first asked for;
    ``columns`` tells what is in them. ``network`` returns a NetworkX multigraph,
    ``query`` answers SPARQL, and ``corpus`` has the records themselves. It is a
    context manager that closes itself.
    """

    def __init__(self, path: Path, database: Database) -> None:
        """Show what is published in ``database``, the one of folder ``path``."""
        self.path = path
        self.corpus = GuardedCorpus(database.corpus(), database.path)
        self._database = database
        self.base = database.note("base") or vocab.BASE
        self.generation = database.generation
        self.run = database.note("run") or ""
        # The link `store` may move on; this names the store of this very state.
        own = path / (database.note("store") or "store")
        self._store_path = own if own.is_dir() else path / "store"

    def papers(self) -> "pd.DataFrame":
        """Return one row a paper: title, date with its precision, authors, venue."""
        return self.frames.papers()

    def concepts(self, kind: Kind | str | None = None) -> "pd.DataFrame":
        """
        Return one row a concept: kind, label, number of papers, matches.

        ``kind`` chooses one of Method, Dataset, Metric and Task, in any case.

        Raises
        ------
        UnknownNameError
            Where no kind has that name.

        """
        return self.frames.concepts(kind)

    def roles(self) -> "pd.DataFrame":
        """Return one row for each concept of each paper, in its strongest role."""
        return self.frames.roles()

    def mentions(self) -> "pd.DataFrame":
        """Return one row for each place where a paper names a concept."""
        return self.frames.mentions()

    def relations(self) -> "pd.DataFrame":
        """Return one row for each statement that relates two concepts of a paper."""
        return self.frames.relations()

    def results(self) -> "pd.DataFrame":
        """Return one row for each reported number, as float and as exact decimal."""
        return self.frames.results()

    def links(self) -> "pd.DataFrame":
        """Return one row for each address that a paper gives."""
        return self.frames.links()

    def columns(self, name: str) -> "pd.DataFrame":
        """
        Return the columns of a frame, such as ``papers``: name, type and meaning.

        Raises
        ------
        UnknownNameError
            Where no frame has that name.

        """
        return self.frames.columns(name)

    def __len__(self) -> int:
        """Count the papers."""
        return self.corpus.paper_count()

    def rejects(self) -> Iterator[Reject]:
        """Yield the rows of inputs that could not be taken, by file and line."""
        with self._faults():
            yield from self._database.inputs.rejects()

    def merges(self) -> Iterator[Mapping[str, Any]]:
        """
        Yield the papers that were read more than once.

        Each has ``paper`` (the id), ``reason`` and ``records``, all that was read.
        """
        with self._faults():
            yield from self._database.merges()

    @cached_property
    def frames(self) -> "Frames":
        """The data frames of the graph, which measures take."""
        from scholargraph.frames import Frames  # noqa: PLC0415 (pandas loads slowly)

        return Frames(self.corpus)

    def network(self) -> "nx.MultiDiGraph":
        """Return the graph as a NetworkX multigraph, with evidence on its edges."""
        from scholargraph import graph  # noqa: PLC0415 (networkx loads slowly)

        return graph.build(self.corpus)

    def query(self, name_or_sparql: str | Path, **values: Value) -> "Rows":
        """
        Return the answer to a named query, a ``.rq`` file or SPARQL text.

        ``values`` are those of the query's parameters.

        Raises
        ------
        QueryError
            Where the query is malformed or refused, or a value is not right.
        UnknownNameError
            Where no query has that name.

        """
        from scholargraph.query import is_name, run  # noqa: PLC0415 (loads pyoxigraph)

        key = (name_or_sparql, *((n, repr(values[n])) for n in sorted(values)))
        found = self._kept.get(key)
        if found is None:
            found = Rows(run(self.store, name_or_sparql, values, base=self.base))
            if isinstance(name_or_sparql, str) and is_name(name_or_sparql):
                self._kept.put(key, found, found.size)
        return found

    @property
    def replaced(self) -> Mapping[str, str]:
        """Ids of concepts that were given up, and what each leads to now."""
        with self._faults():
            text = self._database.note("replaced") or "{}"
        found: dict[str, str] = json.loads(text)
        return found

    def triples(self) -> "Iterator[Triple]":
        """Yield the graph as RDF, the same as in ``store``."""
        from scholargraph import rdf  # noqa: PLC0415 (loads pyoxigraph)

        yield from rdf.triples(
            self.corpus, base=self.base, run=self.run, replaced=self.replaced
        )

    def close(self) -> None:
        """Close the files."""
        self.__dict__.pop("store", None)
        self.__dict__.pop("_kept", None)
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<KnowledgeGraph {self.path}: {len(self)} papers>"

    def sparql_store(self) -> "Dataset":
        """
        Return the published triples as an rdflib dataset, for reading alone.

        rdflib's methods and its SPARQL work on it, with Oxigraph beneath; what would
        change it raises ``QueryError``. Other graphs and processes may read the same
        at the same time. It stays open for as long as it is in use.
        """
        from scholargraph.query.datasets import to_dataset  # noqa: PLC0415 (loads rdflib)

        return to_dataset(self.store, base=self.base)

    @cached_property
    def _kept(self) -> "Kept[Rows]":
        from scholargraph.query import Kept  # noqa: PLC0415 (loads pyoxigraph)

        return Kept(_KEPT)

    @cached_property
    def store(self) -> "Store":
        """The published triples."""
        from scholargraph import store  # noqa: PLC0415 (loads pyoxigraph)

        return store.open_read_only(self._store_path)

    def _faults(self) -> Any:
        return faults(self._database.path)


def open_graph(path: Path | str) -> KnowledgeGraph:
    """
    Open a graph folder for reading.

    Raises
    ------
    FolderError
        Where there is none, or it is damaged or of another version.

    """
    folder = Path(path)
    if not folder.is_dir():
        what = "is a file, not a graph folder" if folder.exists() else "does not exist"
        raise FolderError(folder, what)
    file = folder / "extractions.db"
    if not file.exists():
        raise FolderError(folder, "is no graph folder; `scholargraph build` makes one")
    database = Database.read(file)
    try:
        with faults(file):
            return KnowledgeGraph(folder, database)
    except BaseException:
        database.close()
        raise
