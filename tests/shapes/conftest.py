"""The small graph as RDF, and faults that are put into it."""

from collections.abc import Callable

import pytest
from pyoxigraph import Quad, Store

from scholargraph import rdf
from scholargraph.model import Corpus

NAMES = "\n".join(f"PREFIX {name}: <{iri}>" for name, iri in rdf.prefixes().items())


@pytest.fixture(scope="session")
def small(corpus: Corpus) -> Store:
    """Return the small graph; it is only read."""
    store = Store()
    store.extend(
        Quad(t.subject, t.predicate, t.object) for t in rdf.triples(corpus, run="test")
    )
    return store


@pytest.fixture
def broken(small: Store) -> Callable[[str, str], Store]:
    """Return the small graph with something taken from it and something added."""

    def make(remove: str, add: str) -> Store:
        store = Store()
        store.extend(small)
        before = set(store)
        if remove:
            store.update(f"{NAMES} DELETE WHERE {{ {remove} }}")
        if add:
            store.update(f"{NAMES} INSERT DATA {{ {add} }}")
        assert set(store) != before, "the fault is none"
        return store

    return make
