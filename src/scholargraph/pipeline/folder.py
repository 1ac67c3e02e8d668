"""
A graph folder on disk: its files, its lock, and the swap of its published store.

``store`` is a symbolic link to ``.generations/<number>/store``. A publish makes a new
generation beside the old one and renames a new link over the old, which the system
does in one step. The last generation but one stays until the next publish, for those
who still read it.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from scholargraph.errors import FolderError, ScholargraphError, reason
from scholargraph.pipeline.locks import held
from scholargraph.whole_files import new_folder, write_text

OVERRIDES: Final = """\
# Your own decisions about the concepts of this graph, applied last at every build. No
# build ever writes to this file. A concept is named by its id, as in the graph.
#
# [[merge]]
# concepts = ["method/adam", "method/adam-optimizer"]
# label = "Adam"
#
# [[split]]
# concept = "method/sam"
# papers = ["arxiv:2010.01412"]
# label = "Sharpness-Aware Minimization"
#
# [[rename]]
# concept = "dataset/voc"
# label = "PASCAL VOC"
#
# [[retype]]
# concept = "method/glue"
# kind = "Dataset"
#
# [[link]]
# concept = "dataset/glue"
# to = "https://gluebenchmark.com/"
# match = "exact"
#
# [[drop]]
# concept = "task/future-work"
"""


class Folder:
    """The files of a graph folder."""

    def __init__(self, path: Path) -> None:
        """Name the folder's files; nothing is made or read."""
        self.path = path
        self.database = path / "extractions.db"
        self.store = path / "store"
        self.manifest = path / "manifest.json"
        self.overrides = path / "overrides.toml"
        self.scratch = path / ".scratch"
        self.generations = path / ".generations"
        self._lock = path / ".lock"

    @contextmanager
    def building(
        self, is_worthless: Callable[[], bool] = lambda: False
    ) -> Iterator[None]:
        """
        Hold the folder for one build: made if missing, locked, and tidied.

        Where a first build fails, and its database ``is_worthless`` then, it leaves
        nothing.

        Raises
        ------
        FolderError
            Where another build holds it, where it holds something else, or where it
            cannot be written.

        """
        with self.faults():
            self._require_folder()
            with new_folder(self.path):
                # No lock is left in a folder of something else.
                self._require_ours()
                with self._locked() as lock, self._given_up(is_worthless):
                    _sign(lock)
                    self._tidy()
                    yield
                    self._tidy()

    @contextmanager
    def faults(self) -> Iterator[None]:
        """Turn the system's refusals into one line about the folder."""
        try:
            yield
        except OSError as error:
            raise FolderError(self.path, explained(error, self.path)) from error

    def current(self) -> int:
        """Return the number of the generation that ``store`` shows, or 0."""
        try:
            return int(self.store.readlink().parts[1])
        except (OSError, ValueError, IndexError):
            return 0

    def place(self, generation: int) -> Path:
        """Return where a generation's store lies."""
        return self.generations / f"{generation:06d}" / "store"

    def new_place(self, generation: int) -> Path:
        """Make room for a generation, and return where its store is to be made."""
        place = self.place(generation)
        shutil.rmtree(place.parent, ignore_errors=True)
        place.parent.mkdir(parents=True)
        return place

    def show(self, generation: int) -> None:
        """Let ``store`` show another generation."""
        if self.store.is_dir() and not self.store.is_symlink():
            # The folder was copied with the link followed.
            self.store.rename(self.new_place(0))
        link = self.scratch / "store"
        self.scratch.mkdir(exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(self.place(generation).relative_to(self.path))
        link.replace(self.store)
        sync(self.path)

    def write(self, file: Path, text: str) -> None:
        """Write a file of the folder whole or not at all."""
        self.scratch.mkdir(exist_ok=True)
        write_text(file, text, draft=self.scratch / file.name)
        sync(self.path)

    def drop(self, generation: int) -> None:
        """Remove a generation that was never shown."""
        shutil.rmtree(self.place(generation).parent, ignore_errors=True)

    def _require_folder(self) -> None:
        if self.path.exists() and not self.path.is_dir():
            raise FolderError(self.path, "is a file, not a folder")

    def _require_ours(self) -> None:
        ours = {self._lock.name, self.scratch.name, self.generations.name}
        names = {entry.name for entry in self.path.iterdir()}
        if names - ours and not self.database.exists():
            raise FolderError(
                self.path, "holds other files and is no graph folder; name a new folder"
            )

    @contextmanager
    def _given_up(self, is_worthless: Callable[[], bool]) -> Iterator[None]:
        """Where a first build fails, leave nothing but what is worth keeping."""
        # Looked at under the lock: another build may just have published.
        self._require_ours()
        is_first = not self.database.exists()
        try:
            yield
        except BaseException:
            if is_first:
                # What cannot be looked at may be worth something.
                with suppress(OSError, ScholargraphError):
                    if is_worthless():
                        self._empty()
            raise

    def _empty(self) -> None:
        shutil.rmtree(self.scratch, ignore_errors=True)
        made = [f"{self.database.name}{end}" for end in ("", "-wal", "-shm")]
        # The lock is last: until then no other build begins here.
        for name in (*made, self.overrides.name, self._lock.name):
            (self.path / name).unlink(missing_ok=True)

    @contextmanager
    def _locked(self) -> Iterator[IO[str]]:
        with ExitStack() as stack:
            try:
                file = stack.enter_context(held(self._lock))
            except BlockingIOError as error:
                what = f"another build is at work here (process {self._holder()})"
                raise FolderError(self.path, what) from error
            yield file

    def _holder(self) -> str:
        with suppress(FileNotFoundError):
            return self._lock.read_text("utf-8")[:20].strip() or "unknown"
        return "unknown"

    def _tidy(self) -> None:
        """Remove what a killed build left, and generations that nobody reads."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        if self.generations.is_dir():
            self._forget_generations()

    def _forget_generations(self) -> None:
        # A killed build may have finished the store after the one that is shown.
        kept = {self.current(), self.current() - 1, self.current() + 1}
        for entry in self.generations.iterdir():
            if not entry.name.isdecimal() or int(entry.name) not in kept:
                shutil.rmtree(entry, ignore_errors=True)


def _sign(lock: IO[str]) -> None:
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()


def sync(folder: Path) -> None:
    """Make the names in a folder last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def explained(error: OSError, path: Path) -> str:
    """
    Return what a refusal of the system means to a user who knows it is about ``path``.

    >>> explained(OSError(errno.ENOSPC, "No space left on device"), Path("kg"))
    'the disk is full; what was published before is whole'
    """
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return "the disk is full; what was published before is whole"
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"cannot be written ({error.strerror})"
    if error.errno == errno.ENOLCK:
        return "cannot be locked on this file system"
    is_other = error.filename and error.filename != str(path)
    where = f" ({error.filename})" if is_other else ""
    return f"{reason(error)}{where}"
