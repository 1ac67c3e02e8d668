"""One build at a time in a folder."""

import fcntl
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from scholargraph.distributed.place import Place
from scholargraph.errors import FolderError, ScholargraphError
from scholargraph.pipeline.build import build
from scholargraph.pipeline.folder import Folder
from scholargraph.pipeline.work import Options

Papers = Callable[..., Path]
Holding = Callable[[Path], AbstractContextManager[None]]
Let = Callable[[Callable[[], object]], None]


def building(path: Path) -> AbstractContextManager[None]:
    return Folder(path).building()


def running(path: Path) -> AbstractContextManager[None]:
    return Place(path).held()


@pytest.fixture
def just_before_locking(monkeypatch: pytest.MonkeyPatch) -> Let:
    """Let something happen once, after a lock file is opened, before it is locked."""

    def let(happen: Callable[[], object]) -> None:
        flock = fcntl.flock

        def late(file: int, operation: int) -> None:
            monkeypatch.setattr(fcntl, "flock", flock)
            happen()
            flock(file, operation)

        monkeypatch.setattr(fcntl, "flock", late)

    return let


def test_a_second_build_says_who_is_at_work_and_stops(
    tmp_path: Path, papers: Papers
) -> None:
    folder = Folder(tmp_path / "kg")
    with folder.building():
        expected = f"another build is at work here \\(process {os.getpid()}\\)"
        with pytest.raises(FolderError, match=expected):
            build([str(papers("a", 1, 1))], folder.path)
    build([str(papers("a", 1, 1))], folder.path)


def test_a_lock_file_that_nobody_holds_stops_nobody(
    tmp_path: Path, papers: Papers
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


@pytest.mark.parametrize("holding", [building, running])
def test_a_lock_file_that_its_last_holder_removes_is_made_anew(
    tmp_path: Path, holding: Holding, just_before_locking: Let
) -> None:
    lock = tmp_path / ".lock"
    just_before_locking(lock.unlink)
    with holding(tmp_path):
        assert lock.exists()
        with pytest.raises(ScholargraphError, match="at work here"):
            holding(tmp_path).__enter__()


def test_a_build_that_fails_leaves_what_another_published_meanwhile(
    tmp_path: Path,
    papers: Papers,
    ntriples: Callable[[Path], bytes],
    just_before_locking: Let,
) -> None:
    file, folder = str(papers("a", 1, 2)), tmp_path / "kg"
    just_before_locking(lambda: build([file], folder))
    with pytest.raises(ScholargraphError, match="cannot be read"):
        build([file], folder, options=Options(authorities=(tmp_path / "no.tsv",)))
    names = {entry.name for entry in folder.iterdir()}
    assert names >= {".lock", "extractions.db", "overrides.toml"}
    build([file], tmp_path / "alone")
    assert ntriples(folder) == ntriples(tmp_path / "alone")


@pytest.mark.parametrize("holding", [building, running])
def test_a_folder_that_others_fill_meanwhile_is_left_alone(
    tmp_path: Path, holding: Holding, just_before_locking: Let
) -> None:
    just_before_locking((tmp_path / "letter.txt").touch)
    with pytest.raises(ScholargraphError, match="holds other files"):
        holding(tmp_path).__enter__()
    assert (tmp_path / "letter.txt").exists()


def test_a_run_that_fails_leaves_what_another_staged_meanwhile(
    tmp_path: Path, just_before_locking: Let
) -> None:
    place = Place(tmp_path)
    just_before_locking(place.to_read.mkdir)
    with pytest.raises(KeyboardInterrupt), place.held():
        raise KeyboardInterrupt
    assert place.to_read.exists()


def test_a_database_that_cannot_be_looked_at_is_kept(tmp_path: Path) -> None:
    def is_worthless() -> bool:
        raise FolderError(folder.database, "cannot be read")

    def stopped() -> None:
        folder.database.touch()
        raise KeyboardInterrupt

    folder = Folder(tmp_path / "kg")
    with pytest.raises(KeyboardInterrupt), folder.building(is_worthless):
        stopped()
    assert folder.database.exists()
