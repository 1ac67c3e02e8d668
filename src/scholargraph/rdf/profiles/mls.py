"""
The graph in the terms of ML-Schema, http://www.w3.org/ns/mls#.

Methods are algorithms, metrics evaluation measures. A paper is a study, derived from
it; an evaluation that it reports is a run, which realizes the algorithm, takes the
dataset, achieves the task, and puts out a model evaluation for each score. A run
without scores stands for a statement that a method was evaluated or trained on a
dataset.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode, Triple

from scholargraph.model import Concept, ResolvedPaper
from scholargraph.rdf import literals, nodes, terms
from scholargraph.rdf.iris import LocalNames
from scholargraph.rdf.profiles.evaluations import Evaluation, evaluations
from scholargraph.rdf.profiles.translator import Translator
from scholargraph.rdf.statements import Reading, relation_statements
from scholargraph.text import readable
from scholargraph.vocab import Kind, RelationType

_MLS: Final = "http://www.w3.org/ns/mls#"
NAMES: Final[Mapping[str, str]] = MappingProxyType({"mls": _MLS})
SORTS: Final = ("score", "specification", "study", "trial")


def _mls(name: str) -> NamedNode:
    return NamedNode(_MLS + name)


_KINDS: Final[Mapping[Kind, NamedNode]] = MappingProxyType(
    {
        Kind.METHOD: _mls("Algorithm"),
        Kind.DATASET: _mls("Dataset"),
        Kind.METRIC: _mls("EvaluationMeasure"),
        Kind.TASK: _mls("Task"),
    }
)
_STUDY: Final = _mls("Study")
_RUN: Final = _mls("Run")
_MODEL_EVALUATION: Final = _mls("ModelEvaluation")
_SPECIFICATION: Final = _mls("EvaluationSpecification")
_HAS_PART: Final = _mls("hasPart")
_REALIZES: Final = _mls("realizes")
_HAS_INPUT: Final = _mls("hasInput")
_HAS_OUTPUT: Final = _mls("hasOutput")
_ACHIEVES: Final = _mls("achieves")
_SPECIFIED_BY: Final = _mls("specifiedBy")
_HAS_VALUE: Final = _mls("hasValue")
# "A relation between a task and either the data or an evaluation specification".
_DEFINED_ON: Final = _mls("definedOn")
_BENCHMARK_FOR: Final = terms.RELATIONS[RelationType.BENCHMARK_FOR]
_MEASURED_BY: Final = terms.RELATIONS[RelationType.MEASURED_BY]
_TRIALS: Final = frozenset({RelationType.EVALUATED_ON, RelationType.TRAINED_ON})


class Maker(Translator):
    """Makes the triples; see ``profiles.Facts``."""

    @cached_property
    def _tasks(self) -> frozenset[NamedNode]:
        tasks = (c.id for c in self._known if c.kind == Kind.TASK)
        return frozenset(map(self._addresses.concept, tasks))

    def concepts(self, concepts: Iterable[Concept]) -> Iterator[Triple]:
        """Yield the type and the names of concepts."""
        for concept in concepts:
            node = self._addresses.concept(concept.id)
            label, *aliases = nodes.names(concept)
            yield Triple(node, terms.TYPE, _KINDS[concept.kind])
            yield Triple(node, terms.LABEL, literals.plain(label))
            for alias in aliases:
                yield Triple(node, terms.ALT_LABEL, literals.plain(alias))

    def _all(self, reading: Reading) -> Iterator[Triple]:
        """Yield the study of a paper and what it is about."""
        paper = reading.resolved.paper
        names = LocalNames(self._base, paper.id)
        study = names.other("study")
        yield Triple(study, terms.TYPE, _STUDY)
        title = readable(paper.title) or paper.id
        yield Triple(study, terms.LABEL, literals.plain(title))
        yield Triple(study, terms.DERIVED_FROM, reading.paper)
        done: set[tuple[str | None, str | None]] = set()
        for evaluation in evaluations(reading.resolved):
            done.add((evaluation.method, evaluation.dataset))
            yield from self._run(evaluation, study, names)
        for pair in sorted(_trials(reading.resolved) - done, key=str):
            yield from self._run(Evaluation(*pair, None, ()), study, names)
        yield from self._definitions(reading)

    def _run(
        self, evaluation: Evaluation, study: NamedNode, names: LocalNames
    ) -> Iterator[Triple]:
        ends = (
            (_REALIZES, evaluation.method),
            (_HAS_INPUT, evaluation.dataset),
            (_ACHIEVES, evaluation.task),
        )
        parts = tuple(id_ or "" for _, id_ in ends)
        run = names.other("trial", *parts)
        yield Triple(study, _HAS_PART, run)
        yield Triple(run, terms.TYPE, _RUN)
        for predicate, id_ in ends:
            if id_:
                yield Triple(run, predicate, self._addresses.concept(id_))
        for metric, result in evaluation.scores:
            score = names.other("score", *parts, metric, result.value, result.unit)
            yield Triple(run, _HAS_OUTPUT, score)
            yield Triple(score, terms.TYPE, _MODEL_EVALUATION)
            yield Triple(score, _SPECIFIED_BY, self._addresses.concept(metric))
            number = literals.number(result.value)
            value = literals.plain(result.value) if number is None else number
            yield Triple(score, _HAS_VALUE, value)

    def _definitions(self, reading: Reading) -> Iterator[Triple]:
        """Yield what data and which measures the paper says a task is defined on."""
        for item in relation_statements(reading):
            if item.predicate == _BENCHMARK_FOR:
                yield Triple(item.object, _DEFINED_ON, item.subject)
            elif item.predicate == _MEASURED_BY and item.subject in self._tasks:
                ends = item.subject, item.object
                name = "--".join(end.value.rpartition("/")[2] for end in ends)
                specification = NamedNode(f"{self._base}specification/{name}")
                yield Triple(item.subject, _DEFINED_ON, specification)
                yield Triple(specification, terms.TYPE, _SPECIFICATION)
                yield Triple(specification, _HAS_PART, item.object)


def _trials(resolved: ResolvedPaper) -> set[tuple[str, str]]:
    ids = resolved.concept_ids
    pairs = (
        (ids.get(relation.head), ids.get(relation.tail))
        for relation in resolved.extraction.relations
        if relation.type in _TRIALS
    )
    return {(head, tail) for head, tail in pairs if head and tail}
