"""The next generation of a database, until it is published."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256

from scholargraph.database import concepts, papers
from scholargraph.database.corpus import StoredCorpus
from scholargraph.database.schema import FLOOR, transaction
from scholargraph.floor import Floor
from scholargraph.model import Concept, Paper

# Papers fetched at a time: no cursor stays open while the caller writes.
BATCH = 256
OF_A_GENERATION = ("papers", "merges", "concepts")
UNREAD = """
FROM papers WHERE generation = ? AND content > ? AND NOT EXISTS (
    SELECT 1 FROM extractions
    WHERE extractions.content = papers.content AND extractor = ?
)
"""
# Both sides are walked in the order of their key.
CHANGED = """
SELECT id FROM {table} AS now WHERE generation = :generation AND NOT EXISTS (
    SELECT 1 FROM {table} AS was
    WHERE was.generation = :before AND was.id = now.id AND {same}
)
UNION
SELECT id FROM {table} AS was WHERE generation = :before AND NOT EXISTS (
    SELECT 1 FROM {table} AS now
    WHERE now.generation = :generation AND now.id = was.id
)
ORDER BY 1
"""
SAME = {
    "papers": "was.paper = now.paper AND was.concepts = now.concepts",
    "concepts": "was.concept = now.concept",
}
DIGESTED = (
    """
    SELECT paper, extraction, concepts FROM papers LEFT JOIN extractions
    ON extractions.content = papers.content AND extractor = :extractor
    WHERE generation = :generation ORDER BY papers.id
    """,
    """
    SELECT concept FROM concepts WHERE generation = :generation ORDER BY id
    """,
)


class Draft:
    """
    What the next generation will be.

    First the papers, then (elsewhere) what the extractor reads from them, then the
    concepts, and last ``publish``, which alone changes what readers see.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        generation: int,
        extractor: str,
        floor: Floor,
    ) -> None:
        """Make generation number ``generation``, of what ``floor`` takes."""
        self.generation = generation
        self.extractor = extractor
        self.floor = floor
        self._connection = connection
        self._merges = 0

    def fill(
        self, entries: Iterable[Paper], merges: Iterable[Mapping[str, object]]
    ) -> None:
        """Store the papers, and what is to be said of merged ones."""
        with self.filling():
            for paper in entries:
                self.add(paper)
            for merge in merges:
                self.add_merge(merge)

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Store what is added in the block in place of what there was, or nothing."""
        with transaction(self._connection):
            self._clear()
            self._merges = 0
            yield

    def add(self, paper: Paper) -> None:
        """Store a paper."""
        self._connection.execute(
            "INSERT INTO papers (generation, id, content, paper) VALUES (?, ?, ?, ?)",
            (
                self.generation,
                paper.id,
                papers.content_hash(paper),
                papers.to_text(paper),
            ),
        )

    def add_merge(self, merge: Mapping[str, object]) -> None:
        """Store what is to be said of a merged paper."""
        self._connection.execute(
            "INSERT INTO merges VALUES (?, ?, ?)",
            (self.generation, self._merges, json.dumps(merge)),
        )
        self._merges += 1

    def has(self, paper_id: str) -> bool:
        """Return whether a paper of that id is stored."""
        found = self._connection.execute(
            "SELECT 1 FROM papers WHERE generation = ? AND id = ?",
            (self.generation, paper_id),
        )
        return found.fetchone() is not None

    def corpus(self) -> StoredCorpus:
        """Return the papers and concepts as they are so far."""
        return StoredCorpus(
            self._connection, self.generation, self.extractor, self.floor
        )

    def unread_count(self) -> int:
        """Return how many texts the extractor has not read yet."""
        (number,) = self._connection.execute(
            "SELECT count(DISTINCT content)" + UNREAD,
            (self.generation, "", self.extractor),
        ).fetchone()
        return int(number)

    def unread(self) -> Iterator[Paper]:
        """Yield one paper for each text that the extractor has not read yet."""
        last = ""
        while True:
            rows = self._connection.execute(
                "SELECT content, min(paper)"
                + UNREAD
                + "GROUP BY content ORDER BY content LIMIT ?",
                (self.generation, last, self.extractor, BATCH),
            ).fetchall()
            if not rows:
                return
            last = rows[-1][0]
            yield from (papers.from_text(text) for _, text in rows)

    def wanted(self, contents: Collection[str]) -> frozenset[str]:
        """Return those hashes of texts that are papers' and not read yet."""
        rows = self._connection.execute(
            f"SELECT DISTINCT content {UNREAD} AND content IN"  # noqa: S608 (our own text)
            " (SELECT value FROM json_each(?))",
            (self.generation, "", self.extractor, json.dumps(sorted(contents))),
        )
        return frozenset(content for (content,) in rows)

    def resolve(
        self,
        entries: Iterable[Concept],
        concept_ids: Iterable[tuple[str, Mapping[str, str]]],
    ) -> None:
        """Store the concepts, and for each paper the concept of each entity's name."""
        with transaction(self._connection):
            self._connection.executemany(
                "INSERT INTO concepts VALUES (?, ?, ?)",
                (
                    (self.generation, concept.id, concepts.to_text(concept))
                    for concept in entries
                ),
            )
            self._connection.executemany(
                "UPDATE papers SET concepts = ? WHERE generation = ? AND id = ?",
                (
                    (json.dumps(dict(sorted(names.items()))), self.generation, id_)
                    for id_, names in concept_ids
                ),
            )

    def digest(self, *parts: str) -> str:
        """Return a hash of the whole generation and of ``parts``."""
        made_of = (*parts, self.extractor, self.floor.to_text())
        hash_ = sha256("\n".join(made_of).encode())
        for query in DIGESTED:
            for row in self._connection.execute(
                query, {"generation": self.generation, "extractor": self.extractor}
            ):
                hash_.update(json.dumps(row).encode())
        return hash_.hexdigest()

    def changed_papers(self, before: int) -> list[str]:
        """Return the ids of papers that are not as in a generation, sorted."""
        return self._changed("papers", before)

    def changed_concepts(self, before: int) -> list[str]:
        """Return the ids of concepts that are not as in a generation, sorted."""
        return self._changed("concepts", before)

    def _changed(self, table: str, before: int) -> list[str]:
        query = CHANGED.format(table=table, same=SAME[table])
        values = {"generation": self.generation, "before": before}
        return [id_ for (id_,) in self._connection.execute(query, values)]

    def unread_ids(self) -> list[str]:
        """Return the ids of papers that nothing was read from, sorted."""
        rows = self._connection.execute(
            "SELECT id FROM papers WHERE generation = ? AND NOT EXISTS ("
            "SELECT 1 FROM extractions WHERE extractions.content = papers.content"
            " AND extractor = ?) ORDER BY id",
            (self.generation, self.extractor),
        )
        return [id_ for (id_,) in rows]

    def publish(self, notes: Mapping[str, str]) -> None:
        """Make this the generation that readers see, and note what it was made of."""
        with transaction(self._connection):
            self._connection.executemany(
                "INSERT OR REPLACE INTO meta VALUES (?, ?)",
                (
                    *notes.items(),
                    ("generation", str(self.generation)),
                    ("extractor", self.extractor),
                    (FLOOR, self.floor.to_text()),
                ),
            )
            for table in OF_A_GENERATION:
                self._connection.execute(
                    f"DELETE FROM {table} WHERE generation < ?",  # noqa: S608 (our own names)
                    (self.generation,),
                )
            self._connection.execute(
                "DELETE FROM extractions WHERE extractor <> ? OR content NOT IN"
                " (SELECT content FROM papers)",
                (self.extractor,),
            )

    def discard(self) -> None:
        """Drop all of it; what the extractor read stays."""
        with transaction(self._connection):
            self._clear()

    def _clear(self) -> None:
        for table in OF_A_GENERATION:
            self._connection.execute(
                f"DELETE FROM {table} WHERE generation >= ?",  # noqa: S608 (our own names)
                (self.generation,),
            )
