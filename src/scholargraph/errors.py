"""The errors that a user can cause; each says where and what, in one line."""

from collections.abc import Iterable


def reason(error: Exception) -> str:
    """
    Return what an error says, without the number and the file that a system adds.

    >>> reason(FileNotFoundError(2, "No such file or directory", "list.tsv"))
    'No such file or directory'
    """
    said = error.strerror if isinstance(error, OSError) else None
    return said or str(error)


class ScholargraphError(Exception):
    """
    Something outside the program is not as it must be.

    The text is ``where: what``, followed by the known names where a name was
    looked up in vain.

    >>> str(ScholargraphError("kg", "is no graph folder"))
    'kg: is no graph folder'
    """

    def __init__(self, where: object, what: str, known: Iterable[str] = ()) -> None:
        """Say what is wrong with ``where``."""
        self.where = str(where)
        self.what = what
        self.known = tuple(known)
        names = f"; known: {', '.join(self.known)}" if self.known else ""
        super().__init__(f"{self.where}: {what}{names}")

    def __reduce__(self) -> tuple[object, ...]:
        # A worker process hands its errors over by pickle, which would make them
        # anew from their text alone, with too few arguments.
        return Exception.__new__, (type(self), *self.args), self.__dict__


class UnknownNameError(ScholargraphError):
    """
    A name that is not in a table.

    >>> str(UnknownNameError("reader", "xml", ["bibtex", "ris"]))
    "reader: none is named 'xml'; known: bibtex, ris"
    """

    def __init__(self, table: str, name: str, known: Iterable[str]) -> None:
        """Say that ``table`` has no ``name``, and what it has."""
        super().__init__(table, f"none is named {name!r}", sorted(known))


class InputError(ScholargraphError):
    """An input file, or a part of one, that cannot be read."""


class ShardError(ScholargraphError):
    """
    A shard of extractions that is missing, damaged or does not fit the others.

    No ``InputError``: a part of an input may be left out and told of, but not a part
    of what a whole run has read.
    """


class FolderError(ScholargraphError):
    """A graph folder that is missing, damaged, locked or made by another version."""


class DamageError(FolderError):
    """A database of a graph folder in which something cannot be read any more."""


class QueryError(ScholargraphError):
    """A query that is malformed, refused, or names something unknown."""


class ModelError(ScholargraphError):
    """A trained model that is missing, damaged or of another version."""
