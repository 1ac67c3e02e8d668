"""
Evaluate predictions against a gold file, and one run against another.

What comes out are frozen records; how they look is for ``layout`` and ``browser``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from scholargraph.errors import InputError
from scholargraph.evaluation.annotation import (
    Annotation,
    from_extraction,
    read_gold,
)
from scholargraph.evaluation.counting import (
    Aligned,
    Counts,
    align,
    count,
    count_taken,
)
from scholargraph.evaluation.details import (
    Calibration,
    Confusion,
    calibrations,
    kind_confusion,
    link_layers,
    partial_layers,
    role_confusion,
)
from scholargraph.evaluation.intervals import (
    SAMPLES,
    Difference,
    Interval,
    difference,
    f1_interval,
)
from scholargraph.model import Extraction, Paper


@dataclass(frozen=True, slots=True)
class Figure:
    """The counts of a layer over all papers, and the 95 % interval of its F1."""

    layer: str
    counts: Counts
    interval: Interval


@dataclass(frozen=True, slots=True)
class Case:
    """One paper: its aligned annotations and its counts by layer."""

    paper: Paper
    aligned: Aligned
    layers: Mapping[str, Counts]
    partial: Mapping[str, Counts]
    taken: Mapping[str, Counts]

    @property
    def errors(self) -> int:
        """The wrong and missing concepts, a wrong role counting as both."""
        counts = self.layers["concept+role"]
        return counts.wrong + counts.missing


@dataclass(frozen=True, slots=True)
class Report:
    """
    How well predictions agree with a gold file.

    ``figures`` are those of the guidelines' scorer, ``partial`` those of mentions
    that overlap and of links' kinds, ``taken`` those of the results that are sure
    enough for the graph; ``unanswered`` counts the gold papers that no prediction was
    given for, all of whose statements are missing.
    """

    gold: str
    papers: int
    unanswered: int
    figures: tuple[Figure, ...]
    partial: tuple[Figure, ...]
    taken: tuple[Figure, ...]
    kinds: tuple[Confusion, ...]
    roles: tuple[Confusion, ...]
    calibrations: tuple[Calibration, ...]
    cases: tuple[Case, ...]

    def figure(self, layer: str) -> Figure:
        """Return the figure of a layer; raise KeyError where there is none."""
        for figure in (*self.figures, *self.partial):
            if figure.layer == layer:
                return figure
        raise KeyError(layer)

    def worst(self, number: int) -> tuple[Case, ...]:
        """Return the papers with the most errors, the worst first."""
        ranked = sorted(self.cases, key=lambda case: (-case.errors, case.paper.id))
        return tuple(ranked[:number])


@dataclass(frozen=True, slots=True)
class Change:
    """The F1 of a layer in two runs, and their difference."""

    layer: str
    first: float
    second: float
    difference: Difference


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from a first run to a second over the same papers."""

    papers: int
    changes: tuple[Change, ...]


def gold_papers(gold: Path) -> Iterator[Paper]:
    """Yield the papers of a gold file, to be extracted."""
    for paper, _ in read_gold(gold).values():
        yield paper


def evaluate(
    gold: Path,
    predictions: Iterable[tuple[Paper, Extraction]],
    *,
    samples: int = SAMPLES,
    seed: int = 0,
) -> Report:
    """
    Return how well predictions agree with a gold file; the rest they hold is ignored.

    Raises
    ------
    InputError
        Where the gold file cannot be read, or a prediction is of another text than
        the gold paper of its id.

    """
    answers = ((paper, from_extraction(found)) for paper, found in predictions)
    return _report(gold, answers, samples=samples, seed=seed)


def evaluate_file(
    gold: Path, predictions: Path, *, samples: int = SAMPLES, seed: int = 0
) -> Report:
    """
    Return how well a file of predictions agrees with a gold file.

    The file is in the record format, its mentions with offsets or as bare strings;
    raises as ``evaluate``.
    """
    answers = read_gold(predictions).values()
    return _report(gold, answers, samples=samples, seed=seed)


def _report(
    gold: Path,
    answers: Iterable[tuple[Paper, Annotation]],
    *,
    samples: int,
    seed: int,
) -> Report:
    wanted = read_gold(gold)
    given: dict[str, Annotation] = {}
    for paper, annotation in answers:
        if paper.id in wanted:
            if wanted[paper.id][0].text != paper.text:
                raise InputError(gold, f"{paper.id}: predicted from another text")
            given[paper.id] = annotation
    cases = tuple(
        _case(paper, annotation, given.get(id_, Annotation()))
        for id_, (paper, annotation) in wanted.items()
    )
    aligned = [case.aligned for case in cases]
    return Report(
        gold=str(gold),
        papers=len(cases),
        unanswered=len(wanted.keys() - given.keys()),
        figures=_figures([case.layers for case in cases], samples=samples, seed=seed),
        partial=_figures([case.partial for case in cases], samples=samples, seed=seed),
        taken=_figures([case.taken for case in cases], samples=samples, seed=seed),
        kinds=kind_confusion(aligned),
        roles=role_confusion(aligned),
        calibrations=calibrations(aligned),
        cases=cases,
    )


def compare(
    first: Report, second: Report, *, samples: int = SAMPLES, seed: int = 0
) -> Comparison:
    """
    Compare two runs over the same gold papers, layer by layer.

    Raises
    ------
    InputError
        Where the two reports are of different papers.

    """
    if [case.paper.id for case in first.cases] != [
        case.paper.id for case in second.cases
    ]:
        raise InputError(second.gold, "the runs were evaluated on different papers")
    layers = dict.fromkeys(figure.layer for figure in (*first.figures, *second.figures))
    return Comparison(
        papers=first.papers,
        changes=tuple(
            _change(layer, first, second, samples=samples, seed=seed)
            for layer in sorted(layers)
        ),
    )


def _case(paper: Paper, gold: Annotation, predicted: Annotation) -> Case:
    aligned = align(gold, predicted)
    partial = {**partial_layers(aligned), **link_layers(aligned)}
    layers = map(MappingProxyType, (count(aligned), partial, count_taken(aligned)))
    return Case(paper, aligned, *layers)


def _figures(
    papers: Sequence[Mapping[str, Counts]], *, samples: int, seed: int
) -> tuple[Figure, ...]:
    names = sorted({layer for layers in papers for layer in layers})
    return tuple(
        _figure(name, [layers.get(name, Counts()) for layers in papers], samples, seed)
        for name in names
    )


def _figure(layer: str, counts: Sequence[Counts], samples: int, seed: int) -> Figure:
    interval = f1_interval(counts, samples=samples, seed=seed)
    return Figure(layer, sum(counts, Counts()), interval)


def _change(
    layer: str, first: Report, second: Report, *, samples: int, seed: int
) -> Change:
    one = [case.layers.get(layer, Counts()) for case in first.cases]
    other = [case.layers.get(layer, Counts()) for case in second.cases]
    return Change(
        layer,
        sum(one, Counts()).f1,
        sum(other, Counts()).f1,
        difference(one, other, samples=samples, seed=seed),
    )
