"""What resolution looks at: the entities of all papers, each with its forms."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from scholargraph.model import Entity, Extraction, Paper
from scholargraph.vocab import Kind, Role


@dataclass(frozen=True, slots=True, order=True)
class Form:
    """A surface form and how often a paper uses it, in its abstract and its title."""

    text: str
    in_abstract: int
    in_title: int


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One entity of one paper, without what resolution has no use for."""

    paper_id: str
    name: str
    kind: Kind
    role: Role
    forms: tuple[Form, ...]


def occurrences(papers: Iterable[tuple[Paper, Extraction]]) -> list[Occurrence]:
    """Return the entities of all papers, sorted, so that input order is forgotten."""
    return sorted(
        _occurrence(paper, entity)
        for paper, extraction in papers
        for entity in extraction.entities
    )


def _occurrence(paper: Paper, entity: Entity) -> Occurrence:
    title_end = len(paper.title)
    titles: Counter[str] = Counter()
    abstracts: Counter[str] = Counter()
    for mention in entity.mentions:
        counter = titles if mention.end <= title_end else abstracts
        counter[mention.text] += 1
    forms = tuple(
        Form(text, abstracts[text], titles[text])
        for text in sorted(titles.keys() | abstracts.keys())
    )
    return Occurrence(paper.id, entity.name, entity.kind, entity.role, forms)
