"""Plain JSON: objects with ``title`` and ``abstract``, one a line or in an array."""

from scholargraph.readers.json_stream import Json, json_rows
from scholargraph.readers.named_fields import to_fields
from scholargraph.readers.opening import Opened
from scholargraph.readers.rows import Fields, Reason, Rows


def rows(opened: Opened) -> Rows:
    """Yield the papers of an input; an ``id`` is kept as given."""
    return json_rows(opened, _to_fields)


def _to_fields(record: Json) -> Fields | Reason:
    return to_fields(record, markup=False)
