"""Writing a shard: whole or not at all, the same bytes for the same rows."""

import os
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from scholargraph.errors import ShardError, reason
from scholargraph.shards.heading import Heading, to_metadata
from scholargraph.shards.rows import COLUMNS, Row, to_values

# Rows that a reader holds at a time.
GROUP: Final = 256


def write_shard(path: Path, heading: Heading, rows: Sequence[Row]) -> None:
    """
    Write a shard in place of what is there.

    Two machines that write the same shard at once do not disturb each other.

    Raises
    ------
    ShardError
        Where it cannot be written.

    """
    # pyarrow is slow to import, and only those who have shards wait for it.
    import pyarrow as pa  # type: ignore[import-untyped] # noqa: PLC0415
    import pyarrow.parquet as pq  # type: ignore[import-untyped] # noqa: PLC0415

    draft = path.with_name(f".{path.name}.{socket.gethostname()}.{os.getpid()}")
    try:
        with draft.open("wb") as stream:
            pq.write_table(
                pa.table(_columns(rows), schema=_schema(pa, heading)),
                stream,
                row_group_size=GROUP,
                compression="zstd",
                use_dictionary=["file"],
                write_page_checksum=True,
            )
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise ShardError(path, f"cannot be written: {reason(error)}") from error


def _columns(rows: Sequence[Row]) -> dict[str, list[Any]]:
    values = [to_values(row) for row in rows]
    return {name: [row[at] for row in values] for at, name in enumerate(COLUMNS)}


def _schema(pa: Any, heading: Heading) -> Any:
    types = {"row": pa.int64()}
    fields = [pa.field(name, types.get(name, pa.string())) for name in COLUMNS]
    return pa.schema(fields, metadata=to_metadata(heading))
