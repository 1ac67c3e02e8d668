"""
Changing a graph in place, from what was said of some things to what is said now.

What one paper alone says goes with it. What several may say (how two concepts are
related, what an address leads to) goes when the graph holds no statement of it any
more: of each there is a node with its evidence, which is the paper's own.
"""

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from scholargraph.rdf import terms
from scholargraph.rdf.lines import to_triples
from scholargraph.rdf.terms import LINK_KINDS, Sg
from scholargraph.vocab import LinkKind

# What stands under these is said by more than one paper, or not by papers.
_OF_ALL = ("concept/", "run/", "extractor/")
_WEB = frozenset({Sg.WebResource, Sg.Repository})
_RELATIONS = frozenset(terms.RELATIONS.values())


class Patch:
    """
    Changes a graph, and counts the triples that go and come.

    ``replace`` and ``replace_paper`` may be called any number of times, each paper
    given whole as it was and as it is, as lines of N-Triples; then ``end`` once.
    """

    def __init__(self, graph: Store, base: str) -> None:
        """Change ``graph``, whose data stand under ``base``."""
        self._graph = graph
        self._of_all = tuple(f"{base}{name}" for name in _OF_ALL)
        self._doubtful: set[Triple] = set()
        self.removed = 0
        self.added = 0

    def replace_paper(self, old: str, new: str, *, sure: bool = True) -> None:
        """
        Put what one paper says in place of what it said; either may be nothing.

        Unless ``sure``, ``old`` may have more than the graph: what was read of the
        paper since.
        """
        was, now = _split(old), _split(new)
        for triple in to_triples(_joined(was.keys() - now.keys())):
            if self._may_be_shared(triple):
                self._doubtful.add(triple)
            else:
                self._remove(triple)
        self._add(now.keys() - was.keys() if sure else now)

    def replace(self, old: str, new: str) -> None:
        """Put triples that no paper says in place of others."""
        was, now = _split(old), _split(new)
        for triple in to_triples(_joined(was.keys() - now.keys())):
            self._remove(triple)
        self._add(now.keys() - was.keys())

    def end(self) -> None:
        """Take away what nobody says any more."""
        for triple in self._doubtful:
            if not is_stated(triple, self._graph):
                self._remove(triple)
        self._doubtful.clear()

    def _may_be_shared(self, triple: Triple) -> bool:
        if triple.predicate == terms.TYPE and triple.object in _WEB:
            return True
        subject = triple.subject
        return isinstance(subject, NamedNode) and subject.value.startswith(self._of_all)

    def _remove(self, triple: Triple) -> None:
        quad = Quad(triple.subject, triple.predicate, triple.object)
        if quad in self._graph:
            self._graph.remove(quad)
            self.removed += 1

    def _add(self, lines: Iterable[str]) -> None:
        quads = parse(_joined(lines), format=RdfFormat.N_TRIPLES, lenient=True)
        missing = [quad for quad in quads if quad not in self._graph]
        self._graph.extend(missing)
        self.added += len(missing)


def _split(lines: str) -> dict[str, None]:
    # Not ``splitlines``: a literal may hold other ends of lines than these.
    return dict.fromkeys(lines.split("\n")[:-1])


def _joined(lines: Iterable[str]) -> str:
    # In an order that does not change from run to run.
    return "".join([f"{line}\n" for line in sorted(lines)])


def is_stated(triple: Triple, graph: Store) -> bool:
    """Tell whether a paper of the graph says what several may say."""
    subject, predicate, object_ = triple.subject, triple.predicate, triple.object
    if predicate == terms.TYPE and object_ in _WEB:
        kind = LINK_KINDS[LinkKind.CODE] if object_ == Sg.Repository else None
        return any(
            next(graph.quads_for_pattern(quad.subject, Sg.linkKind, kind), None)
            for quad in graph.quads_for_pattern(None, Sg.object, subject)
        )
    if predicate not in _RELATIONS:  # of the extractor, which read the others too
        return True
    # By the subject: many papers may say something of the object, and do of a task.
    return any(
        Quad(quad.subject, Sg.object, object_) in graph
        and Quad(quad.subject, Sg.predicate, predicate) in graph
        for quad in graph.quads_for_pattern(None, Sg.subject, subject)
    )
