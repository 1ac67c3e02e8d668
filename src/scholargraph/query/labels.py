"""Names of concepts: whether a graph has one, and what comes close if not."""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Variable
from rapidfuzz import fuzz, process

from scholargraph.errors import QueryError
from scholargraph.rdf import key, terms
from scholargraph.vocab import SG

# What is in braces of its own is read whole and joined after, which for all concepts
# costs less than to look up the names of each.
_OF_CLASS: Final = f"""
SELECT ?name ?class {{
  {{
    SELECT ?concept ?name {{
      {{ ?concept {terms.PREF_LABEL} ?name }}
      UNION {{ ?concept {terms.ALT_LABEL} ?name }}
    }}
  }}
  {{ SELECT ?concept ?class {{ ?concept {terms.TYPE} ?class }} }}
}}
"""
_SUGGESTIONS: Final = 5
_CLOSE: Final = 75.0


def check(store: Store, name: str, *, kind: str, where: str) -> None:
    """
    Make sure that a concept of that kind (or any, for ``Concept``) has the name.

    Raises
    ------
    QueryError
        Where none has; it says which names come close.

    """
    class_ = NamedNode(SG + kind)
    concepts = list(_concepts(store, key(name)))
    if any((concept, class_) in _Typed(store) for concept in concepts):
        return
    what = "concept" if kind == "Concept" else kind.lower()
    problem = f"no {what} is named {_printable(name)!r}"
    if concepts:
        kinds = sorted({k for c in concepts for k in _kinds(store, c)})
        raise QueryError(where, f"{problem}, but a {' and a '.join(kinds)} is")
    close = _close(name, _all_names(store, class_))
    if close:
        problem += f"; close: {', '.join(close)}"
    raise QueryError(where, problem)


class _Typed:
    """The pairs of a concept and a class that a store has."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __contains__(self, pair: tuple[NamedNode, NamedNode]) -> bool:
        found = self._store.quads_for_pattern(pair[0], terms.TYPE, pair[1], None)
        return next(iter(found), None) is not None


def _concepts(store: Store, name: str) -> Iterator[NamedNode]:
    try:
        literal = Literal(name)
    except ValueError:  # half of a surrogate pair: no name has one
        return
    for quad in store.quads_for_pattern(None, terms.Sg.key, literal, None):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject


def _kinds(store: Store, concept: NamedNode) -> Iterator[str]:
    for kind, class_ in terms.KINDS.items():
        if (concept, class_) in _Typed(store):
            yield kind.lower()


def _all_names(store: Store, class_: NamedNode) -> Iterator[str]:
    found = store.query(_OF_CLASS, substitutions={Variable("class"): class_})
    assert isinstance(found, QuerySolutions)
    for row in found:
        name = row["name"]
        if isinstance(name, Literal):
            yield name.value


def _close(name: str, names: Iterable[str]) -> list[str]:
    """Return the names most like a name, the most like first."""
    by_key = {}
    for other in sorted(names, reverse=True):
        by_key[key(other)] = other
    found = process.extract(
        key(_printable(name)),
        sorted(by_key),
        scorer=fuzz.ratio,
        limit=_SUGGESTIONS,
        score_cutoff=_CLOSE,
    )
    return [by_key[found_key] for found_key, _, _ in found]


def _printable(name: str) -> str:
    return name.encode("utf-8", "replace").decode()
