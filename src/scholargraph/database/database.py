"""One connection to ``extractions.db``."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Self

from scholargraph.database import extractions, schema
from scholargraph.database.corpus import StoredCorpus
from scholargraph.database.draft import Draft
from scholargraph.database.inputs import Inputs
from scholargraph.database.papers import content_hash
from scholargraph.database.schema import FLOOR
from scholargraph.errors import FolderError
from scholargraph.floor import WHOLE, Floor
from scholargraph.model import Extraction, Paper


class Database:
    """
    The records, extractions and generations of a graph folder.

    Made by ``open`` (for the one process that builds) or ``read``; a context
    manager that closes itself. SQLite's errors come out as ``sqlite3.Error``; put
    what uses a database within ``schema.faults``.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Work through ``connection``."""
        self.path = path
        self.inputs = Inputs(connection)
        self._connection = connection

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the file for writing, and make it where there is none."""
        return cls(path, schema.connect(path))

    @classmethod
    def read(cls, path: Path) -> Self:
        """
        Open the file for reading.

        All that is read through one such object is of one moment, however many
        builds run meanwhile.
        """
        connection = schema.connect_read_only(path)
        with schema.faults(path):
            connection.execute("BEGIN")
            # The moment is that of the first look, not of BEGIN.
            connection.execute("SELECT count(*) FROM meta").fetchone()
        return cls(path, connection)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def generation(self) -> int:
        """The number of the published generation, 0 where there is none."""
        return int(self.note("generation") or 0)

    def note(self, key: str) -> str | None:
        """Return what was noted under ``key`` when the graph was published."""
        row = self._connection.execute(
            "SELECT value FROM meta WHERE key = ?", (key,)
        ).fetchone()
        return row[0] if row else None

    @property
    def floor(self) -> Floor | None:
        """What the published graph takes of what was read; none where nobody said."""
        text = self.note(FLOOR)
        try:
            return None if text is None else Floor.from_text(text)
        except (ValueError, TypeError) as error:
            what = "its note of the least confidence is damaged; build a new folder"
            raise FolderError(self.path, what) from error

    def problems(self) -> tuple[str, ...]:
        """Return what SQLite itself finds wrong with the file."""
        rows = self._connection.execute("PRAGMA integrity_check(10)").fetchall()
        return tuple(text for (text,) in rows if text != "ok")

    def forget_extraction(self, paper_id: str) -> None:
        """
        Drop what was read from a paper, and what the graph was published from.

        The next build reads the paper again, and publishes.
        """
        with schema.transaction(self._connection):
            self._connection.execute(
                "DELETE FROM extractions WHERE content IN"
                " (SELECT content FROM papers WHERE id = ?)",
                (paper_id,),
            )
            self._connection.execute("DELETE FROM meta WHERE key = 'digest'")

    def corpus(self) -> StoredCorpus:
        """Return the published papers and concepts."""
        generation, extractor = self.generation, self.note("extractor")
        if not generation or extractor is None:
            raise FolderError(self.path, "holds no published graph yet; run build")
        # Of a graph that was made before there was a floor, all that was read is part.
        floor = self.floor or WHOLE
        return StoredCorpus(self._connection, generation, extractor, floor)

    def corpus_of(self, generation: int, extractor: str, floor: Floor) -> StoredCorpus:
        """Return the papers and concepts of any generation, as they are so far."""
        return StoredCorpus(self._connection, generation, extractor, floor)

    def merges(self) -> Iterator[dict[str, Any]]:
        """Yield what the published generation says of merged papers, by their ids."""
        rows = self._connection.execute(
            "SELECT merge FROM merges WHERE generation = ?"
            " ORDER BY json_extract(merge, '$.paper'), position",
            (self.generation,),
        )
        return (json.loads(text) for (text,) in rows)

    def draft(self, extractor: str, floor: Floor) -> Draft:
        """Start the generation after the published one."""
        return Draft(self._connection, self.generation + 1, extractor, floor)

    def add_extractions(self, pairs: Iterable[tuple[Paper, Extraction]]) -> None:
        """Store what was read from some papers, all or none."""
        rows = [
            (
                content_hash(paper),
                extraction.extractor,
                extractions.to_text(extraction),
            )
            for paper, extraction in pairs
        ]
        with schema.transaction(self._connection):
            self._connection.executemany(
                "INSERT OR REPLACE INTO extractions VALUES (?, ?, ?)", rows
            )
