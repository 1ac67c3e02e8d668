"""The folder of a run: its files, and its lock."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from scholargraph.errors import InputError, reason
from scholargraph.pipeline import locks
from scholargraph.pipeline.shard_files import PATTERN, place
from scholargraph.whole_files import new_folder, write_text

BUSY: Final = "another extraction is at work here"


class Place:
    """
    The files of a run.

    ``part-….parquet`` are its shards, ``failed.jsonl`` lists what is in none of them.
    """

    def __init__(self, path: Path) -> None:
        """Name the files; nothing is made or read."""
        self.path = path
        self.plan = path / "plan.json"
        self.failed = path / "failed.jsonl"
        self.to_read = path / ".to-read"
        self._lock = path / ".lock"

    def shard(self, number: int) -> Path:
        """Return where a shard of the run is to be."""
        return place(self.path, number)

    def staged(self, number: int) -> Path:
        """Return where the rows are that a shard is made of."""
        return place(self.to_read, number)

    @contextmanager
    def held(self) -> Iterator[None]:
        """
        Hold the folder for one run: made if missing, locked, and tidied.

        Raises
        ------
        InputError
            Where another run holds it, where it holds something else, or where it
            cannot be written.

        """
        with ExitStack() as stack:
            # Of the folder alone: what goes wrong later has a place of its own.
            try:
                self._require_folder()
                stack.enter_context(new_folder(self.path))
                # No lock is left in a folder of something else.
                self._require_ours()
                stack.enter_context(locks.held(self._lock))
                # Another run may just have begun or ended here.
                is_new = self._require_ours() <= {self._lock.name}
            except BlockingIOError as error:
                raise InputError(self.path, BUSY) from error
            except OSError as error:
                raise InputError(self.path, reason(error)) from error
            stack.enter_context(self._given_up(is_new=is_new))
            self._tidy()
            yield
            self._tidy()

    def write(self, path: Path, text: str) -> None:
        """
        Write a file of the folder whole or not at all.

        Raises
        ------
        InputError
            Where it cannot be written.

        """
        try:
            write_text(path, text, draft=path.with_name(f".{path.name}"))
        except OSError as error:
            raise InputError(path, reason(error)) from error

    def forget_staged(self) -> None:
        """Remove the rows that the shards were made of."""
        shutil.rmtree(self.to_read, ignore_errors=True)

    def _require_folder(self) -> None:
        if self.path.exists() and not self.path.is_dir():
            raise InputError(self.path, "is a file, not a folder")

    def _require_ours(self) -> set[str]:
        """Return the names in the folder, which must not be another's."""
        names = sorted(entry.name for entry in self.path.iterdir())
        others = [name for name in names if not name.startswith(".")]
        if others and not self.plan.exists():
            what = f"holds other files ({others[0]}) and no run; name a new folder"
            raise InputError(self.path, what)
        return set(names)

    @contextmanager
    def _given_up(self, *, is_new: bool) -> Iterator[None]:
        """Where a run fails before it has a plan, leave nothing in an empty folder."""
        try:
            yield
        except BaseException:
            if is_new and not self.plan.exists():
                # A run that is stopped has staged a part.
                self.forget_staged()
                self._lock.unlink(missing_ok=True)
            raise

    def _tidy(self) -> None:
        """Remove what killed processes left of shards."""
        for folder in (self.path, self.to_read):
            for draft in folder.glob(f".{PATTERN}.*"):
                draft.unlink(missing_ok=True)
