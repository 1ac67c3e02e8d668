"""
Answers that are kept while the same graph is shown.

Only whole answers are: no fault, nothing that ran out of time. A query whose answer
is another each time, such as one that asks for the time, is asked anew. The answer
to a named query is found however its values are spelt, and, where it is kept as JSON,
in the other formats as well.
"""

import hashlib
import json
import os
import re
import zlib
from collections.abc import Iterable, Mapping
from typing import IO, Final

from scholargraph import query
from scholargraph.query.kept import Kept
from scholargraph.serve.frames import Json
from scholargraph.serve.process import Reply
from scholargraph.serve.publish import Publish

Key = tuple[str, str | None]  # a question, and the format of its answer

_JOBS: Final = frozenset({"sparql", "named", "describe", "network", "picture"})
# Escapes may hide a function's name.
_OTHER_EACH_TIME: Final = re.compile(
    r"\b(?:now|rand|struuid|uuid|bnode)\b|\\u", re.IGNORECASE
)
_OVERHEAD: Final = 1000  # of an entry, besides its key and body
_MADE_OF_JSON: Final = frozenset({"csv", "tsv", "xml"})
_CONVERTED: Final = 4 * 2**20  # a larger answer would keep other clients waiting


class Recall:
    """Keeps the answers to jobs on the last publish that it was asked about."""

    def __init__(self, limit: int) -> None:
        """Keep answers of ``limit`` bytes together."""
        self._limit = limit
        self._kept = Kept[Reply](limit)
        self._alike: dict[str, str] = {}
        self._publish: Publish | None = None

    @property
    def has_room(self) -> bool:
        """Whether half of what may be kept is free, for what clients ask."""
        return self._kept.size < self._limit // 2

    def key(self, publish: Publish, job: Json) -> Key | None:
        """Return what the answer to a job is kept under, ``None`` where it is not."""
        self._show(publish)
        if job["job"] not in _JOBS or not self._kept.largest:
            return None
        if _OTHER_EACH_TIME.search(job.get("query", "")):
            return None
        if job["job"] != "named":
            return json.dumps(job), None
        question = _question(job["name"], job["values"])
        return self._alike.get(question, question), job["formats"]["rows"]

    def take_as_alike(
        self, publish: Publish, name: str, values: Iterable[Mapping[str, str]]
    ) -> None:
        """Give the answer to a named query with the first of some values for all."""
        self._show(publish)
        first, *others = (_question(name, each) for each in values)
        self._alike.update(dict.fromkeys(others, first))

    def has(self, publish: Publish, key: Key) -> bool:
        """Tell whether an answer is kept for a publish; it counts as no use of it."""
        self._show(publish)
        return key in self._kept

    def find(self, publish: Publish, key: Key) -> Reply | None:
        """Return the answer that is kept for a publish."""
        self._show(publish)
        question, name = key
        as_json = (question, "json")
        if name in _MADE_OF_JSON and key not in self._kept and as_json in self._kept:
            return self._converted(key, self._kept.get(as_json))
        found = self._kept.get(key)
        return None if found is None else _unpacked(found)

    def _converted(self, key: Key, reply: Reply | None) -> Reply | None:
        _, name = key
        if reply is None or not 0 < _length(reply) <= _CONVERTED:
            return None
        head, body = _unpacked(reply)
        assert isinstance(body, bytes)
        data = query.convert(body, str(name))
        return self._put(key, {**head, "format": name}, data)

    def keep(self, publish: Publish, key: Key, reply: Reply) -> Reply:
        """Keep the answer that a publish gave; return it, for it may be read."""
        head, body = reply
        if publish != self._publish:  # another is shown by now
            return reply
        if not isinstance(body, bytes):
            if _size(body) > self._kept.largest:
                return reply
            with body:
                body = body.read()
        return self._put(key, head, body)

    def _put(self, key: Key, head: Json, body: bytes) -> Reply:
        self._kept.put(key, (head, body), len(key[0]) + len(body) + _OVERHEAD)
        return head, body

    def _show(self, publish: Publish) -> None:
        if publish != self._publish:
            self._kept.clear()
            self._alike.clear()
            self._publish = publish

    def figures(self) -> Mapping[str, int]:
        """Return hits, misses, entries and bytes."""
        kept = self._kept
        return {
            "hits": kept.hits,
            "misses": kept.misses,
            "entries": len(kept),
            "bytes": kept.size,
        }


def packed(reply: Reply) -> Reply:
    """Return an answer that takes less space; ``find`` unpacks it."""
    head, body = reply
    if not isinstance(body, bytes):
        with body:
            body = body.read()
    return {**head, "packed": len(body)}, zlib.compress(body, 1)


def _length(reply: Reply) -> int:
    """Return the number of bytes of an answer that is kept, as it is unpacked."""
    head, body = reply
    assert isinstance(body, bytes)
    return int(head.get("packed", len(body)))


def _unpacked(reply: Reply) -> Reply:
    head, body = reply
    if "packed" not in head:
        return reply
    assert isinstance(body, bytes)
    whole = {name: value for name, value in head.items() if name != "packed"}
    return whole, zlib.decompress(body)


def _question(name: str, values: Mapping[str, str]) -> str:
    return json.dumps([name, query.as_told(query.find(name), values)])


def _size(stream: IO[bytes]) -> int:
    return os.fstat(stream.fileno()).st_size


def tag(publish: Publish, key: Key) -> str:
    """
    Return the entity tag of the answer to a job on a publish.

    It is a weak one: two workers may write the rows of a query without ``ORDER BY``
    in different orders (https://www.rfc-editor.org/rfc/rfc9110#name-etag).
    """
    digest = hashlib.sha256(f"{publish.name} {json.dumps(key)}".encode())
    return f'W/"{digest.hexdigest()[:24]}"'


def is_known(tags: str, known: str) -> bool:
    """
    Tell whether a header ``If-None-Match`` names a tag.

    >>> is_known('W/"a", "b"', 'W/"b"'), is_known('"c"', 'W/"b"'), is_known("", "x")
    (True, False, False)
    """
    found = (one.strip().removeprefix("W/") for one in tags.split(","))
    return known.removeprefix("W/") in found
