"""The triples of one thing: a concept, a paper, a mention, a statement, a result."""

from collections.abc import Container, Iterable, Iterator, Mapping
from decimal import Decimal
from operator import attrgetter
from typing import Final

from pyoxigraph import NamedNode, Triple

from scholargraph.model import Concept, Paper, Result, Span
from scholargraph.rdf import literals, metrics, terms
from scholargraph.rdf.evidence import fits
from scholargraph.rdf.iris import Addresses, LocalNames, web_address
from scholargraph.rdf.keys import key
from scholargraph.rdf.statements import Object, Reading, Stated
from scholargraph.rdf.terms import Sg
from scholargraph.text import readable

# Where identifiers of a scheme resolve to.
_RESOLVERS: Final[Mapping[str, str]] = {
    "arxiv": "https://arxiv.org/abs/",
    "doi": "https://doi.org/",
}


def about(
    subject: NamedNode, node: Iterable[tuple[NamedNode, Object]]
) -> Iterator[Triple]:
    """Yield the triples of a subject, given its properties and their values."""
    return (Triple(subject, predicate, object_) for predicate, object_ in node)


def names(concept: Concept) -> tuple[str, ...]:
    """Return a concept's label and its aliases, readable, each once."""
    label = readable(concept.label) or concept.id
    aliases = {readable(alias) for alias in concept.aliases} - {label, ""}
    return label, *sorted(aliases)


def concept(
    concept: Concept, addresses: Addresses, shared: Container[str] = ()
) -> Iterator[Triple]:
    """Yield a concept's own triples; ``shared`` are names of more than one concept."""
    return about(addresses.concept(concept.id), _concept(concept, addresses, shared))


def _concept(
    concept: Concept, addresses: Addresses, shared: Container[str]
) -> Iterator[tuple[NamedNode, Object]]:
    label, *aliases = names(concept)
    yield terms.TYPE, terms.KINDS[concept.kind]
    yield terms.TYPE, Sg.Concept
    yield terms.TYPE, terms.SKOS_CONCEPT
    yield terms.PREF_LABEL, literals.plain(label)
    yield terms.LABEL, literals.plain(label)
    for alias in aliases:
        yield terms.ALT_LABEL, literals.plain(alias)
    for name in (label, *aliases):
        if name in shared:
            yield Sg.sharedName, literals.plain(name)
    for name in sorted({key(name) for name in (concept.id, label, *aliases)}):
        yield Sg.key, literals.plain(name)
    for id_ in sorted(set(concept.broader) - {concept.id}):
        yield terms.BROADER, addresses.concept(id_)
    yield Sg.paperCount, literals.integer(concept.paper_count)
    yield from _facts(concept, addresses)


def _facts(
    concept: Concept, addresses: Addresses
) -> Iterator[tuple[NamedNode, Object]]:
    """Yield what is known of a well-known concept, and what it is elsewhere."""
    for match in sorted(concept.matches):
        property_ = terms.EXACT_MATCH if match.exact else terms.CLOSE_MATCH
        yield property_, addresses.authority(match.target)
    if concept.ambiguous:
        yield Sg.ambiguous, literals.boolean(value=True)
    home = web_address(concept.home) if concept.home else None
    if home is not None:
        yield terms.SEE_ALSO, home
    if concept.higher_is_better is not None:
        yield Sg.higherIsBetter, literals.boolean(value=concept.higher_is_better)
    for property_, text in (
        (Sg.usualUnit, concept.unit),
        (Sg.scale, concept.scale),
        (Sg.valueRange, concept.range),
    ):
        if text:
            yield property_, literals.plain(text)


def paper(paper: Paper) -> Iterator[tuple[NamedNode, Object]]:
    """Yield the properties of a paper that its source gives."""
    yield terms.TYPE, Sg.Paper
    yield terms.LABEL, literals.plain(readable(paper.title) or paper.id)
    yield terms.TITLE, literals.plain(paper.title)
    yield terms.ABSTRACT, literals.plain(paper.abstract)
    date = literals.iso_date(paper.date) if paper.date else None
    if date is not None:
        yield terms.DATE, date
    for author in dict.fromkeys(paper.authors):
        yield terms.CREATOR, literals.plain(author)
    if paper.authors:  # a set of triples has no order; bylines have
        yield Sg.authors, literals.plain("; ".join(paper.authors))
    identifiers = sorted({f"{s}:{v}" for s, v in paper.identifiers} | {paper.id})
    for identifier in identifiers:
        yield terms.IDENTIFIER, literals.plain(identifier)
    if paper.venue:
        yield Sg.venue, literals.plain(paper.venue)
    for category in sorted(set(paper.categories)):
        yield terms.SUBJECT_HEADING, literals.plain(category)
    for address in pages(paper):
        yield terms.SEE_ALSO, address


def pages(paper: Paper) -> list[NamedNode]:
    """Return the addresses at which a paper is found, sorted."""
    urls = [
        _RESOLVERS[scheme] + value
        for scheme, value in paper.identifiers
        if scheme in _RESOLVERS
    ]
    if paper.address:
        urls.append(paper.address)
    found = {a.value: a for url in urls if (a := web_address(url)) is not None}
    return [found[value] for value in sorted(found)]


def mentions(reading: Reading, local: LocalNames, run: NamedNode) -> Iterator[Triple]:
    """Yield the mentions of a paper, in the order of its text."""
    placed = sorted(
        (
            (m.start, m.end, id_, m)
            for id_, e in reading.concepts.items()
            for m in e.mentions
        ),
        key=lambda item: item[:3],
    )
    for start, end, id_, mention in placed:
        span = Span(start, end)
        if not fits(span, reading.text):
            continue
        address = local.mention(start, end)
        yield Triple(address, terms.TYPE, Sg.Mention)
        yield Triple(address, Sg.denotes, reading.addresses.concept(id_))
        yield from evidence(
            address, reading, span, confidence=mention.confidence, run=run
        )


def statement(
    item: Stated, reading: Reading, local: LocalNames, run: NamedNode
) -> Iterator[Triple]:
    """Yield a statement's node, with its evidence."""
    ends = (item.subject, item.predicate, item.object)
    address = local.statement(*map(attrgetter("value"), ends))
    yield Triple(address, terms.TYPE, Sg.Statement)
    yield Triple(address, Sg.subject, item.subject)
    yield Triple(address, Sg.predicate, item.predicate)
    yield Triple(address, Sg.object, item.object)
    yield from about(address, item.more)
    yield from evidence(
        address, reading, item.evidence, confidence=item.confidence, run=run
    )


def evidence(
    address: NamedNode,
    reading: Reading,
    span: Span,
    *,
    confidence: float,
    run: NamedNode,
) -> Iterator[Triple]:
    """Yield where something is stated, in which words, how surely, read by what."""
    yield Triple(address, Sg.statedIn, reading.paper)
    yield Triple(address, Sg.start, literals.integer(span.start))
    yield Triple(address, Sg.end, literals.integer(span.end))
    quote = reading.text[span.start : span.end]
    yield Triple(address, Sg.quote, literals.plain(quote))
    yield Triple(address, Sg.confidence, literals.confidence(confidence))
    yield Triple(address, terms.GENERATED_BY, run)


def result(
    result: Result,
    reading: Reading,
    local: LocalNames,
    *,
    run: NamedNode,
    scale: str | None,
) -> Iterator[Triple]:
    """
    Yield a result's node, with its evidence.

    ``scale`` is that of its metric, where it is known. A number is never
    rescaled; where it may be a fraction among percentages, ``sg:scaleDoubt`` says so.
    """
    ends = [
        (predicate, reading.concept(name))
        for predicate, name in (
            (Sg.ofMethod, result.method),
            (Sg.onDataset, result.dataset),
            (Sg.forTask, result.task),
            (Sg.withMetric, result.metric),
        )
    ]
    parts = [end.value if end else "" for _, end in ends]
    address = local.result(*parts, result.value, result.unit, result.kind)
    yield Triple(address, terms.TYPE, Sg.Result)
    yield from about(address, ((p, end) for p, end in ends if end is not None))
    yield from about(address, _number(result, scale))
    yield from evidence(
        address,
        reading,
        _result_evidence(result, reading),
        confidence=result.confidence,
        run=run,
    )


def _number(result: Result, scale: str | None) -> Iterator[tuple[NamedNode, Object]]:
    number = literals.number(result.value)
    if number is not None:
        yield Sg.value, number
        doubt = metrics.scale_doubt(scale, Decimal(number.value), result.kind)
        yield Sg.scaleDoubt, literals.boolean(value=doubt)
    yield Sg.rawValue, literals.plain(result.value)
    # Empty where none is written: a query need not ask for it as optional.
    yield Sg.unit, literals.plain(result.unit)
    yield Sg.resultKind, terms.RESULT_KINDS[result.kind]


def _result_evidence(result: Result, reading: Reading) -> Span:
    if fits(result.evidence, reading.text):
        return result.evidence
    span = reading.sentences.giving(result.value)
    return span if fits(span, reading.text) else Span(0, len(reading.text))
