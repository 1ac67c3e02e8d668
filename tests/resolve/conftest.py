"""Small corpora for the tests of resolution."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scholargraph.model import Entity, Extraction, Mention, Paper
from scholargraph.vocab import Kind, Role

CASES = Path(__file__).parent / "cases"
Read = tuple[Paper, Extraction]
Spec = tuple[str, Kind, Role, list[str]]


def cases(name: str) -> list[list[str]]:
    """Return the rows of a table of cases."""
    lines = (CASES / name).read_text("utf-8").splitlines()
    return [
        [cell.strip() for cell in line.split(" |")]
        for line in lines
        if line.strip() and not line.startswith("#")
    ]


def paper(id_: str, *entities: Spec) -> Read:
    """Return a paper whose abstract is made of its entities' mentions."""
    title, text = f"Paper {id_}", ""
    found = []
    for name, kind, role, forms in entities:
        mentions = []
        for form in forms:
            start = len(title) + 1 + len(text)
            mentions.append(Mention(start, start + len(form), form, kind, 1.0))
            text += form + " . "
        found.append(Entity(name, kind, role, tuple(mentions), 1.0))
    whole = Paper(id_, title, text)
    return whole, Extraction(id_, tuple(found), (), (), (), "test")


@pytest.fixture(scope="session")
def make_paper() -> Callable[..., Read]:
    return paper
