"""What came before: a set that takes the same memory however much it holds."""

import sqlite3
from hashlib import blake2b
from typing import Final, Self

from scholargraph.errors import ScholargraphError

# Digests in memory, some hundred bytes each, before they go to the file.
MOST: Final = 100_000
_PAGES: Final = "PRAGMA cache_size = -16384"  # kilobytes
_BYTES: Final = 16  # two things with one digest are not to be expected


class Seen:
    """
    Tells what is new in a stream of texts, or of tuples of them.

    Of each a digest is kept, of many in a temporary file of SQLite's own: it has no
    name, so that it goes with the process, however that ends. ``TMPDIR`` says where.
    """

    def __init__(self, most: int = MOST) -> None:
        """Keep so many digests in memory."""
        self._most = most
        self._recent: set[bytes] = set()
        self._file: _File | None = None

    def add(self, *parts: str) -> bool:
        r"""
        Add something, in texts without ``\n``; return whether it is new.

        >>> seen = Seen()
        >>> seen.add("a", "b"), seen.add("a", "b"), seen.add("ab")
        (True, False, True)

        Raises
        ------
        ScholargraphError
            Where there is no room for the temporary file.

        """
        text = "\n".join(parts).encode("utf-8", "surrogatepass")
        digest = blake2b(text, digest_size=_BYTES).digest()
        if digest in self._recent:
            return False
        if self._file is not None and self._file.has(digest):
            return False
        self._recent.add(digest)
        if len(self._recent) >= self._most:
            self._file = self._file or _File()
            self._file.take(self._recent)
            self._recent.clear()
        return True

    def clear(self) -> None:
        """Forget all."""
        self._recent.clear()
        if self._file is not None:
            self._file.close()
            self._file = None


class _File:
    """Digests on disk."""

    def __init__(self) -> None:
        with _Faults():
            self._connection = sqlite3.connect("", isolation_level=None)
            for setting in (_PAGES, "PRAGMA journal_mode = OFF"):
                self._connection.execute(setting)
            self._connection.execute(
                "CREATE TABLE seen (digest BLOB PRIMARY KEY) WITHOUT ROWID"
            )

    def has(self, digest: bytes) -> bool:
        with _Faults():
            found = self._connection.execute(
                "SELECT 1 FROM seen WHERE digest = ?", (digest,)
            )
            return found.fetchone() is not None

    def take(self, digests: set[bytes]) -> None:
        # In their order, so that those of one page come together.
        rows = ((digest,) for digest in sorted(digests))
        with _Faults():
            self._connection.execute("BEGIN")
            self._connection.executemany("INSERT INTO seen VALUES (?)", rows)
            self._connection.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()


class _Faults:
    """Turns SQLite's errors into one line; quicker than a generator's context."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, sqlite3.Error):
            what = f"cannot be written ({error}); TMPDIR says where it is"
            raise ScholargraphError("temporary file", what) from error
