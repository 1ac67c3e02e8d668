"""Scores as other vocabularies group them: by method, dataset and task."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from scholargraph.model import ResolvedPaper, Result
from scholargraph.rdf.triples import order
from scholargraph.vocab import RelationType, ResultKind


@dataclass(frozen=True, slots=True)
class Evaluation:
    """
    A method on a dataset for a task, by concept id, and the scores it reached.

    Each is ``None`` where the paper does not say.
    """

    method: str | None
    dataset: str | None
    task: str | None
    scores: tuple[tuple[str, Result], ...]


def evaluations(resolved: ResolvedPaper) -> Iterator[Evaluation]:
    """
    Yield the evaluations that a paper reports, in a fixed order.

    Gains and ratios are no scores. A score needs a metric, and a method or a dataset.
    The task is the score's own; where it has none, the one task that the paper says
    the dataset is a benchmark for, or else that the method is used for. Where it says
    so of several, none is chosen.
    """
    stated = _Tasks(resolved)
    found: dict[tuple[str, str, str], list[tuple[str, Result]]] = defaultdict(list)
    for result in sorted(resolved.extraction.results, key=order):
        method, dataset, task, metric = (
            resolved.concept_ids.get(name or "", "")
            for name in (result.method, result.dataset, result.task, result.metric)
        )
        if result.kind == ResultKind.ABSOLUTE and metric and (method or dataset):
            task = task or stated.of(dataset, method)
            found[method, dataset, task].append((metric, result))
    for (method, dataset, task), scores in sorted(
        found.items(), key=lambda item: item[0]
    ):
        yield Evaluation(method or None, dataset or None, task or None, tuple(scores))


class _Tasks:
    """The tasks that a paper relates its datasets and methods to."""

    def __init__(self, resolved: ResolvedPaper) -> None:
        self._tasks: dict[tuple[RelationType, str], set[str]] = defaultdict(set)
        ids = resolved.concept_ids
        for relation in resolved.extraction.relations:
            head, tail = ids.get(relation.head), ids.get(relation.tail)
            if head and tail:
                self._tasks[relation.type, head].add(tail)

    def of(self, dataset: str, method: str) -> str:
        """Return the one task that the paper states, or the empty text."""
        benchmark = self._tasks.get((RelationType.BENCHMARK_FOR, dataset), set())
        found = benchmark or self._tasks.get((RelationType.USED_FOR, method), set())
        return next(iter(found)) if len(found) == 1 else ""
