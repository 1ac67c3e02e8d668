"""What the tests of the readers share: writing a file and reading it."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from scholargraph import readers
from scholargraph.model import Paper, Reject

Read = Callable[..., list[Paper | Reject]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write bytes or text to a file, and return all that is read from it."""

    def written(
        content: bytes | str,
        *,
        format_name: str | None = None,
        name: str = "input",
        packed: bool = False,
    ) -> list[Paper | Reject]:
        data = content.encode() if isinstance(content, str) else content
        path = tmp_path / name
        path.write_bytes(gzip.compress(data) if packed else data)
        return list(readers.read(str(path), format_name=format_name))

    return written


@pytest.fixture
def samples() -> Path:
    """Return the folder of the sample files."""
    return Path(__file__).parent / "samples"
