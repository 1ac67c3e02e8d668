"""
Triples, quads and nanopublications, in any RDF format and vocabulary.

In our own vocabulary triples are made as lines of N-Triples. N-Triples and N-Quads are
written from those, in two thirds of the time that it takes by way of objects.
"""

from collections.abc import Iterator
from itertools import chain
from typing import IO

from pyoxigraph import NamedNode, Quad, Triple

from scholargraph import rdf
from scholargraph.exports.parts import Part, Write
from scholargraph.exports.settings import Settings
from scholargraph.ids import local_name
from scholargraph.model import Corpus
from scholargraph.rdf import jsonld, nanopubs, profiles
from scholargraph.rdf.profiles import Facts, Profile, schema_org
from scholargraph.rdf.replacements import replacements


def triples(corpus: Corpus, settings: Settings, format_name: str) -> Write:
    """Return what writes a part of a corpus as triples."""
    if format_name == "ntriples" and settings.profile is None:
        return _lines(corpus, settings, apart=False)
    profile = _profile(settings)
    facts = _facts(profile, corpus, settings, apart=False)
    once = replacements(_replaced(corpus, settings), base=settings.base)

    def write(part: Part, stream: IO[bytes]) -> None:
        if format_name == "jsonld" and isinstance(facts, schema_org.Maker):
            jsonld.write_objects(_trees(facts, part), stream, {**schema_org.CONTEXT})
            return
        rdf.write(
            chain(_triples(facts, part), once),
            stream,
            format_name,
            base=settings.base,
            names=profile.names(settings.base),
        )

    return write


def quads(corpus: Corpus, settings: Settings, format_name: str) -> Write:
    """
    Return what writes a part of a corpus as quads, a named graph for each paper.

    What is known of concepts is in the default graph. What several papers state is in
    the graph of each.
    """
    if format_name == "nquads" and settings.profile is None:
        return _lines(corpus, settings, apart=True)
    profile = _profile(settings)
    facts = _facts(profile, corpus, settings, apart=True)
    replaced = replacements(_replaced(corpus, settings), base=settings.base)
    once = (Quad(*triple) for triple in replaced)

    def write(part: Part, stream: IO[bytes]) -> None:
        rdf.write_quads(
            chain(_quads(facts, part, settings.base), once),
            stream,
            format_name,
            base=settings.base,
            names={"graph": f"{settings.base}graph/", **profile.names(settings.base)},
        )

    return write


def nanopublications(corpus: Corpus, settings: Settings, *_: object) -> Write:
    """Return what writes the statements of a part of a corpus, as TriG."""
    maker = nanopubs.Maker(corpus.concepts, base=settings.base, run=settings.run)

    def write(part: Part, stream: IO[bytes]) -> None:
        rdf.write_quads(
            (quad for resolved in part.papers() for quad in maker.paper(resolved)),
            stream,
            "trig",
            base=settings.base,
            names={"nanopub": f"{settings.base}nanopub/", **nanopubs.NAMES},
        )

    return write


def _profile(settings: Settings) -> Profile:
    name = settings.profile
    return profiles.OWN if name is None else profiles.PROFILES[name]


def _facts(
    profile: Profile, corpus: Corpus, settings: Settings, *, apart: bool
) -> Facts:
    return profile.make(
        corpus.concepts, base=settings.base, run=settings.run, apart=apart
    )


def _replaced(corpus: Corpus, settings: Settings) -> dict[str, str]:
    """Return where ids that were given up lead to; the first part is to say it."""
    if settings.profile is not None:
        return {}
    wanted = set(settings.replaced.values())
    walk = corpus.concepts if wanted else ()
    known = {concept.id for concept in walk if concept.id in wanted}
    return {old: new for old, new in settings.replaced.items() if new in known}


def _lines(corpus: Corpus, settings: Settings, *, apart: bool) -> Write:
    """Return what writes N-Triples, or with ``apart`` N-Quads, in our vocabulary."""
    base = settings.base
    maker = rdf.Maker(corpus.concepts, base=base, run=settings.run, apart=apart)
    once = iter([rdf.replacement_lines(_replaced(corpus, settings), base=base)])

    def write(part: Part, stream: IO[bytes]) -> None:
        for text in maker.concept_lines(part.concepts):
            stream.write(text.encode())
        for resolved in part.papers():
            text = maker.paper_lines(resolved)
            if apart:
                # A line break within a literal is escaped: each ends a line.
                graph = _graph(resolved.paper.id, base)
                text = text.replace(" .\n", f" {graph} .\n")
            stream.write(text.encode())
        for text in once:
            stream.write(text.encode())

    return write


def _graph(paper_id: str, base: str) -> NamedNode:
    """Return the address of the named graph of a paper."""
    return NamedNode(f"{base}graph/{local_name(paper_id)}")


def _triples(facts: Facts, part: Part) -> Iterator[Triple]:
    yield from facts.concepts(part.concepts)
    for resolved in part.papers():
        yield from facts.paper(resolved)


def _quads(facts: Facts, part: Part, base: str) -> Iterator[Quad]:
    for t in facts.concepts(part.concepts):
        yield Quad(t.subject, t.predicate, t.object)
    for resolved in part.papers():
        graph = _graph(resolved.paper.id, base)
        for t in facts.paper(resolved):
            yield Quad(t.subject, t.predicate, t.object, graph)


def _trees(maker: schema_org.Maker, part: Part) -> Iterator[jsonld.Json]:
    yield from maker.concept_trees(part.concepts)
    for resolved in part.papers():
        yield maker.article(resolved)
