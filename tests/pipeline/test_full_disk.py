"""No room, no permission: one clear line, and the graph that was there is whole."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from scholargraph.errors import FolderError
from scholargraph.pipeline.build import build

Limit = Callable[[int], AbstractContextManager[None]]

pytestmark = pytest.mark.slow

SIZE = 4 << 20


@contextmanager
def small_disk(place: Path) -> Iterator[bool]:
    """Put a small disk at ``place``; give false where this user may not."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(place)]
    mounted = False
    if os.getuid() == 0 and shutil.which("mount"):
        mounted = (
            subprocess.run(mount, capture_output=True, check=False).returncode == 0
        )
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextmanager
def filled(place: Path, size: int) -> Iterator[None]:
    """Leave so many bytes on the disk."""
    filler = place / "filler"
    free = os.statvfs(place).f_bavail * os.statvfs(place).f_frsize
    filler.write_bytes(bytes(max(free - size, 0)))
    yield
    filler.unlink()


@pytest.mark.parametrize("size", [0, 1 << 10, 1 << 13])
def test_a_first_build_on_a_full_disk_leaves_nothing(
    tmp_path: Path,
    papers: Callable[..., Path],
    no_larger_file: Limit,
    size: int,
) -> None:
    file, folder = str(papers("a", 1, 2)), tmp_path / "new" / "kg"
    with no_larger_file(size), pytest.raises(FolderError):
        build([file], folder)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("size", [0, 1 << 13, 1 << 16, 1 << 17])
@pytest.mark.parametrize("kind", ["disk", "limit"])
def test_a_full_disk_costs_nothing_that_was_published(
    tmp_path: Path,
    papers: Callable[..., Path],
    ntriples: Callable[[Path], bytes],
    no_larger_file: Limit,
    *,
    size: int,
    kind: str,
) -> None:
    one, two = papers("a", 1, 2), papers("b", 3, 30)
    with small_disk(tmp_path / "disk") as mounted:
        folder = tmp_path / "disk" / "kg"
        build([str(one)], folder)
        before = ntriples(folder)
        is_disk = mounted and kind == "disk"
        with filled(folder.parent, size) if is_disk else no_larger_file(size):
            with pytest.raises(FolderError) as raised:
                build([str(two)], folder)
            assert "\n" not in str(raised.value)
            assert str(folder) in raised.value.where
            assert ntriples(folder) == before
        build([str(two)], folder)
        build([str(one), str(two)], tmp_path / "roomy")
        assert ntriples(folder) == ntriples(tmp_path / "roomy")


ORDINARY = Path(__file__).with_name("without_privileges.py")


def ran(*words: str | Path) -> tuple[int, str, str]:
    command = [sys.executable, str(ORDINARY), *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_a_folder_without_write_permission_is_named_and_can_be_read(
    tmp_path: Path, papers: Callable[..., Path]
) -> None:
    file, folder = papers("a", 1, 2), tmp_path / "locked" / "kg"
    build([str(file)], folder)
    closed = [folder.parent, folder, *folder.rglob("*")]
    for path in closed:
        if not path.is_symlink():
            path.chmod(0o555 if path.is_dir() else 0o444)
    refused = f"{folder}: cannot be written (Permission denied)\n"
    assert ran("build", file, "--into", folder) == (1, "", refused)
    code, out, err = ran("export", folder, "--to", "ntriples")
    assert (code, err) == (0, "")
    assert out.count("\n") > 50
    new = folder.parent / "new"
    refused = f"{new}: cannot be written (Permission denied)\n"
    assert ran("build", file, "--into", new) == (1, "", refused)
    for path in closed:  # so that the folder can be removed
        if path.is_dir():
            path.chmod(0o755)


def test_an_input_without_read_permission_is_named(
    tmp_path: Path, papers: Callable[..., Path]
) -> None:
    file = papers("a", 1, 2)
    file.chmod(0)
    code, _, err = ran("build", file, "--into", tmp_path / "kg")
    assert code == 1
    assert f"{file}: Permission denied" in err
