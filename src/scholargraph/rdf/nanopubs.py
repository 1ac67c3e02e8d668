"""
Nanopublications: one statement each, with its evidence, as four small graphs.

https://nanopub.net/guidelines/working_draft/: a head that names the other three; the
assertion; its provenance, here the words it was read from; and publication
information. They carry no date, since the same graph gives the same bytes, and no
signature, which is for who publishes them to add.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple

from scholargraph import vocab
from scholargraph.model import Concept, ResolvedPaper
from scholargraph.rdf import literals, nodes, terms
from scholargraph.rdf.iris import Addresses, LocalNames
from scholargraph.rdf.lines import to_triples
from scholargraph.rdf.statements import Object, Reading, statements
from scholargraph.rdf.terms import Sg
from scholargraph.rdf.triples import order

_NP: Final = "http://www.nanopub.org/nschema#"
NAMES: Final[Mapping[str, str]] = MappingProxyType({"np": _NP})
_NANOPUBLICATION: Final = NamedNode(_NP + "Nanopublication")
_PARTS: Final[Mapping[str, NamedNode]] = MappingProxyType(
    {
        "assertion": NamedNode(_NP + "hasAssertion"),
        "provenance": NamedNode(_NP + "hasProvenance"),
        "pubinfo": NamedNode(_NP + "hasPublicationInfo"),
    }
)
_CREATOR: Final = NamedNode("http://purl.org/dc/terms/creator")
_EVIDENCE: Final = frozenset(
    {Sg.statedIn, Sg.start, Sg.end, Sg.quote, Sg.confidence, terms.GENERATED_BY}
)


class Maker:
    """Makes the nanopublications of papers."""

    def __init__(
        self, concepts: Sequence[Concept], *, base: str = vocab.BASE, run: str = "build"
    ) -> None:
        """Take the labels and scales of all concepts."""
        self._addresses = Addresses(base)
        self._run = run
        self._labels = {
            self._addresses.concept(c.id).value: nodes.names(c)[0] for c in concepts
        }
        self._scales = {c.id: c.scale for c in concepts if c.scale}

    def paper(self, resolved: ResolvedPaper) -> Iterator[Quad]:
        """Yield the nanopublications of a paper: of statements, then of results."""
        reading = Reading(resolved, self._addresses)
        names = LocalNames(self._addresses.base, resolved.paper.id)
        run = str(self._addresses.run(self._run, resolved.extraction.extractor))
        for item in statements(reading):
            node = list(to_triples(nodes.statement(item, reading, names, run)))
            plain = Triple(item.subject, item.predicate, item.object)
            yield from self._quads(reading, [plain], node)
        for result in sorted(resolved.extraction.results, key=order):
            metric = resolved.concept_ids.get(result.metric or "", "")
            scale = self._scales.get(metric)
            text = nodes.result(result, reading, names, run=run, scale=scale)
            node = list(to_triples(text))
            said = [t for t in node if t.predicate not in _EVIDENCE]
            proof = [t for t in node if t.predicate in _EVIDENCE]
            yield from self._quads(reading, said, proof)

    def _quads(
        self, reading: Reading, said: Sequence[Triple], proof: Sequence[Triple]
    ) -> Iterator[Quad]:
        """Yield one nanopublication, of what is said and the proof that it is."""
        source = proof[0].subject
        if not isinstance(source, NamedNode):
            raise TypeError(f"{source}: a graph without blank nodes was expected")
        sort, _, name = source.value.removeprefix(self._addresses.base).partition("/")
        address = f"{self._addresses.base}nanopub/{sort}-{name}"
        this = NamedNode(address)
        graphs = {part: NamedNode(f"{address}#{part}") for part in ("head", *_PARTS)}
        assertion = graphs["assertion"]
        head = [Triple(this, terms.TYPE, _NANOPUBLICATION)]
        head += [Triple(this, _PARTS[part], graphs[part]) for part in _PARTS]
        provenance = [Triple(assertion, terms.DERIVED_FROM, reading.paper)]
        if all(triple.subject != source for triple in said):
            provenance.append(Triple(assertion, terms.DERIVED_FROM, source))
        title = literals.plain(reading.resolved.paper.title)
        provenance += [*proof, Triple(reading.paper, terms.TITLE, title)]
        content = {
            "head": head,
            "assertion": said,
            "provenance": provenance,
            "pubinfo": [*self._made_by(this, reading), *self._named(said)],
        }
        for part, triples in content.items():
            for t in triples:
                yield Quad(t.subject, t.predicate, t.object, graphs[part])

    def _made_by(self, this: NamedNode, reading: Reading) -> Iterator[Triple]:
        extractor = reading.resolved.extraction.extractor
        node = self._addresses.extractor(extractor)
        run = self._addresses.run(self._run, extractor)
        yield Triple(this, _CREATOR, node)
        yield Triple(node, terms.TYPE, Sg.Extractor)
        yield Triple(node, terms.LABEL, literals.plain(extractor))
        yield Triple(run, terms.ASSOCIATED_WITH, node)

    def _named(self, said: Iterable[Triple]) -> Iterator[Triple]:
        """Yield the labels of the concepts in an assertion, so that it can be read."""
        ends: dict[str, Object] = {}
        for triple in said:
            for end in (triple.subject, triple.object):
                if isinstance(end, NamedNode) and end.value in self._labels:
                    ends[end.value] = end
        for value in sorted(ends):
            label = literals.plain(self._labels[value])
            yield Triple(NamedNode(value), terms.LABEL, label)
