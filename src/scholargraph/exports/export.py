"""Write a corpus to files: formats, parts and compression brought together."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from scholargraph.errors import ScholargraphError
from scholargraph.exports.formats import Format, find
from scholargraph.exports.parts import numbered, parts
from scholargraph.exports.settings import Settings
from scholargraph.model import Corpus
from scholargraph.whole_files import SUFFIXES, Files, compression


def export(corpus: Corpus, place: str, format_name: str, settings: Settings) -> None:
    """
    Write a corpus to a file, to several, or into a folder; all is written, or nothing.

    ``place`` is ``-`` for standard output. Of several files each has its number before
    its suffixes: ``graph-2-of-4.nt.gz``.

    Raises
    ------
    UnknownNameError
        Where there is no such format or profile.
    ScholargraphError
        Where what is asked for does not go together, or a file cannot be written.

    """
    found = find(format_name, settings.profile)
    settings = _checked(found, format_name, place, settings)
    with Files() as files:
        if found.folder:
            files.folder(Path(place), found.is_ours)
        write = found.writing(format_name, corpus, settings)
        for number, part in enumerate(parts(corpus, settings.shards), start=1):
            if found.folder:
                write(part, _Folder(files, Path(place)))
            else:
                name = numbered(place, number, settings.shards)
                with files.open(name, settings.compress) as stream:
                    write(part, stream)


@dataclass(frozen=True, slots=True)
class _Folder:
    """Opens files of a folder, by name."""

    files: Files
    place: Path

    def __call__(self, name: str) -> AbstractContextManager[IO[bytes]]:
        return self.files.open(self.place / name, compression(name, None))


def _checked(
    found: Format, format_name: str, place: str, settings: Settings
) -> Settings:
    if settings.compress is not None and settings.compress not in SUFFIXES:
        what = f"is {settings.compress!r}"
        raise ScholargraphError("--compress", what, SUFFIXES)
    if settings.shards < 1:
        raise ScholargraphError("--shards", f"is {settings.shards}; at least 1")
    if place == "-" and (found.folder or settings.shards > 1):
        what = "makes several files; name a place for them with -o"
        raise ScholargraphError(f"export format {format_name}", what)
    compress = settings.compress
    if not found.folder:
        compress = compression(place, compress)
    if compress is not None and compress not in found.compress:
        what = f"cannot be compressed by {compress}"
        raise ScholargraphError(f"export format {format_name}", what, found.compress)
    return replace(settings, compress=compress)
