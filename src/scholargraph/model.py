"""
The records that the stages hand to each other.

Frozen, slotted, and free of any library: a record can be pickled to a worker
process, compared, sorted and stored. Records are validated where they enter the
program (the readers, ``record_format``), not again at each step.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from scholargraph.vocab import Kind, LinkKind, RelationType, ResultKind, Role


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where a record was read: a file's name, and a line or entry number from 1."""

    file: str
    row: int


@dataclass(frozen=True, slots=True)
class Paper:
    """
    A paper's title and abstract, and what its source says of it.

    ``text`` is the title, a line break and the abstract; every offset in the
    program counts characters of it. ``date`` is an ISO 8601 date cut to the known
    precision (``2024``, ``2024-05``, ``2024-05-31``). ``identifiers`` are sorted
    pairs of a scheme (``arxiv``, ``doi``, ``openalex``, ``s2``, …) and a value.
    """

    id: str
    title: str
    abstract: str
    date: str | None = None
    authors: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    venue: str | None = None
    categories: tuple[str, ...] = ()
    address: str | None = None
    source: tuple[Source, ...] = ()

    @property
    def text(self) -> str:
        """The annotated text."""
        return f"{self.title}\n{self.abstract}"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a paper's text, end exclusive, in characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """
    A stretch of a paper's text that denotes a concept.

    ``paper.text[start:end] == text`` always holds.
    """

    start: int
    end: int
    text: str
    kind: Kind
    confidence: float


@dataclass(frozen=True, slots=True)
class Entity:
    """
    One concept within one paper; its name is unique within the paper.

    ``confidence`` is the probability that the concept and its role are right.
    """

    name: str
    kind: Kind
    role: Role
    mentions: tuple[Mention, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Relation:
    """Two entities of a paper, by name, and what the paper states of them."""

    head: str
    type: RelationType
    tail: str
    evidence: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Result:
    """
    A number that a paper reports, and what it is a number of.

    ``value`` is the number as written, without unit; the other fields are names of
    entities of the paper, ``None`` where the text does not say. ``confidence`` is the
    probability that the value is a result of this metric.
    """

    method: str | None
    dataset: str | None
    task: str | None
    metric: str | None
    value: str
    unit: str
    kind: ResultKind
    evidence: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a paper gives; ``own`` where it is the paper's own artefact."""

    url: str
    kind: LinkKind
    own: bool
    evidence: Span
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one paper, and what read it."""

    paper_id: str
    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...]
    results: tuple[Result, ...]
    links: tuple[Link, ...]
    extractor: str


@dataclass(frozen=True, slots=True)
class Reject:
    """A row of an input that could not be taken, and why."""

    source: Source
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """
    What a concept is in an outside list or on the web, and how that was found.

    ``target`` is an address or an id of the list; ``score`` lies between 0 and 1.
    """

    target: str
    exact: bool
    method: str
    score: float


@dataclass(frozen=True, slots=True)
class Concept:
    """
    One thing that papers speak of, across the corpus.

    ``id`` is its local name (``method/fracal``). ``aliases`` exclude the label.
    ``broader`` are ids of concepts of the same kind. ``ambiguous`` marks a short form
    that papers use without saying which of its meanings they have in mind. What
    follows it is known of well-known concepts, the last four of metrics only.
    """

    id: str
    kind: Kind
    label: str
    aliases: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    paper_count: int = 0
    matches: tuple[Match, ...] = ()
    ambiguous: bool = False
    home: str | None = None
    higher_is_better: bool | None = None
    unit: str | None = None
    scale: str | None = None
    range: str | None = None


@dataclass(frozen=True, slots=True)
class ResolvedPaper:
    """A paper, its extraction, and the concept id of each of its entities' names."""

    paper: Paper
    extraction: Extraction
    concept_ids: Mapping[str, str] = field(default_factory=dict)


class Corpus(Protocol):
    """
    Resolved papers and their concepts: what graph, RDF and frames are made of.

    Both are sorted by id, so that whatever is made from them is the same bytes for
    the same papers; ``papers`` may be walked any number of times and streams.
    """

    @property
    def concepts(self) -> Sequence[Concept]:
        """All concepts, by id."""
        ...

    def papers(self) -> Iterator[ResolvedPaper]:
        """Yield the papers, by id."""
        ...
