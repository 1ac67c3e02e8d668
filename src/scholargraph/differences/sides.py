"""One of the two graphs that are compared: what was published in a folder."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scholargraph import vocab
from scholargraph.database import Database, StoredCorpus, faults
from scholargraph.errors import FolderError
from scholargraph.resolve import Overrides, read_overrides


@dataclass(frozen=True, slots=True)
class Side:
    """A published graph, and what it was made with."""

    corpus: StoredCorpus
    base: str
    run: str
    extractor: str
    replaced: Mapping[str, str]
    overrides: Overrides

    @property
    def floor(self) -> str:
        """How sure the statements are that the graph takes."""
        return self.corpus.floor.to_text()


@contextmanager
def open_side(folder: Path) -> Iterator[Side]:
    """
    Give the graph of a folder; no build changes it meanwhile.

    Raises
    ------
    FolderError
        Where there is none, or it is damaged.
    InputError
        Where its overrides are not as they must be.

    """
    file = folder / "extractions.db"
    if not file.is_file():
        what = "is no graph folder" if folder.exists() else "does not exist"
        raise FolderError(folder, what)
    with faults(file), Database.read(file) as database:
        yield Side(
            database.corpus(),
            database.note("base") or vocab.BASE,
            database.note("run") or "",
            database.note("extractor") or "",
            json.loads(database.note("replaced") or "{}"),
            read_overrides(folder / "overrides.toml"),
        )
