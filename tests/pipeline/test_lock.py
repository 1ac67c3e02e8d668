"""One build at a time in a folder."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from scholargraph.errors import FolderError
from scholargraph.pipeline.build import build
from scholargraph.pipeline.folder import Folder


def test_a_second_build_says_who_is_at_work_and_stops(
    tmp_path: Path, papers: Callable[..., Path]
) -> None:
    folder = Folder(tmp_path / "kg")
    with folder.building():
        expected = f"another build is at work here \\(process {os.getpid()}\\)"
        with pytest.raises(FolderError, match=expected):
            build([str(papers("a", 1, 1))], folder.path)
    build([str(papers("a", 1, 1))], folder.path)


def test_a_lock_file_that_nobody_holds_stops_nobody(
    tmp_path: Path, papers: Callable[..., Path]
) -> None:
    (tmp_path / "kg").mkdir()
    (tmp_path / "kg" / ".lock").write_text("1")
    manifest = build([str(papers("a", 1, 1))], tmp_path / "kg")
    assert manifest.counts["papers"] == 1


def test_the_lock_is_free_after_a_build_that_failed(tmp_path: Path) -> None:
    (tmp_path / "kg").mkdir()
    (tmp_path / "kg" / ".lock").touch()
    with pytest.raises(FolderError), Folder(tmp_path / "kg").building():
        raise OSError(28, "No space left on device")
    with (tmp_path / "kg" / ".lock").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
