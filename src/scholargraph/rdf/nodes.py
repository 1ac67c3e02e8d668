"""
The triples of one thing: a concept, a paper, a mention, a statement, a result.

They are given as text; see ``lines``.
"""

from collections.abc import Container, Iterator, Mapping
from decimal import Decimal
from operator import attrgetter
from typing import Final

from pyoxigraph import NamedNode

from scholargraph.model import Concept, Paper, Result, Span
from scholargraph.rdf import lines, literals, metrics, terms
from scholargraph.rdf.evidence import fits
from scholargraph.rdf.iris import Addresses, LocalNames, web_address
from scholargraph.rdf.keys import key
from scholargraph.rdf.lines import Property, about, iri
from scholargraph.rdf.statements import Reading, Stated
from scholargraph.rdf.terms import Sg
from scholargraph.text import readable

# Where identifiers of a scheme resolve to.
_RESOLVERS: Final[Mapping[str, str]] = {
    "arxiv": "https://arxiv.org/abs/",
    "doi": "https://doi.org/",
}


# What mentions and statements have: nine of ten triples.
_TYPE: Final = iri(terms.TYPE)
_MENTION: Final = iri(Sg.Mention)
_STATEMENT: Final = iri(Sg.Statement)
_SUBJECT: Final = iri(Sg.subject)
_PREDICATE: Final = iri(Sg.predicate)
_OBJECT: Final = iri(Sg.object)
_DENOTES: Final = iri(Sg.denotes)
_STATED_IN: Final = iri(Sg.statedIn)
_START: Final = iri(Sg.start)
_END: Final = iri(Sg.end)
_QUOTE: Final = iri(Sg.quote)
_CONFIDENCE: Final = iri(Sg.confidence)
_GENERATED_BY: Final = iri(terms.GENERATED_BY)


def names(concept: Concept) -> tuple[str, ...]:
    """Return a concept's label and its aliases, readable, each once."""
    label = readable(concept.label) or concept.id
    aliases = {readable(alias) for alias in concept.aliases} - {label, ""}
    return label, *sorted(aliases)


def concept(concept: Concept, addresses: Addresses, shared: Container[str] = ()) -> str:
    """Return a concept's own triples; ``shared`` are names of several concepts."""
    return about(
        str(addresses.concept(concept.id)), _concept(concept, addresses, shared)
    )


def _concept(
    concept: Concept, addresses: Addresses, shared: Container[str]
) -> Iterator[Property]:
    label, *aliases = names(concept)
    yield terms.TYPE, iri(terms.KINDS[concept.kind])
    yield terms.TYPE, iri(Sg.Concept)
    yield terms.TYPE, iri(terms.SKOS_CONCEPT)
    yield terms.PREF_LABEL, lines.plain(label)
    yield terms.LABEL, lines.plain(label)
    for alias in aliases:
        yield terms.ALT_LABEL, lines.plain(alias)
    for name in (label, *aliases):
        if name in shared:
            yield Sg.sharedName, lines.plain(name)
    for name in sorted({key(name) for name in (concept.id, label, *aliases)}):
        yield Sg.key, lines.plain(name)
    for id_ in sorted(set(concept.broader) - {concept.id}):
        yield terms.BROADER, str(addresses.concept(id_))
    yield Sg.paperCount, lines.integer(concept.paper_count)
    yield from _facts(concept, addresses)


def _facts(concept: Concept, addresses: Addresses) -> Iterator[Property]:
    """Yield what is known of a well-known concept, and what it is elsewhere."""
    for match in sorted(concept.matches):
        property_ = terms.EXACT_MATCH if match.exact else terms.CLOSE_MATCH
        yield property_, str(addresses.authority(match.target))
    if concept.ambiguous:
        yield Sg.ambiguous, lines.boolean(value=True)
    home = web_address(concept.home) if concept.home else None
    if home is not None:
        yield terms.SEE_ALSO, str(home)
    if concept.higher_is_better is not None:
        yield Sg.higherIsBetter, lines.boolean(value=concept.higher_is_better)
    for property_, text in (
        (Sg.usualUnit, concept.unit),
        (Sg.scale, concept.scale),
        (Sg.valueRange, concept.range),
    ):
        if text:
            yield property_, lines.plain(text)


def paper(paper: Paper) -> Iterator[Property]:
    """Yield the properties of a paper that its source gives."""
    yield terms.TYPE, iri(Sg.Paper)
    yield terms.LABEL, lines.plain(readable(paper.title) or paper.id)
    yield terms.TITLE, lines.plain(paper.title)
    yield terms.ABSTRACT, lines.plain(paper.abstract)
    date = literals.iso_date(paper.date) if paper.date else None
    if date is not None:
        yield terms.DATE, str(date)
    for author in dict.fromkeys(paper.authors):
        yield terms.CREATOR, lines.plain(author)
    if paper.authors:  # a set of triples has no order; bylines have
        yield Sg.authors, lines.plain("; ".join(paper.authors))
    identifiers = sorted({f"{s}:{v}" for s, v in paper.identifiers} | {paper.id})
    for identifier in identifiers:
        yield terms.IDENTIFIER, lines.plain(identifier)
    if paper.venue:
        yield Sg.venue, lines.plain(paper.venue)
    for category in sorted(set(paper.categories)):
        yield terms.SUBJECT_HEADING, lines.plain(category)
    for address in pages(paper):
        yield terms.SEE_ALSO, str(address)


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


def mentions(reading: Reading, local: LocalNames, run: str) -> Iterator[str]:
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
        node = str(local.mention(start, end))
        yield (
            f"{node} {_TYPE} {_MENTION} .\n"
            f"{node} {_DENOTES} {reading.addresses.concept(id_)!s} .\n"
        )
        yield evidence(node, reading, span, confidence=mention.confidence, run=run)


def statement(item: Stated, reading: Reading, local: LocalNames, run: str) -> str:
    """Return a statement's node, with its evidence."""
    ends = (item.subject, item.predicate, item.object)
    node = str(local.statement(*map(attrgetter("value"), ends)))
    said = (
        f"{node} {_TYPE} {_STATEMENT} .\n"
        f"{node} {_SUBJECT} {item.subject!s} .\n"
        f"{node} {_PREDICATE} {iri(item.predicate)} .\n"
        f"{node} {_OBJECT} {item.object!s} .\n"
    )
    more = about(node, ((term, str(value)) for term, value in item.more))
    proof = evidence(node, reading, item.evidence, confidence=item.confidence, run=run)
    return said + more + proof


def evidence(
    node: str,
    reading: Reading,
    span: Span,
    *,
    confidence: float,
    run: str,
) -> str:
    """Return where something is stated, in which words, how surely, read by what."""
    quote = lines.plain(reading.text[span.start : span.end])
    return (
        f"{node} {_STATED_IN} {reading.node} .\n"
        f"{node} {_START} {lines.integer(span.start)} .\n"
        f"{node} {_END} {lines.integer(span.end)} .\n"
        f"{node} {_QUOTE} {quote} .\n"
        f"{node} {_CONFIDENCE} {lines.confidence(confidence)} .\n"
        f"{node} {_GENERATED_BY} {run} .\n"
    )


def result(
    result: Result,
    reading: Reading,
    local: LocalNames,
    *,
    run: str,
    scale: str | None,
) -> str:
    """
    Return a result's node, with its evidence.

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
    node = str(local.result(*parts, result.value, result.unit, result.kind))
    said = about(
        node,
        (
            (terms.TYPE, iri(Sg.Result)),
            *((predicate, str(end)) for predicate, end in ends if end is not None),
            *_number(result, scale),
        ),
    )
    span = _result_evidence(result, reading)
    return said + evidence(node, reading, span, confidence=result.confidence, run=run)


def _number(result: Result, scale: str | None) -> Iterator[Property]:
    number = literals.number(result.value)
    if number is not None:
        yield Sg.value, str(number)
        doubt = metrics.scale_doubt(scale, Decimal(number.value), result.kind)
        yield Sg.scaleDoubt, lines.boolean(value=doubt)
    yield Sg.rawValue, lines.plain(result.value)
    # Empty where none is written: a query need not ask for it as optional.
    yield Sg.unit, lines.plain(result.unit)
    yield Sg.resultKind, iri(terms.RESULT_KINDS[result.kind])


def _result_evidence(result: Result, reading: Reading) -> Span:
    if fits(result.evidence, reading.text):
        return result.evidence
    span = reading.sentences.giving(result.value)
    return span if fits(span, reading.text) else Span(0, len(reading.text))
