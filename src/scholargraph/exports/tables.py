"""The data frames as Parquet files, some papers at a time."""

from collections.abc import Mapping
from contextlib import ExitStack
from types import MappingProxyType
from typing import Any, Final

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]
from pyarrow import parquet  # type: ignore[import-untyped,unused-ignore]

from scholargraph.exports.network import Some, batches
from scholargraph.exports.parts import Open, Part, WriteFolder, numbered
from scholargraph.exports.settings import Settings
from scholargraph.frames import COLUMNS, Column, Frames

TABLES: Final = tuple(COLUMNS)
_BATCH: Final = 1000
_CODECS: Final[Mapping[str | None, str]] = MappingProxyType(
    {None: "snappy", "gz": "gzip", "zst": "zstd"}
)
_TYPES: Final[Mapping[str, pa.DataType]] = MappingProxyType(
    {
        "text": pa.string(),
        "date": pa.date32(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "truth": pa.bool_(),
    }
)
# As many digits as a number may have before and after the point.
_DECIMAL: Final = pa.decimal128(36, 18)


def write_parquet(_corpus: object, settings: Settings, *_: object) -> WriteFolder:
    """Return what writes the tables of a part of a corpus into a folder."""
    codec = _CODECS[settings.compress]
    number = 0

    def write(part: Part, open_: Open) -> None:
        nonlocal number
        number += 1
        with ExitStack() as stack:
            writers = {
                name: stack.enter_context(
                    parquet.ParquetWriter(
                        stack.enter_context(
                            open_(numbered(f"{name}.parquet", number, settings.shards))
                        ),
                        schema(name),
                        compression=codec,
                    )
                )
                for name in TABLES
            }
            frames = Frames(Some(part.concepts, ()))
            writers["concepts"].write_table(_table("concepts", frames.concepts()))
            for some in batches(part.papers(), _BATCH):
                frames = Frames(Some((), some))
                for name in TABLES:
                    if name != "concepts":
                        frame = getattr(frames, name)()
                        writers[name].write_table(_table(name, frame))

    return write


def schema(name: str) -> pa.Schema:
    """Return the columns of a table and their types, meanings as metadata."""
    return pa.schema(
        [
            pa.field(c.name, _type(c), metadata={"meaning": c.meaning})
            for c in COLUMNS[name]
        ]
    )


def _type(column: Column) -> pa.DataType:
    if column.name == "decimal":
        return _DECIMAL
    if column.type == "object":
        return pa.list_(pa.string())
    # What is no plain type is a closed vocabulary.
    return _TYPES.get(column.type, pa.dictionary(pa.int8(), pa.string()))


def _table(name: str, frame: pd.DataFrame) -> pa.Table:
    columns = schema(name)
    arrays: list[Any] = [
        pa.Array.from_pandas(frame[field.name], type=field.type) for field in columns
    ]
    return pa.Table.from_arrays(arrays, schema=columns)
