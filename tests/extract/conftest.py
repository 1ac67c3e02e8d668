"""Cases in text files: a text, then lines that begin with ``>``."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scholargraph.extract import Extractor, load_extractor

HERE = Path(__file__).parent


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that takes ``text`` and ``expected`` the cases of its module."""
    if {"text", "expected"} <= set(metafunc.fixturenames):
        name = metafunc.module.__name__.rpartition("test_")[2]
        cases = list(_cases(HERE / "cases" / f"{name}.txt"))
        ids = [text[:40] for text, _ in cases]
        metafunc.parametrize(("text", "expected"), cases, ids=ids)


def _cases(path: Path) -> Iterator[tuple[str, list[str]]]:
    lines = [
        line
        for line in path.read_text("utf-8").split("\n")
        if line and not line.startswith("#")
    ]
    text: str | None = None
    expected: list[str] = []
    for line in [*lines, ""]:
        if line.startswith("> "):
            expected.append(line[2:])
            continue
        if text is not None:
            yield text.replace("\\n", "\n"), expected
        text, expected = line, []


@pytest.fixture(scope="session")
def shipped() -> Extractor:
    return load_extractor()
