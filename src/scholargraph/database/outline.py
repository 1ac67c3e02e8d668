"""
What a paper names, and how much was read from it: all that resolving concepts needs.

The rest of the records is neither made nor checked, which takes most of the time.
"""

import json
from dataclasses import dataclass

from scholargraph.database.retyping import retyped
from scholargraph.floor import PARTS, Floor
from scholargraph.record_format import Json
from scholargraph.vocab import Kind, Role

# A name, its kind and role, and the text of each mention with whether it stands in
# the title.
Stated = tuple[str, Kind, Role, list[tuple[str, bool]]]


@dataclass(frozen=True, slots=True)
class Outline:
    """
    The entities of a paper, and the numbers of what else was read from it.

    ``left_out`` counts what was read and is not sure enough for the graph.
    """

    paper_id: str
    entities: tuple[Stated, ...] = ()
    relations: int = 0
    results: int = 0
    links: int = 0
    left_out: int = 0


def outline(paper: str, extraction: str | None, names: str, floor: Floor) -> Outline:
    """
    Return the outline of a paper, given the three texts that are stored of it.

    Raises
    ------
    ValueError, KeyError, TypeError
        Where they are damaged.

    """
    fields = json.loads(paper)
    if extraction is None:  # a paper that the extractor failed on
        return Outline(fields["id"])
    read, ids = json.loads(extraction), json.loads(names)
    record = floor.taken(read)
    entities, relations = record["entities"], record["relations"]
    if ids:
        entities = retyped("entities", entities, ids)
        relations = retyped("relations", relations, ids)
    text = f"{fields['title']}\n{fields['abstract']}"
    end = len(fields["title"])
    return Outline(
        fields["id"],
        tuple(
            (
                item["name"],
                Kind(item["type"]),
                Role(item["role"]),
                [_use(mention, text, end) for mention in item["mentions"]],
            )
            for item in entities
        ),
        relations=len(relations),
        results=len(record["results"]),
        links=len(record["links"]),
        left_out=sum(len(read[part]) - len(record[part]) for part in PARTS),
    )


def _use(mention: Json, text: str, title_end: int) -> tuple[str, bool]:
    start, end, used = mention["start"], mention["end"], mention["text"]
    if text[start:end] != used:
        message = f"mention {used!r} is not at {start}-{end}"
        raise ValueError(message)
    return used, end <= title_end
