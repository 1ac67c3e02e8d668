"""A published graph as an rdflib dataset, which changes nothing and fetches nothing."""

from collections.abc import Mapping
from typing import Any, NoReturn

from oxrdflib import OxigraphStore
from pyoxigraph import Store
from rdflib import Dataset, Graph
from rdflib.query import Result

from scholargraph import vocab
from scholargraph.errors import QueryError
from scholargraph.query import guard
from scholargraph.query.run import one_line
from scholargraph.rdf import prefixes


def to_dataset(store: Store, *, base: str = vocab.BASE) -> Dataset:
    """Return a store as an rdflib dataset, for reading alone."""
    found = Dataset(store=ReadOnly(store=store))
    for name, address in prefixes(base).items():
        found.bind(name, address)
    return found


class ReadOnly(OxigraphStore):
    """
    An Oxigraph store for rdflib that refuses to be changed or to reach out.

    Queries as text are Oxigraph's; those that are parsed already are evaluated by
    rdflib, a triple pattern at a time. Text comes typed as ``xsd:string``, as RDF 1.1
    has it; rdflib holds it for another term than the same text without a type.
    """

    def query(
        self,
        query: Any,
        initNs: Mapping[str, Any],  # noqa: N803 - rdflib's name
        initBindings: Mapping[str, Any],  # noqa: N803 - rdflib's name
        queryGraph: str,  # noqa: N803 - rdflib's name
        **options: object,
    ) -> Result:
        """
        Return the answer to a query.

        Raises
        ------
        QueryError
            Where the query is malformed, would change the graph or reach out of it.

        """
        if not isinstance(query, str):  # rdflib has parsed it: it shall go on
            raise NotImplementedError
        guard.check(query, "the query")
        try:
            return super().query(query, initNs, initBindings, queryGraph, **options)
        except SyntaxError as error:
            what = f"is not SPARQL 1.1: {one_line(error)}"
            raise QueryError("the query", what) from error

    def __len__(self, context: Graph | None = None) -> int:
        """Count the triples; those of all graphs are counted already."""
        return len(self._inner) if context is None else super().__len__(context)

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        """
        Change nothing.

        Raises
        ------
        QueryError
            Always.

        """
        raise QueryError("the dataset", "is read-only: builds alone change a graph")

    add = _refuse
    addN = _refuse  # noqa: N815 - rdflib's name
    remove = _refuse
    update = _refuse
    add_graph = _refuse
    remove_graph = _refuse
    open = _refuse
    destroy = _refuse
