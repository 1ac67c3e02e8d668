"""What is kept of papers that were read more than once."""

from scholargraph.database import to_fields
from scholargraph.deduplicate import Merge

Report = dict[str, object]


def to_report(merge: Merge) -> Report:
    """
    Return a merge as JSON: the paper, why its records are of it, and the records.

    The records are whole, so that what differs between them is not lost.
    """
    return {
        "paper": merge.paper_id,
        "reason": merge.reason.value,
        "records": [to_fields(variant) for variant in merge.variants],
    }
