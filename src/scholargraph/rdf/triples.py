"""
The triples of a corpus, as a stream in a fixed order.

Concepts come first, by id; then each paper, by id, with what it states. There are
no blank nodes and nothing depends on the clock, so the same corpus gives the same
bytes. Only what is shared between papers (addresses, relations of two concepts) is
remembered while streaming.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from types import MappingProxyType

from pyoxigraph import NamedNode, Triple

from scholargraph import vocab
from scholargraph.model import Concept, Corpus, ResolvedPaper, Result
from scholargraph.rdf import lines, nodes, terms
from scholargraph.rdf.corpus_wide import CorpusWide, corpus_wide
from scholargraph.rdf.iris import Addresses, LocalNames
from scholargraph.rdf.lines import iri, to_triples
from scholargraph.rdf.replacements import replacements
from scholargraph.rdf.statements import Reading, Stated, leads_to, statements
from scholargraph.rdf.terms import Sg
from scholargraph.seen import Seen
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
        """
        Take all concepts of the corpus, so as to know what names they share.

        They are looked at when the first triple is asked for. Papers alone need only
        those with a scale.
        """
        self._addresses = Addresses(base)
        self._run = run
        self._apart = apart
        self._concepts = concepts
        self._extractors: set[str] = set()
        self._shared = Seen()

    @cached_property
    def _known(self) -> CorpusWide:
        return corpus_wide(self._concepts)

    def forget(self) -> None:
        """
        Forget what several papers share and was said; papers to come say it again.

        Without it what is remembered grows with the papers, beyond some size on disk.
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
        shared = self._known.shared_names
        for concept in concepts:
            yield nodes.concept(concept, self._addresses, shared)

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
            scale = self._known.scales.get(metric)
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
            values = (subject.value, predicate.value, object_.value)
            if subject == paper:
                # A paper's own properties can recur within the paper alone.
                is_new = values not in of_paper
                of_paper.add(values)
            else:
                is_new = self._shared.add(*values)
            if is_new:
                yield f"{subject!s} {iri(predicate)} {object_!s} .\n"

    def _web_resources(self, stated: Iterable[Stated]) -> Iterator[str]:
        for item in stated:
            if not item.more:  # only links say more
                continue
            for class_ in (Sg.WebResource, Sg.Repository):
                values = (item.object.value, terms.TYPE.value, class_.value)
                right = class_ == Sg.WebResource or leads_to(item, LinkKind.CODE)
                if right and self._shared.add(*values):
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
