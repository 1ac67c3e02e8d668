"""
Answers that are kept while the same graph is shown.

Only whole answers are: no fault, nothing that ran out of time. A query whose answer
is another each time, such as one that asks for the time, is asked anew.
"""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from typing import IO, Final

from scholargraph.query.kept import Kept
from scholargraph.serve.frames import Json
from scholargraph.serve.process import Reply
from scholargraph.serve.publish import Publish

_JOBS: Final = frozenset({"sparql", "named", "describe", "network", "picture"})
# Escapes may hide a function's name.
_OTHER_EACH_TIME: Final = re.compile(
    r"\b(?:now|rand|struuid|uuid|bnode)\b|\\u", re.IGNORECASE
)
_OVERHEAD: Final = 1000  # of an entry, besides its key and body


class Recall:
    """Keeps the answers to jobs on the last publish that it was asked about."""

    def __init__(self, limit: int) -> None:
        """Keep answers of ``limit`` bytes together."""
        self._kept = Kept[Reply](limit)
        self._publish: Publish | None = None

    def key(self, job: Json) -> str | None:
        """Return what the answer to a job is kept under, ``None`` where it is not."""
        if job["job"] not in _JOBS or not self._kept.largest:
            return None
        if _OTHER_EACH_TIME.search(job.get("query", "")):
            return None
        return json.dumps(job)

    def find(self, publish: Publish, key: str) -> Reply | None:
        """Return the answer that is kept for a publish."""
        if publish != self._publish:
            self._kept.clear()
            self._publish = publish
        return self._kept.get(key)

    def keep(self, publish: Publish, key: str, reply: Reply) -> Reply:
        """Keep the answer that a publish gave; return it, for it may be read."""
        head, body = reply
        if publish != self._publish:  # another is shown by now
            return reply
        if not isinstance(body, bytes):
            if _size(body) > self._kept.largest:
                return reply
            with body:
                body = body.read()
        self._kept.put(key, (head, body), len(key) + len(body) + _OVERHEAD)
        return head, body

    def figures(self) -> Mapping[str, int]:
        """Return hits, misses, entries and bytes."""
        kept = self._kept
        return {
            "hits": kept.hits,
            "misses": kept.misses,
            "entries": len(kept),
            "bytes": kept.size,
        }


def _size(stream: IO[bytes]) -> int:
    return os.fstat(stream.fileno()).st_size


def tag(publish: Publish, key: str) -> str:
    """
    Return the entity tag of the answer to a job on a publish.

    It is a weak one: two workers may write the rows of a query without ``ORDER BY``
    in different orders (https://www.rfc-editor.org/rfc/rfc9110#name-etag).
    """
    digest = hashlib.sha256(f"{publish.name} {key}".encode("utf-8", "surrogatepass"))
    return f'W/"{digest.hexdigest()[:24]}"'


def is_known(tags: str, known: str) -> bool:
    """
    Tell whether a header ``If-None-Match`` names a tag.

    >>> is_known('W/"a", "b"', 'W/"b"'), is_known('"c"', 'W/"b"'), is_known("", "x")
    (True, False, False)
    """
    found = (one.strip().removeprefix("W/") for one in tags.split(","))
    return known.removeprefix("W/") in found
