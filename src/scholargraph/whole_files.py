"""
Files that are all written, or none of them; their folders, and their compression.

What is written lies beside its place, under a hidden name, until all is whole.
"""

import errno
import gzip
import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Final, Self

from scholargraph.errors import ScholargraphError, reason

SUFFIXES: Final = ("gz", "zst")
_BUFFER: Final = 1 << 18
# As the program gzip has it: level 9 of the library takes longer and gains little.
_LEVEL: Final = 6


class Files:
    """
    Files that belong together; a context manager that puts all in place, or none.

    Raises
    ------
    ScholargraphError
        Where one cannot be written: the first line that the system gives.

    """

    def __init__(self) -> None:
        """Begin without any file."""
        self._drafts: list[tuple[Path, Path]] = []
        self._made: list[Path] = []
        self._stale: set[Path] = set()

    @contextmanager
    def open(
        self, place: str | Path, compress: str | None = None
    ) -> Iterator[IO[bytes]]:
        """
        Give the stream of a file; ``-`` is standard output.

        What is there and no ordinary file (a pipe, a device) is written to as it is.
        """
        if place == "-":
            with compressed(sys.stdout.buffer, compress) as stream:
                yield stream
            sys.stdout.buffer.flush()
            return
        file = Path(place)
        try:
            with self._draft(file).open("wb") as raw, compressed(raw, compress) as out:
                yield out
        except BrokenPipeError:  # a pipe whose reader has seen enough
            raise
        except OSError as error:
            raise _fault(file, error) from error

    def folder(self, place: Path, is_ours: Callable[[str], bool]) -> None:
        """
        Make room for files in a folder; what an earlier run left there goes.

        ``is_ours`` tells by its name whether a file is of such a run.

        Raises
        ------
        ScholargraphError
            Where the folder holds something else, or cannot be made.

        """
        try:
            _require_no_loose_link(place)
            if not place.exists():
                place.mkdir()
                self._made.append(place)
            names = sorted(entry.name for entry in place.iterdir())
        except OSError as error:
            raise _fault(place, error) from error
        others = [name for name in names if not is_ours(name)]
        if others:
            what = f"holds other files ({others[0]}); name a new folder"
            raise ScholargraphError(place, what)
        self._stale.update(place.resolve() / name for name in names)

    def _draft(self, file: Path) -> Path:
        if file.exists() and not file.is_file():
            return file
        place = file.resolve()
        draft = place.with_name(f".{place.name}.{os.getpid()}")
        self._drafts.append((draft, place))
        return draft

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        whole = False
        try:
            if kind is None:
                for draft, place in self._drafts:
                    _replace(draft, place)
                whole = True
        finally:
            self._tidy(whole=whole)

    def _tidy(self, *, whole: bool) -> None:
        for draft, _ in self._drafts:
            draft.unlink(missing_ok=True)
        if whole:
            for file in self._stale - {place for _, place in self._drafts}:
                file.unlink(missing_ok=True)
        else:
            for folder in self._made:
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def new_folder(path: Path) -> Iterator[None]:
    """
    Make a folder, if there is none, for what is done meanwhile.

    Where that fails, the folders that were made go again, if nothing is in them.

    Raises
    ------
    OSError
        Where it cannot be made.

    """
    _require_no_loose_link(path)
    made = [folder for folder in (path, *path.parents) if not folder.exists()]
    try:
        path.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise


def _require_no_loose_link(path: Path) -> None:
    # The system would say that it exists.
    for folder in (path, *path.parents):
        if folder.is_symlink() and not folder.exists():
            raise OSError(errno.ENOENT, "is a link that leads nowhere", str(folder))


def write_text(file: Path, text: str, *, draft: Path) -> None:
    """Write a text in place of a file, all of it on the disk first, as a draft."""
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)


def _replace(draft: Path, place: Path) -> None:
    try:
        draft.replace(place)
    except OSError as error:
        raise _fault(place, error) from error


def _fault(file: Path, error: OSError) -> ScholargraphError:
    return ScholargraphError(file, reason(error))


def compression(place: str, wanted: str | None) -> str | None:
    """
    Return how a file is compressed: as wanted, or as its name says.

    >>> compression("x.nt.gz", None), compression("x.nt", "zst")
    ('gz', 'zst')

    Raises
    ------
    ScholargraphError
        Where the two differ.

    """
    named = next((s for s in SUFFIXES if place.endswith(f".{s}")), None)
    if wanted and named and wanted != named:
        raise ScholargraphError(place, f"is named .{named}, yet --compress is {wanted}")
    return wanted or named


@contextmanager
def compressed(raw: IO[bytes], how: str | None) -> Iterator[IO[bytes]]:
    """Give a stream whose bytes arrive compressed in ``raw``, which stays open."""
    match how:
        case "gz":
            # No name and no time in its head: the same bytes for the same graph.
            packed = gzip.GzipFile("", "wb", _LEVEL, fileobj=raw, mtime=0)
            with packed, io.BufferedWriter(_Passed(packed.write), _BUFFER) as out:
                yield out
        case "zst":
            import pyarrow as pa  # type: ignore[import-untyped,unused-ignore] # noqa: PLC0415 (loads slowly)

            packed = pa.CompressedOutputStream(
                pa.PythonFile(_Passed(raw.write), "w"), "zstd"
            )
            with packed, io.BufferedWriter(_Passed(packed.write), _BUFFER) as out:
                yield out
        case _:
            yield raw


class _Passed(io.RawIOBase):
    """Passes what is written on, and leaves what it passes it to open."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write

    def writable(self) -> bool:
        """Tell that it can be written to."""
        return True

    def write(self, data: Any, /) -> int:
        """Pass the data on, all of them."""
        self._write(bytes(data))
        return len(data)
