"""
The triples of a corpus, as a stream in a fixed order.

Concepts come first, by id; then each paper, by id, with what it states. There are
no blank nodes and nothing depends on the clock, so the same corpus gives the same
bytes. Only what is shared between papers (addresses, relations of two concepts) is
remembered while streaming.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from types import MappingProxyType

from pyoxigraph import NamedNode, Triple

from scholargraph import vocab
from scholargraph.model import Concept, Corpus, ResolvedPaper, Result
from scholargraph.rdf import lines, nodes, terms
from scholargraph.rdf.iris import Addresses, LocalNames
from scholargraph.rdf.lines import iri, to_triples
from scholargraph.rdf.replacements import replacements
from scholargraph.rdf.statements import Reading, Stated, leads_to, statements
from scholargraph.rdf.terms import Sg
from scholargraph.vocab import LinkKind


def triples(
    corpus: Corpus,
    *,
    base: str = vocab.BASE,
    run: str = "build",
    replaced: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Triple]:
    """
    Yield the triples of a corpus, none of them twice.

    ``base`` is the address that data stand under; ``run`` names what made the
    extractions (from content and versions, so that it is the same for the same
    corpus). ``replaced`` has the concept that each id which was given up leads to;
    that comes last.
    """
    maker = Maker(corpus.concepts, base=base, run=run)
    yield from maker.concepts(corpus.concepts)
    for resolved in corpus.papers():
        yield from maker.paper(resolved)
    yield from replacements(replaced, base=base)


class Maker:
    """
    Makes triples of concepts and of papers, each triple once, also as text.

    With the first paper that needs it comes what several papers share. With ``apart``
    each paper's triples are whole without those of others: each once in the paper.
    """

    def __init__(
        self,
        concepts: Sequence[Concept],
        *,
        base: str = vocab.BASE,
        run: str = "build",
        apart: bool = False,
    ) -> None:
        """Take all concepts of the corpus, so as to know what names they share."""
        self._addresses = Addresses(base)
        self._run = run
        self._apart = apart
        self._scales = {c.id: c.scale for c in concepts if c.scale}
        self._concepts = concepts
        self._extractors: set[str] = set()
        self._shared: set[tuple[str, str, str]] = set()

    @cached_property
    def _shared_names(self) -> frozenset[str]:
        # Papers do without: who makes triples of some papers alone need not wait.
        names = (name for concept in self._concepts for name in nodes.names(concept))
        return frozenset(name for name, count in Counter(names).items() if count > 1)

    def forget(self) -> None:
        """
        Forget what several papers share and was said; papers to come say it again.

        What is remembered grows with the papers.
        """
        self._shared.clear()

    def concepts(self, concepts: Iterable[Concept]) -> Iterator[Triple]:
        """Yield the triples of concepts."""
        return chain.from_iterable(map(to_triples, self.concept_lines(concepts)))

    def paper(self, resolved: ResolvedPaper) -> Iterator[Triple]:
        """Yield the triples of a paper."""
        return to_triples(self.paper_lines(resolved))

    def concept_lines(self, concepts: Iterable[Concept]) -> Iterator[str]:
        """Yield the triples of each concept as lines of N-Triples."""
        for concept in concepts:
            yield nodes.concept(concept, self._addresses, self._shared_names)

    def paper_lines(self, resolved: ResolvedPaper) -> str:
        """Return the triples of a paper as lines of N-Triples."""
        return "".join(self._paper_lines(resolved))

    def _paper_lines(self, resolved: ResolvedPaper) -> Iterator[str]:
        if self._apart:
            self._extractors.clear()
            self.forget()
        reading = Reading(resolved, self._addresses)
        extractor = resolved.extraction.extractor
        run = str(self._addresses.run(self._run, extractor))
        names = LocalNames(self._addresses.base, resolved.paper.id)
        stated = statements(reading)
        yield from self._extractor(extractor, run)
        yield lines.about(reading.node, nodes.paper(resolved.paper))
        yield from self._direct(stated, reading.paper)
        yield from self._web_resources(stated)
        yield from nodes.mentions(reading, names, run)
        for item in stated:
            yield nodes.statement(item, reading, names, run)
        for result in sorted(resolved.extraction.results, key=order):
            metric = resolved.concept_ids.get(result.metric or "", "")
            scale = self._scales.get(metric)
            yield nodes.result(result, reading, names, run=run, scale=scale)

    def _extractor(self, name: str, run: str) -> Iterator[str]:
        if name in self._extractors:
            return
        self._extractors.add(name)
        address = str(self._addresses.extractor(name))
        made = (
            (terms.TYPE, iri(terms.ACTIVITY)),
            (terms.LABEL, lines.plain(self._run)),
            (terms.ASSOCIATED_WITH, address),
        )
        by = ((terms.TYPE, iri(Sg.Extractor)), (terms.LABEL, lines.plain(name)))
        yield lines.about(run, made)
        yield lines.about(address, by)

    def _direct(self, stated: Iterable[Stated], paper: NamedNode) -> Iterator[str]:
        """Yield each plain property and the broader one once, by subject."""
        of_paper: set[tuple[str, str, str]] = set()
        found = sorted(_plain(stated), key=lambda t: (t[0] != paper, _values(t)))
        for subject, predicate, object_ in found:
            # A paper's own properties can recur within the paper alone.
            seen = of_paper if subject == paper else self._shared
            values = (subject.value, predicate.value, object_.value)
            if values not in seen:
                seen.add(values)
                yield f"{subject!s} {iri(predicate)} {object_!s} .\n"

    def _web_resources(self, stated: Iterable[Stated]) -> Iterator[str]:
        for item in stated:
            if not item.more:  # only links say more
                continue
            for class_ in (Sg.WebResource, Sg.Repository):
                values = (item.object.value, terms.TYPE.value, class_.value)
                right = class_ == Sg.WebResource or leads_to(item, LinkKind.CODE)
                if right and values not in self._shared:
                    self._shared.add(values)
                    yield lines.about(str(item.object), [(terms.TYPE, iri(class_))])


_Nodes = tuple[NamedNode, NamedNode, NamedNode]


def _plain(stated: Iterable[Stated]) -> Iterator[_Nodes]:
    for item in stated:
        yield item.subject, item.predicate, item.object
        broader = terms.BROADER_PROPERTY.get(item.predicate)
        if broader is not None:
            yield item.subject, broader, item.object


def _values(triple: _Nodes) -> tuple[str, str, str]:
    subject, predicate, object_ = triple
    return subject.value, predicate.value, object_.value


def order(result: Result) -> tuple[object, ...]:
    """Return what results are sorted by within a paper."""
    names = (result.metric, result.method, result.dataset, result.task)
    return (
        result.evidence,
        *(name or "" for name in names),
        result.value,
        result.unit,
        result.kind,
        result.confidence,
    )
