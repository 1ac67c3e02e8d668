"""
Parquet tables, batch by batch.

A Parquet file is read from its end, so it is first copied to where one can seek: a
small one to memory, a large one to a temporary file. Pages within are packed again, and
nothing bounds what Arrow unpacks one to.
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import count
from typing import IO, Any, Final

from scholargraph.errors import InputError
from scholargraph.readers.named_fields import has_title, to_fields, wanted
from scholargraph.readers.opening import Opened
from scholargraph.readers.rows import Reason, Rows

_BATCH: Final = 256
_IN_MEMORY: Final = 1 << 24
_PIECE: Final = 1 << 20
MOST_UNPACKED: Final = 4 << 30
# What Arrow's own errors derive from, and Python's where a value is out of its range. A
# damaged length may ask for any memory.
_FAULTS: Final = (
    *(OSError, ValueError, OverflowError, LookupError, TypeError, NotImplementedError),
    MemoryError,
)


def rows(opened: Opened) -> Rows:
    """
    Yield the rows of a table, by their number.

    Raises
    ------
    InputError
        Where the file is no Parquet, or no column is named as a title.

    """
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
        _fill(copy, opened)
        records = _records(opened.name, copy)
        for number in count(1):
            try:
                record = next(records, None)
            except _FAULTS:
                yield number, Reason.BAD_PARQUET
                return
            if record is None:
                return
            yield number, to_fields(record, markup=True)


def _fill(copy: IO[bytes], opened: Opened) -> None:
    """Copy the file, up to a size where it was packed: it may unpack to any."""
    size = 0
    while data := opened.stream.read(_PIECE):
        size += len(data)
        if opened.packed and size > MOST_UNPACKED:
            what = f"unpacks to more than {MOST_UNPACKED >> 30} GiB; unpack it first"
            raise InputError(opened.name, what)
        copy.write(data)
    copy.seek(0)


def _records(name: str, file: IO[bytes]) -> Iterator[Mapping[str, Any]]:
    # pyarrow takes as long to import as all other readers together.
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # noqa: PLC0415  # no stubs exist

    try:
        table = pq.ParquetFile(file)
        columns = table.schema_arrow.names
    except _FAULTS as error:
        raise InputError(name, "is a damaged Parquet file") from error
    if not has_title(columns):
        raise InputError(name, "no column is named 'title'")
    # Other columns (embeddings, full texts) may be large: they are not read.
    for batch in table.iter_batches(_BATCH, columns=wanted(columns)):
        try:
            yield from batch.to_pylist()
        except _FAULTS:
            yield from _held(batch)


def _held(batch: Any) -> Iterator[Mapping[str, Any]]:
    """Yield rows without what Python cannot hold, as a date in the year 99999."""
    columns = dict(zip(batch.schema.names, batch.columns, strict=True))
    for row in range(batch.num_rows):
        record = {}
        for name, column in columns.items():
            with suppress(*_FAULTS):
                record[name] = column[row].as_py()
        yield record
