"""The rows of shards, and the values that they are in the columns of a file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from scholargraph.database import extraction_text, paper_from_text, paper_text, storable
from scholargraph.model import Extraction, Paper, Reject, Source
from scholargraph.record_format import extraction_from_json
from scholargraph.shards.heading import require_numbers, require_texts

# Where the row is in its input, the paper's id, the paper and what was read from it
# (JSON, as a graph folder has them), and why the one or the other is missing.
COLUMNS: Final = ("file", "row", "id", "paper", "extraction", "failure")
RECORD: Final = ("file", "row", "paper", "failure")
PLACE: Final = ("file", "row", "id", "failure")


@dataclass(frozen=True, slots=True)
class Row:
    """
    A row of an input, and what was extracted from it.

    ``failure`` says why nothing was extracted from a paper; with neither it is still
    to be read. A rejected row has its own reason.
    """

    record: Paper | Reject
    extraction: Extraction | None = None
    failure: str | None = None


def to_values(row: Row) -> tuple[Any, ...]:
    """Return the values of the columns."""
    record = row.record
    if isinstance(record, Reject):
        place, reason = record.source, storable(record.reason)
        return storable(place.file), place.row, None, None, None, reason
    place = record.source[0] if record.source else Source("", 0)
    return (
        storable(place.file),
        place.row,
        storable(record.id),
        paper_text(record),
        None if row.extraction is None else extraction_text(row.extraction),
        row.failure and storable(row.failure),
    )


def from_values(values: Mapping[str, Any], extractor: str) -> Row:
    """
    Return the row of some columns, those of ``RECORD`` at least.

    Raises
    ------
    Exception
        One of ``heading.DAMAGED``, where a value is none that ``to_values`` gives, or
        the extraction is not of this paper or of that extractor.

    """
    failure = values["failure"]
    require_texts(failure, optional=True)
    if values["paper"] is None:
        if failure is None:
            raise ValueError("neither a paper nor a reason")
        require_texts(values["file"])
        require_numbers(values["row"])
        return Row(Reject(Source(values["file"], values["row"]), failure))
    paper = paper_from_text(values["paper"])
    _require_paper(paper)
    text = values.get("extraction")
    if text is None:
        return Row(paper, None, failure)
    extraction = extraction_from_json(paper.id, paper.text, json.loads(text))
    if extraction.extractor != extractor:
        raise ValueError(f"read by {extraction.extractor}, not by {extractor}")
    _require_extraction(extraction)
    return Row(paper, extraction, failure)


def _require_paper(paper: Paper) -> None:
    """Raise TypeError or ValueError unless the fields are such as readers give."""
    lists = (paper.authors, paper.categories, *paper.identifiers)
    texts = (paper.id, paper.title, paper.abstract, *chain(*lists))
    others = (paper.date, paper.venue, paper.address)
    require_texts(*texts)
    require_texts(*others, optional=True)
    for text in (*texts, *filter(None, others)):
        text.encode()  # half a character is refused
    require_texts(*(source.file for source in paper.source))
    require_numbers(*(source.row for source in paper.source))


def _require_extraction(extraction: Extraction) -> None:
    """Raise TypeError unless all names and numbers are written as text."""
    require_texts(*(entity.name for entity in extraction.entities))
    require_texts(*(link.url for link in extraction.links))
    for relation in extraction.relations:
        require_texts(relation.head, relation.tail)
    for result in extraction.results:
        require_texts(result.value, result.unit)
        names = (result.method, result.dataset, result.task, result.metric)
        require_texts(*names, optional=True)
