"""Read annotated papers: JSON lines in the record format, or a folder of brat files."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from scholargraph.brat import read_folder
from scholargraph.errors import InputError, reason
from scholargraph.record_format import Json


def read_annotated(path: Path) -> Iterator[tuple[str, Json]]:
    """
    Yield the records of a file or folder, and where each stands.

    Raises
    ------
    InputError
        Where the file or one of its lines cannot be read.

    """
    return read_folder(path) if path.is_dir() else _lines(path)


def _lines(path: Path) -> Iterator[tuple[str, Json]]:
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    where = f"{path}:{number}"
                    yield where, _record(where, line)
    except UnicodeDecodeError as error:
        raise InputError(path, "is not UTF-8") from error
    except (OSError, EOFError) as error:
        raise InputError(path, f"cannot be read: {reason(error)}") from error


def _record(where: str, line: str) -> Json:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(where, f"not JSON: {error.msg}") from error
    if not isinstance(record, dict):
        raise InputError(where, "not a JSON object")
    return record
