"""What a page carries compressed."""

import base64
import re
import zlib
from collections.abc import Sequence
from typing import Any

from scholargraph.html.atlas import Atlas
from scholargraph.html.columns import (
    KINDS,
    digits,
    named,
    role_columns,
    signed,
    statement_columns,
    text_columns,
    texts,
)
from scholargraph.html.content import Content
from scholargraph.html.details import Json
from scholargraph.html.embedding import to_json
from scholargraph.html.words import Words

PAPERS_A_CHUNK = 100  # enough to compress well, little enough to open at once
# The alphabet of RFC 1924 has one sign that could end a script element.
SAFE = bytes.maketrans(b"<", b",")
PIXELS = 2  # of a place, which need not be told more precisely
KEY_PART = re.compile(r"[a-z0-9]+")


def pack(value: Any) -> str:
    """
    Return JSON, deflated (RFC 1950) and in base 85 (RFC 1924 with "," for "<").

    Base 85 makes a quarter more of the bytes, base 64 a third. A lone half of a
    surrogate pair cannot be written as UTF-8 and becomes "?".
    """
    raw = to_json(value).encode("utf-8", errors="replace")
    return base64.b85encode(zlib.compress(raw, 9)).translate(SAFE).decode("ascii")


def words_of(content: Content) -> Words:
    """Return the codes of the frequent words in the papers of a page."""
    return Words.of(f"{d['title']}\n{d['abstract']}" for d in content.details)


def whole_texts(content: Content, words: Words) -> list[Json]:
    """Return the texts of a page's papers and what they state, chunk by chunk."""
    roles = named(content.edges)
    chunks = []
    numbers = range(content.concepts, len(content.nodes))
    for start in range(0, content.papers, PAPERS_A_CHUNK):
        papers = texts(content, numbers[start : start + PAPERS_A_CHUNK], roles)
        chunks.append({**statement_columns(papers), **text_columns(papers, words)})
    return chunks


def index(content: Content, words: Words) -> Json:
    """Return what is known of each node of a map before its community is opened."""
    concepts = content.nodes[: content.concepts]
    papers = content.nodes[content.concepts :]
    number = {node["key"]: node["id"] for node in concepts}
    return {
        "kinds": digits(KINDS.index(node["kind"]) for node in concepts),
        # With a space before it, a word is one that the texts have, too.
        "labels": [words.shortened(f" {node['label']}") for node in concepts],
        "counts": digits(node["papers"] for node in concepts),
        "keys": _some(concepts, lambda n: None if _plain(n) else n["key"]),
        "aliases": _some(concepts, lambda node: node.get("aliases")),
        "broader": _some(
            concepts,
            lambda node: [number[k] for k in node.get("broader", ()) if k in number],
        ),
        "titles": [words.shortened(node["label"]) for node in papers],
        "papers": [node["key"] for node in papers],
        "dates": [node.get("date", "") for node in papers],
    }


def _some(nodes: Sequence[Json], value: Any) -> Json:
    found = ((node["id"], value(node)) for node in nodes)
    return {str(id_): each for id_, each in found if each}


def _plain(node: Json) -> bool:
    """Tell whether the page can make the key of a concept from its label."""
    label = node["label"]
    made = "-".join(KEY_PART.findall(label.lower()))
    return bool(label.isascii() and node["key"] == f"{node['kind'].lower()}/{made}")


def parts(atlas: Atlas) -> list[Json]:
    """Return the roles, the statements and the places of each community."""
    content = atlas.content
    roles = named(content.edges)
    found = []
    for community, places in zip(atlas.communities, atlas.inner, strict=True):
        first = community.concepts[0] if community.concepts else 0
        edges = [roles.get(paper, []) for paper in community.papers]
        papers = texts(content, community.papers, roles)
        found.append(
            {
                **role_columns(edges, first),
                **statement_columns(papers),
                "x": digits(signed(x // PIXELS) for x, _ in places),
                "y": digits(signed(y // PIXELS) for _, y in places),
            }
        )
    return found


def part_texts(atlas: Atlas, words: Words) -> list[Json]:
    """Return the texts of the papers of each community."""
    content = atlas.content
    roles = named(content.edges)
    return [
        text_columns(texts(content, community.papers, roles), words)
        for community in atlas.communities
    ]
