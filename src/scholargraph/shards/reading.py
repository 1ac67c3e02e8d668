"""Reading shards: a damaged or foreign file is told in one line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from scholargraph.errors import ShardError, reason
from scholargraph.model import Paper, Reject
from scholargraph.shards.heading import DAMAGED, Heading, from_metadata
from scholargraph.shards.rows import COLUMNS, PLACE, RECORD, Row, from_values
from scholargraph.shards.writing import GROUP

Values = dict[str, Any]
CUT = "is no whole Parquet file"


class Failure(NamedTuple):
    """A row that nothing was extracted from: where it is, its paper's id, and why."""

    file: str
    row: int
    id: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Shard:
    """A file of rows and its heading; made by ``open_shard``."""

    path: Path
    heading: Heading

    def rows(self) -> Iterator[Row]:
        """
        Yield all rows, in their order.

        Raises
        ------
        ShardError
            Where the file is damaged.

        """
        return self._rows(COLUMNS)

    def records(self) -> Iterator[Paper | Reject]:
        """Yield the rows without what was extracted, which is not read."""
        return (row.record for row in self._rows(RECORD))

    def failures(self) -> Iterator[Failure]:
        """Yield the rows that nothing was extracted from."""
        for values in self._values(PLACE):
            if values["failure"] is not None:
                yield Failure(*(values[name] for name in PLACE))

    def _rows(self, columns: Sequence[str]) -> Iterator[Row]:
        for number, values in enumerate(self._values(columns), start=1):
            try:
                row = from_values(values, self.heading.extractor)
            except DAMAGED as error:
                what = f"row {number} is damaged: {error}"
                raise ShardError(self.path, what) from error
            yield row

    def _values(self, columns: Sequence[str]) -> Iterator[Values]:
        import pyarrow.parquet as pq  # type: ignore[import-untyped] # noqa: PLC0415 (slow to import)

        try:
            with pq.ParquetFile(self.path, page_checksum_verification=True) as file:
                for batch in file.iter_batches(GROUP, columns=list(columns)):
                    yield from batch.to_pylist()
        except (OSError, ValueError) as error:  # Arrow's own derive from these
            raise ShardError(self.path, f"is damaged: {_line(error)}") from error


def open_shard(path: Path) -> Shard:
    """
    Return a shard after a look at its heading and columns.

    Raises
    ------
    ShardError
        Where there is no such file, or it is not a whole shard of this version.

    """
    import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415 (slow to import)

    try:
        path.open("rb").close()
        with pq.ParquetFile(path) as file:
            heading = from_metadata(file.schema_arrow.metadata)
            lacking = [name for name in COLUMNS if name not in file.schema_arrow.names]
            count = file.metadata.num_rows
    except pa.ArrowException as error:
        raise ShardError(path, CUT) from error
    except OSError as error:
        raise ShardError(path, CUT if not error.errno else reason(error)) from error
    except ValueError as error:
        raise ShardError(path, str(error)) from error
    if lacking:
        raise ShardError(path, f"is a shard without column {lacking[0]!r}")
    if count != heading.count:
        raise ShardError(
            path, f"has {count:,} rows, and {heading.count:,} by its heading"
        )
    return Shard(path, heading)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
