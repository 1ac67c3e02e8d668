"""
The graph in the terms of Linked Papers With Code.

Terms: its ontology (https://linkedpaperswithcode.com/ontology#) and the scripts that
make its data, https://github.com/metaphacts/linkedpaperswithcode. Names of papers and
datasets are ``dcterms:title``, of all else ``foaf:name``; addresses are ``xsd:anyURI``
literals; values are strings, as there. What its ontology types as ``xsd:date`` is left
out where only a month or year is known. It has no class of metrics: they are names.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from scholargraph.ids import slug
from scholargraph.model import Concept, Paper, Result
from scholargraph.rdf import literals, nodes, terms
from scholargraph.rdf.iris import LocalNames, web_address
from scholargraph.rdf.profiles.evaluations import Evaluation, evaluations
from scholargraph.rdf.profiles.translator import Translator
from scholargraph.rdf.statements import (
    Reading,
    leads_to,
    link_statements,
    relation_statements,
)
from scholargraph.rdf.terms import Sg
from scholargraph.vocab import Kind, LinkKind, RelationType, Role

_CLASS: Final = "https://linkedpaperswithcode.com/class/"
_PROPERTY: Final = "https://linkedpaperswithcode.com/property/"
_FABIO: Final = "http://purl.org/spar/fabio/"
_FOAF: Final = "http://xmlns.com/foaf/0.1/"
NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"lpwc": _PROPERTY, "lpwcc": _CLASS, "fabio": _FABIO, "foaf": _FOAF}
)
SORTS: Final = (
    "conference",
    "evaluation",
    "evaluationresult",
    "model",
    "repositoryreferences",
)

_ANY_URI: Final = NamedNode("http://www.w3.org/2001/XMLSchema#anyURI")
_NAME: Final = NamedNode(_FOAF + "name")
_HOMEPAGE: Final = NamedNode(_FOAF + "homepage")
_URL: Final = NamedNode(_FABIO + "hasURL")
_ARXIV: Final = NamedNode(_FABIO + "hasArXivId")
_CLASSES: Final = {
    name: NamedNode(_CLASS + name)
    for name in (
        "conference",
        "dataset",
        "evaluation",
        "evaluationresult",
        "method",
        "model",
        "paper",
        "repository",
        "repositoryreferences",
        "task",
    )
}
_PROPERTIES: Final = {
    name: NamedNode(_PROPERTY + name)
    for name in (
        "creatorName",
        "hasConference",
        "hasDataset",
        "hasEvaluation",
        "hasEvaluationResult",
        "hasMethod",
        "hasModel",
        "hasOfficialRepository",
        "hasRepository",
        "hasRepositoryReferences",
        "hasSubtask",
        "hasTask",
        "hasURLAbstract",
        "hasVariant",
        "introducedBy",
        "metricName",
        "metricValue",
        "numberPapers",
        "paperMentionsRepository",
        "usedForTask",
        "usesDataset",
    )
}
# What a paper has, in which roles: a baseline or a mention is none of it.
_USES: Final[Mapping[tuple[Kind, Role], str]] = MappingProxyType(
    {
        (Kind.METHOD, Role.INTRODUCES): "hasMethod",
        (Kind.METHOD, Role.USES): "hasMethod",
        (Kind.TASK, Role.INTRODUCES): "hasTask",
        (Kind.TASK, Role.ADDRESSES): "hasTask",
        (Kind.DATASET, Role.EVALUATES): "usesDataset",
        (Kind.DATASET, Role.TRAINS): "usesDataset",
    }
)
_KIND: Final[Mapping[Kind, str]] = MappingProxyType(
    {Kind.METHOD: "method", Kind.DATASET: "dataset", Kind.TASK: "task"}
)
_BENCHMARK_FOR: Final = terms.RELATIONS[RelationType.BENCHMARK_FOR]
_CLOSE: Final = frozenset({"", "%", "x"})  # units written without a space


class Maker(Translator):
    """Makes the triples; see ``profiles.Facts``."""

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {c.id: nodes.names(c)[0] for c in self._known}

    def concepts(self, concepts: Iterable[Concept]) -> Iterator[Triple]:
        """Yield the triples of methods, datasets and tasks."""
        for concept in concepts:
            if concept.kind in _KIND:
                yield from self._concept(concept)

    def _concept(self, concept: Concept) -> Iterator[Triple]:
        node, name = self._addresses.concept(concept.id), self._labels[concept.id]
        is_dataset = concept.kind == Kind.DATASET
        yield Triple(node, terms.TYPE, _CLASSES[_KIND[concept.kind]])
        yield Triple(node, terms.TITLE if is_dataset else _NAME, literals.plain(name))
        if concept.kind != Kind.TASK:
            count = literals.integer(concept.paper_count)
            yield Triple(node, _PROPERTIES["numberPapers"], count)
        home = web_address(concept.home) if concept.home and is_dataset else None
        if home is not None:
            yield Triple(node, _HOMEPAGE, _address(home))
        for broader in sorted(set(concept.broader) - {concept.id}):
            wider = self._addresses.concept(broader)
            if concept.kind == Kind.TASK:
                yield Triple(wider, _PROPERTIES["hasSubtask"], node)
            elif is_dataset:
                yield Triple(wider, _PROPERTIES["hasVariant"], literals.plain(name))

    def _all(self, reading: Reading) -> Iterator[Triple]:
        paper = reading.resolved.paper
        yield from _about(reading.paper, paper)
        if paper.venue:
            conference = NamedNode(f"{self._base}conference/{slug(paper.venue)}")
            yield Triple(reading.paper, _PROPERTIES["hasConference"], conference)
            yield Triple(conference, terms.TYPE, _CLASSES["conference"])
            yield Triple(conference, _NAME, literals.plain(paper.venue))
        names = LocalNames(self._base, paper.id)
        yield from self._uses(reading)
        yield from self._links(reading, names)
        for evaluation in evaluations(reading.resolved):
            yield from self._evaluation(evaluation, reading.paper, names)

    def _uses(self, reading: Reading) -> Iterator[Triple]:
        for id_, entity in reading.concepts.items():
            concept = self._addresses.concept(id_)
            use = _USES.get((entity.kind, entity.role))
            if use:
                yield Triple(reading.paper, _PROPERTIES[use], concept)
            introduced = entity.role == Role.INTRODUCES
            if introduced and entity.kind in {Kind.METHOD, Kind.DATASET}:
                yield Triple(concept, _PROPERTIES["introducedBy"], reading.paper)
        for item in relation_statements(reading):
            if item.predicate == _BENCHMARK_FOR:
                yield Triple(item.subject, _PROPERTIES["usedForTask"], item.object)

    def _links(self, reading: Reading, names: LocalNames) -> Iterator[Triple]:
        """Yield where code is; other links have no place in the vocabulary."""
        for item in link_statements(reading):
            if not leads_to(item, LinkKind.CODE):
                continue
            official = item.predicate == Sg.hasRepository
            use = "hasOfficialRepository" if official else "hasRepository"
            told = names.other("repositoryreferences", item.object.value)
            yield Triple(reading.paper, _PROPERTIES[use], item.object)
            yield Triple(reading.paper, _PROPERTIES["hasRepositoryReferences"], told)
            yield Triple(item.object, terms.TYPE, _CLASSES["repository"])
            yield Triple(item.object, _URL, _address(item.object))
            yield Triple(told, terms.TYPE, _CLASSES["repositoryreferences"])
            yield Triple(told, _PROPERTIES["hasRepository"], item.object)
            yes = literals.boolean(value=True)
            yield Triple(told, _PROPERTIES["paperMentionsRepository"], yes)

    def _evaluation(
        self, evaluation: Evaluation, paper: NamedNode, names: LocalNames
    ) -> Iterator[Triple]:
        ends = evaluation.method, evaluation.dataset, evaluation.task
        node = names.other("evaluation", *(end or "" for end in ends))
        yield Triple(paper, _PROPERTIES["hasEvaluation"], node)
        yield Triple(node, terms.TYPE, _CLASSES["evaluation"])
        if evaluation.task:
            task = self._addresses.concept(evaluation.task)
            yield Triple(node, _PROPERTIES["hasTask"], task)
        if evaluation.dataset:
            dataset = self._addresses.concept(evaluation.dataset)
            yield Triple(node, _PROPERTIES["hasDataset"], dataset)
            yield Triple(paper, _PROPERTIES["usesDataset"], dataset)
        if evaluation.method:
            model = self._model(evaluation.method)
            yield Triple(node, _PROPERTIES["hasModel"], model)
            yield Triple(paper, _PROPERTIES["hasModel"], model)
            yield Triple(model, terms.TYPE, _CLASSES["model"])
            label = self._labels.get(evaluation.method, evaluation.method)
            yield Triple(model, _NAME, literals.plain(label))
        yield from self._scores(evaluation, node, names)

    def _scores(
        self, evaluation: Evaluation, node: NamedNode, names: LocalNames
    ) -> Iterator[Triple]:
        ends = evaluation.method, evaluation.dataset, evaluation.task
        for metric, result in evaluation.scores:
            parts = (*(end or "" for end in ends), metric, _value(result))
            score = names.other("evaluationresult", *parts)
            yield Triple(node, _PROPERTIES["hasEvaluationResult"], score)
            yield Triple(score, terms.TYPE, _CLASSES["evaluationresult"])
            label = literals.plain(self._labels.get(metric, metric))
            yield Triple(score, _PROPERTIES["metricName"], label)
            value = literals.plain(_value(result))
            yield Triple(score, _PROPERTIES["metricValue"], value)

    def _model(self, method: str) -> NamedNode:
        """Return the address of what was evaluated of a method."""
        concept = self._addresses.concept(method).value
        name = concept.removeprefix(f"{self._base}concept/").removeprefix("method/")
        return NamedNode(f"{self._base}model/{name}")


def _about(node: NamedNode, paper: Paper) -> Iterator[Triple]:
    yield Triple(node, terms.TYPE, _CLASSES["paper"])
    yield Triple(node, terms.TITLE, literals.plain(paper.title))
    if paper.abstract:
        yield Triple(node, terms.ABSTRACT, literals.plain(paper.abstract))
    date = literals.iso_date(paper.date) if paper.date else None
    if date is not None and date.datatype == terms.DATE_TYPES[-1]:
        yield Triple(node, terms.DATE, date)
    for author in dict.fromkeys(paper.authors):
        yield Triple(node, _PROPERTIES["creatorName"], literals.plain(author))
    for scheme, value in paper.identifiers:
        if scheme == "arxiv":
            yield Triple(node, _ARXIV, literals.plain(value))
    for page in nodes.pages(paper):
        yield Triple(node, _PROPERTIES["hasURLAbstract"], _address(page))


def _address(node: NamedNode) -> Literal:
    return Literal(node.value, datatype=_ANY_URI)


def _value(result: Result) -> str:
    """Return the number with its unit, as in a table of results."""
    space = "" if result.unit in _CLOSE else " "
    return f"{result.value}{space}{result.unit}"
