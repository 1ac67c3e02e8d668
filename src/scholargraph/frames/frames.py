"""The frames of a corpus, each made when first asked for."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final

import pandas as pd

from scholargraph.errors import UnknownNameError
from scholargraph.frames.columns import COLUMNS, to_frame
from scholargraph.frames.numbers import to_date, to_decimal
from scholargraph.frames.parts import Stated, records, stated
from scholargraph.model import Concept, Corpus, Paper
from scholargraph.vocab import ROLES, Kind, Role

_STRENGTH: Final = {
    (kind.value, role.value): place
    for kind, roles in ROLES.items()
    for place, role in enumerate(roles)
}
_WEAKEST: Final = len(Role)
_BATCH: Final = 500


class Frames:
    """
    The frames of a corpus; an opened graph hands them out as ``graph.papers()``, ….

    Each is read from the corpus once; what a caller gets is a copy of its own. Rows
    follow the order of paper ids and, within a paper, of the record. ``columns``
    tells what a frame's columns hold.
    """

    def __init__(self, corpus: Corpus) -> None:
        """Read from ``corpus``."""
        self._corpus = corpus
        self._made: dict[str, pd.DataFrame] = {}

    def papers(self) -> pd.DataFrame:
        """Return one row a paper: title, date with its precision, authors, venue."""
        return self._frame("papers", self._read_papers)

    def concepts(self, kind: Kind | str | None = None) -> pd.DataFrame:
        """
        Return one row a concept: kind, label, number of papers, matches.

        ``kind`` chooses one of Method, Dataset, Metric and Task, in any case.

        Raises
        ------
        UnknownNameError
            Where no kind has that name.

        """
        frame = self._frame("concepts", self._read_concepts)
        if kind is None:
            return frame
        chosen = to_kind(kind)
        return frame[frame["kind"] == chosen.value].reset_index(drop=True)

    def roles(self) -> pd.DataFrame:
        """
        Return one row for each concept of each paper, in its strongest role.

        This is the paper-concept matrix that most measures begin with.
        """
        return self._frame("roles", self._read_roles)

    def mentions(self) -> pd.DataFrame:
        """Return one row for each place where a paper names a concept."""
        return self._frame("mentions", self._read_mentions)

    def relations(self) -> pd.DataFrame:
        """Return one row for each statement that relates two concepts of a paper."""
        return self._frame("relations", self._read_relations)

    def results(self) -> pd.DataFrame:
        """
        Return one row for each reported number.

        ``value`` is missing where ``raw`` is no single number, such as "2-7".
        """
        return self._frame("results", self._read_results)

    def links(self) -> pd.DataFrame:
        """Return one row for each address that a paper gives."""
        return self._frame("links", self._read_links)

    def columns(self, name: str) -> pd.DataFrame:
        """
        Return what the columns of a frame are: name, type and meaning.

        Raises
        ------
        UnknownNameError
            Where no frame has that name.

        """
        if name not in COLUMNS:
            raise UnknownNameError("frame", name, COLUMNS)
        rows = [(c.name, c.type, c.meaning) for c in COLUMNS[name]]
        return pd.DataFrame(rows, columns=["column", "type", "meaning"])

    def _frame(self, name: str, read: Callable[[], Iterator[Any]]) -> pd.DataFrame:
        if name not in self._made:
            columns: dict[str, list[Any]] = {c.name: [] for c in COLUMNS[name]}
            rows = read()
            # A batch at a time: half a million tuples keep the garbage collector busy.
            while batch := list(islice(rows, _BATCH)):
                for column, values in zip(
                    columns.values(), zip(*batch, strict=True), strict=True
                ):
                    column.extend(values)
            self._made[name] = to_frame(name, columns)
        return self._made[name].copy()

    def _read_papers(self) -> Iterator[tuple[Any, ...]]:
        for paper in records(self._corpus):
            yield _paper_row(paper)

    def _read_concepts(self) -> Iterator[tuple[Any, ...]]:
        for concept in self._corpus.concepts:
            yield _concept_row(concept)

    def _read_roles(self) -> Iterator[tuple[Any, ...]]:
        for paper in stated(self._corpus, "entities", with_text=False):
            yield from _role_rows(paper)

    def _read_mentions(self) -> Iterator[tuple[Any, ...]]:
        for paper in stated(self._corpus, "entities", with_text=False):
            id_, concepts = paper.paper, paper.concepts
            for entity in paper.items:
                name, kind, role = entity["name"], entity["type"], entity["role"]
                concept, sure = concepts.get(name), entity["confidence"]
                for mention in entity["mentions"]:
                    yield (
                        id_,
                        concept,
                        name,
                        kind,
                        role,
                        mention["start"],
                        mention["end"],
                        mention["text"],
                        mention["confidence"],
                        sure,
                    )

    def _read_relations(self) -> Iterator[tuple[Any, ...]]:
        for paper in stated(self._corpus, "relations"):
            for item in paper.items:
                head, tail = item["head"], item["tail"]
                yield (
                    paper.paper,
                    paper.concepts.get(head),
                    item["type"],
                    paper.concepts.get(tail),
                    head,
                    tail,
                    *_evidence(paper, item),
                )

    def _read_results(self) -> Iterator[tuple[Any, ...]]:
        for paper in stated(self._corpus, "results"):
            for number, item in enumerate(paper.items, start=1):
                exact = to_decimal(item["value"])
                yield (
                    paper.paper,
                    number,
                    *(paper.concepts.get(item[of]) for of in _RESULT_OF),
                    item["value"],
                    None if exact is None else float(exact),
                    exact,
                    item["unit"],
                    item["kind"],
                    *_evidence(paper, item),
                )

    def _read_links(self) -> Iterator[tuple[Any, ...]]:
        for paper in stated(self._corpus, "links"):
            for item in paper.items:
                yield (
                    paper.paper,
                    item["url"],
                    item["kind"],
                    item["own"],
                    *_evidence(paper, item),
                )


_RESULT_OF: Final = ("method", "dataset", "task", "metric")


def to_kind(kind: Kind | str) -> Kind:
    """
    Return the kind of that name, in any case.

    >>> to_kind("dataset")
    <Kind.DATASET: 'Dataset'>

    Raises
    ------
    UnknownNameError
        Where no kind has that name.

    """
    try:
        return Kind(str(kind).strip().title())
    except ValueError as error:
        raise UnknownNameError("kind", str(kind), list(Kind)) from error


def _evidence(paper: Stated, item: dict[str, Any]) -> tuple[int, int, str, float]:
    start, end = item["start"], item["end"]
    return start, end, paper.text[start:end], item["confidence"]


def _paper_row(paper: Paper) -> tuple[Any, ...]:
    identifiers = dict(paper.identifiers)
    return (
        paper.id,
        paper.title,
        paper.abstract,
        *to_date(paper.date),
        paper.authors,
        paper.venue,
        paper.categories,
        identifiers.get("arxiv"),
        identifiers.get("doi"),
        paper.address,
    )


def _concept_row(concept: Concept) -> tuple[Any, ...]:
    matches = concept.matches
    best = min(matches, key=lambda m: (not m.exact, -m.score, m), default=None)
    return (
        concept.id,
        concept.kind.value,
        concept.label,
        concept.paper_count,
        concept.aliases,
        concept.broader,
        concept.ambiguous,
        concept.higher_is_better,
        concept.unit,
        best and best.target,
        best and best.exact,
        best and best.score,
    )


def _role_rows(paper: Stated) -> Iterator[tuple[Any, ...]]:
    """Yield each concept once; of equally strong roles the surer one counts."""
    found: dict[str, tuple[int, float, str, str]] = {}
    times: dict[str, int] = {}
    for entity in paper.items:
        concept = paper.concepts.get(entity["name"])
        if concept is None:
            continue
        kind, role = entity["type"], entity["role"]
        strength = _STRENGTH.get((kind, role), _WEAKEST)
        row = strength, -entity["confidence"], kind, role
        found[concept] = min(row, found.get(concept, row))
        times[concept] = times.get(concept, 0) + len(entity["mentions"])
    for concept, (_, minus, kind, role) in sorted(found.items()):
        yield paper.paper, concept, kind, role, times[concept], -minus
