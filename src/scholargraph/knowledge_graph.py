"""
A graph folder in Python: papers, concepts, network and queries.

Reads only. Any number of these may be open at once, also during a build; each shows
the graph as it was when it was opened.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, overload

from scholargraph import vocab
from scholargraph.database import Database, faults
from scholargraph.errors import FolderError
from scholargraph.model import Concept, Paper, Reject, ResolvedPaper

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from pyoxigraph import Store, Triple

    from scholargraph.frames import Frames
    from scholargraph.query import Answer


Value = str | int | float


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

    It is a ``model.Corpus``, and a context manager that closes itself.
    """

    def __init__(self, path: Path, database: Database) -> None:
        """Show what is published in ``database``, the one of folder ``path``."""
        self.path = path
        self._database = database
        self._corpus = database.corpus()
        self.base = database.note("base") or vocab.BASE
        # The link `store` may move on; this names the store of this very state.
        own = path / (database.note("store") or "store")
        self._store_path = own if own.is_dir() else path / "store"

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """All concepts, by id."""
        with self._faults():
            return self._corpus.concepts

    def papers(self) -> Iterator[ResolvedPaper]:
        """Yield the papers, by id, with what was read from them."""
        with self._faults():
            yield from self._corpus.papers()

    def __len__(self) -> int:
        """Count the papers."""
        with self._faults():
            return self._corpus.paper_count()

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

    def records(self) -> Iterator[Paper]:
        """Yield the papers, by id, without what was read from them."""
        with self._faults():
            yield from self._corpus.records()

    def parts(
        self, part: str, *, with_text: bool
    ) -> Iterator[tuple[str, str, Mapping[str, str], list[dict[str, Any]]]]:
        """Yield one part of what was read from each paper; see ``frames``."""
        with self._faults():
            yield from self._corpus.parts(part, with_text=with_text)

    @cached_property
    def frames(self) -> "Frames":
        """The graph as data frames: ``graph.frames.papers()``, ``.results()``, …."""
        from scholargraph.frames import Frames  # noqa: PLC0415 (pandas loads slowly)

        return Frames(self)

    def network(self) -> "nx.MultiDiGraph":
        """Return the graph as a NetworkX multigraph, with evidence on its edges."""
        from scholargraph import graph  # noqa: PLC0415 (networkx loads slowly)

        return graph.build(self)

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
        from scholargraph.query import run  # noqa: PLC0415 (loads pyoxigraph)

        return Rows(run(self.store, name_or_sparql, values, base=self.base))

    def triples(self) -> "Iterator[Triple]":
        """Yield the graph as RDF, the same as in ``store``."""
        from scholargraph import rdf  # noqa: PLC0415 (loads pyoxigraph)

        run = self._database.note("run") or ""
        with self._faults():
            yield from rdf.triples(self, base=self.base, run=run)

    def close(self) -> None:
        """Close the files."""
        self.__dict__.pop("store", None)
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<KnowledgeGraph {self.path}: {len(self)} papers>"

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
