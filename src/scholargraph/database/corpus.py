"""The published papers and concepts, as the stages after resolution see them."""

import json
import sqlite3
from collections.abc import Collection, Iterator
from typing import Any

from scholargraph.database import papers
from scholargraph.database.concept_table import ConceptTable, concept_of
from scholargraph.database.outline import Outline, outline
from scholargraph.database.part import Part
from scholargraph.database.retyping import retyped
from scholargraph.errors import FolderError, ScholargraphError
from scholargraph.floor import WHOLE, Floor
from scholargraph.model import Concept, Extraction, Paper, ResolvedPaper
from scholargraph.record_format import extraction_from_json


class StoredCorpus:
    """
    One generation of a database: a ``model.Corpus`` that streams from disk.

    ``extractor`` is the name of the extractor whose extractions belong to it, and
    ``floor`` what it takes of them.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        generation: int,
        extractor: str,
        floor: Floor,
    ) -> None:
        """Read generation number ``generation``."""
        self._connection = connection
        self.generation = generation
        self.extractor = extractor
        self.floor = floor

    @property
    def concepts(self) -> ConceptTable:
        """All concepts, by id; they are read at every walk, which ``tuple`` spares."""
        return ConceptTable(self._connection, self.generation)

    def scaled_concepts(self) -> tuple[Concept, ...]:
        """Return the concepts whose scale is known, by id."""
        rows = self._connection.execute(
            "SELECT id, concept FROM concepts WHERE generation = ?"
            " AND json_extract(concept, '$.scale') <> '' ORDER BY id",
            (self.generation,),
        )
        return tuple(concept_of(id_, text) for id_, text in rows)

    def papers(self) -> Iterator[ResolvedPaper]:
        """Yield the papers, by id."""
        return self._each_resolved(self._rows())

    def papers_of(self, concept: str) -> dict[str, frozenset[str]]:
        """Return the ids of the papers that name a concept, with all they name."""
        rows = self._connection.execute(
            "SELECT id, concepts FROM papers WHERE generation = ?"
            " AND instr(concepts, ?) ORDER BY id",
            (self.generation, json.dumps(concept)),
        )
        found = {id_: frozenset(json.loads(names).values()) for id_, names in rows}
        return {id_: named for id_, named in found.items() if concept in named}

    def part(self, paper_ids: Collection[str]) -> Part:
        """Return the papers of some ids; what is not there is left out."""
        found = tuple(self.some_papers(paper_ids))
        named = {id_ for paper in found for id_ in paper.concept_ids.values()}
        return Part(self.some_concepts(named), found)

    def some_papers(self, ids: Collection[str]) -> Iterator[ResolvedPaper]:
        """Yield the papers of some ids, by id; what is not there is left out."""
        chosen = " AND papers.id IN (SELECT value FROM json_each(?))"
        return self._each_resolved(self._rows(chosen, json.dumps(sorted(ids))))

    def some_concepts(self, ids: Collection[str]) -> tuple[Concept, ...]:
        """Return the concepts of some ids, by id; what is not there is left out."""
        rows = self._connection.execute(
            "SELECT id, concept FROM concepts WHERE generation = ?"
            " AND id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (self.generation, json.dumps(sorted(ids))),
        )
        return tuple(concept_of(id_, text) for id_, text in rows)

    def damaged(self) -> Iterator[tuple[str, str]]:
        """Yield the ids of papers that cannot be read, and what is wrong with each."""
        for _ in self.concepts:  # of one that is damaged nothing else is told
            pass
        for id_, paper, extraction, names in self._rows():
            try:
                resolved = self._resolved(paper, extraction, names, WHOLE)
                lost = self._lost(set(resolved.concept_ids.values()))
                if lost:
                    yield id_, f"is of a concept that is not there: {lost[0]}"
            except (ValueError, KeyError, TypeError, ScholargraphError) as error:
                yield id_, f"is damaged: {error}"

    def _lost(self, ids: Collection[str]) -> list[str]:
        """Return which of some concepts are not there, sorted."""
        rows = self._connection.execute(
            "SELECT value FROM json_each(?) WHERE NOT EXISTS ("
            "SELECT 1 FROM concepts WHERE generation = ? AND id = value)"
            " ORDER BY value",
            (json.dumps(sorted(ids)), self.generation),
        )
        return [id_ for (id_,) in rows]

    def pairs(self) -> Iterator[tuple[Paper, Extraction]]:
        """Yield each paper and what was read from it, by the paper's id."""
        for resolved in self.papers():
            yield resolved.paper, resolved.extraction

    def outlines(self, *reach: str) -> Iterator[Outline]:
        """Yield the outlines of all papers, or from one id to another, by id."""
        chosen = " AND papers.id BETWEEN ? AND ?" if reach else ""
        for id_, paper, extraction, names in self._rows(chosen, *reach):
            try:
                yield outline(paper, extraction, names, self.floor)
            except (ValueError, KeyError, TypeError) as error:
                raise FolderError(f"paper {id_}", f"is damaged: {error}") from error

    def records(self) -> Iterator[Paper]:
        """Yield the papers alone, by id, without what was read from them."""
        rows = self._connection.execute(
            "SELECT id, paper FROM papers WHERE generation = ? ORDER BY id",
            (self.generation,),
        )
        for id_, paper in rows:
            try:
                record = papers.from_text(paper)
            except (ValueError, KeyError, TypeError) as error:
                raise FolderError(f"paper {id_}", f"is damaged: {error}") from error
            yield record

    def parts(
        self, part: str, *, with_text: bool
    ) -> Iterator[tuple[str, str, dict[str, str], list[dict[str, Any]]]]:
        """
        Yield id, text, concept ids and one part of the record of papers that have it.

        ``part`` is ``entities``, ``relations``, ``results`` or ``links``. The rest of
        the record is not read, which is what makes frames fast; the text is empty
        where it is not asked for.
        """
        found = self._part(part)
        entities = self._part("entities") if self.floor.everything else {}
        rows = self._connection.execute(
            "SELECT id, content, concepts, CASE WHEN ? THEN paper END FROM papers"
            " WHERE generation = ? ORDER BY id",
            (with_text, self.generation),
        )
        for id_, content, names, paper in rows:
            items = found.get(content)
            if items is None or items == "[]":
                continue
            try:
                text = papers.text_of(paper) if with_text else ""
                ids = json.loads(names)
                named = json.loads(entities.get(content, "[]"))
                known = self.floor.kept("entities", named, ())
                sure = self.floor.kept(
                    part, json.loads(items), {each["name"] for each in known}
                )
                row = id_, text, ids, retyped(part, sure, ids)
            except (ValueError, KeyError, TypeError) as error:
                raise FolderError(f"paper {id_}", f"is damaged: {error}") from error
            if row[-1]:
                yield row

    def _part(self, part: str) -> dict[str, str]:
        """Return one part of each record, as text, by the hash of the paper's text."""
        # Each table is read in its own order and joined later: a join in SQLite looks
        # up each extraction on a page of its own, which takes twice the time.
        rows = self._connection.execute(
            "SELECT content, json_extract(extraction, '$.' || ?) FROM extractions"
            " WHERE extractor = ?",
            (part, self.extractor),
        )
        return dict(rows)

    def paper_ids(self) -> list[str]:
        """Return the papers' ids, sorted."""
        return list(self.each_id())

    def each_id(self) -> Iterator[str]:
        """Yield the papers' ids, sorted."""
        rows = self._connection.execute(
            "SELECT id FROM papers WHERE generation = ? ORDER BY id",
            (self.generation,),
        )
        for (id_,) in rows:
            yield id_

    def concept_ids(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the concept id of each entity's name, by paper id."""
        rows = self._connection.execute(
            "SELECT id, concepts FROM papers WHERE generation = ? ORDER BY id",
            (self.generation,),
        )
        return ((id_, json.loads(names)) for id_, names in rows)

    def paper_count(self) -> int:
        """Return the number of papers."""
        (number,) = self._connection.execute(
            "SELECT count(*) FROM papers WHERE generation = ?", (self.generation,)
        ).fetchone()
        return int(number)

    def _rows(
        self, chosen: str = "", *values: str
    ) -> Iterator[tuple[str, str, str | None, str]]:
        """Yield what is stored of the papers, or of those that ``chosen`` keeps."""
        found = self._connection.execute(
            "SELECT papers.id, paper, extraction, concepts FROM papers"  # noqa: S608 - one of two texts
            " LEFT JOIN extractions ON extractions.content = papers.content"
            f" AND extractor = ? WHERE generation = ?{chosen} ORDER BY papers.id",
            (self.extractor, self.generation, *values),
        )
        # "yield from" would close the cursor of a walk that is given up, and sqlite
        # refuses that where the database was closed first.
        for row in found:  # noqa: UP028
            yield row

    def _each_resolved(
        self, rows: Iterator[tuple[str, str, str | None, str]]
    ) -> Iterator[ResolvedPaper]:
        for id_, paper, extraction, names in rows:
            try:
                yield self._resolved(paper, extraction, names, self.floor)
            except (ValueError, KeyError, TypeError) as error:
                raise FolderError(f"paper {id_}", f"is damaged: {error}") from error

    def _resolved(
        self, paper_text: str, extraction_text: str | None, names: str, floor: Floor
    ) -> ResolvedPaper:
        paper, ids = papers.from_text(paper_text), json.loads(names)
        if extraction_text is None:  # a paper that the extractor failed on
            extraction = Extraction(paper.id, (), (), (), (), self.extractor)
        else:
            taken = floor.taken(json.loads(extraction_text))
            record = {p: retyped(p, items, ids) for p, items in taken.items()}
            extraction = extraction_from_json(paper.id, paper.text, record)
        return ResolvedPaper(paper, extraction, ids)
