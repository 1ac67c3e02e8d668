"""What the model's outputs stand for, in their order."""

from __future__ import annotations

KINDS = ("Method", "Dataset", "Task", "Metric")
METHOD, DATASET, TASK, METRIC = range(4)

# One output each; measured_by has two, by the kind of its first end.
RELATIONS: tuple[tuple[str, int, int], ...] = (
    ("used_for", METHOD, TASK),
    ("evaluated_on", METHOD, DATASET),
    ("trained_on", METHOD, DATASET),
    ("part_of", METHOD, METHOD),
    ("compared_with", METHOD, METHOD),
    ("benchmark_for", DATASET, TASK),
    ("measured_by", TASK, METRIC),
    ("measured_by", DATASET, METRIC),
)
RESULT_KINDS = ("none", "absolute", "delta", "relative")
ABSOLUTE = RESULT_KINDS.index("absolute")  # a score; the others are gains
ROLES = 4  # outputs for each kind; only Method and Dataset use them all
SLOTS = ("method", "dataset", "task", "metric")  # in the order of KINDS
