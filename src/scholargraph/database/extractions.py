"""An extraction as one JSON object, without its paper."""

import json

from scholargraph.model import Extraction
from scholargraph.record_format import extraction_to_json


def to_text(extraction: Extraction) -> str:
    """
    Return the extraction as JSON text, the same for equal extractions.

    >>> to_text(Extraction("a", (), (), (), (), "reader 1"))
    '{"entities":[],"relations":[],"results":[],"links":[],"extractor":"reader 1"}'
    """
    return json.dumps(extraction_to_json(extraction), separators=(",", ":"))
