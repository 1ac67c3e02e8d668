"""
Parquet tables, batch by batch.

A Parquet file is read from its end, so it is first copied to where one can seek: a
small one to memory, a large one to a temporary file.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from typing import IO, Any, Final

from scholargraph.errors import InputError
from scholargraph.readers.named_fields import has_title, to_fields, wanted
from scholargraph.readers.opening import Opened
from scholargraph.readers.rows import Reason, Rows

_BATCH: Final = 256
_IN_MEMORY: Final = 1 << 24


def rows(opened: Opened) -> Rows:
    """
    Yield the rows of a table, by their number.

    Raises
    ------
    InputError
        Where the file is no Parquet, or no column is named as a title.

    """
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
        shutil.copyfileobj(opened.stream, copy)
        copy.seek(0)
        number = 0
        try:
            for record in _records(opened.name, copy):
                number += 1
                yield number, to_fields(record, markup=True)
        # Arrow's own errors derive from these two.
        except (OSError, ValueError):
            yield number + 1, Reason.BAD_PARQUET


def _records(name: str, file: IO[bytes]) -> Iterator[Mapping[str, Any]]:
    # pyarrow takes as long to import as all other readers together.
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # noqa: PLC0415  # no stubs exist

    try:
        table = pq.ParquetFile(file)
        columns = table.schema_arrow.names
    except (OSError, ValueError) as error:
        raise InputError(name, "is a damaged Parquet file") from error
    if not has_title(columns):
        raise InputError(name, "no column is named 'title'")
    # Other columns (embeddings, full texts) may be large: they are not read.
    for batch in table.iter_batches(_BATCH, columns=wanted(columns)):
        yield from batch.to_pylist()
