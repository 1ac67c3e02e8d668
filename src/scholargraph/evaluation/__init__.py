"""
Measure an extractor against annotated papers.

``evaluate`` gives a ``Report`` of frozen records, ``compare`` what changed between
two; ``to_text``, ``to_json`` and ``browser`` show them.
"""

from scholargraph.evaluation.browser import browser
from scholargraph.evaluation.counting import Counts
from scholargraph.evaluation.layout import (
    comparison_to_json,
    comparison_to_text,
    to_json,
    to_text,
)
from scholargraph.evaluation.report import (
    Case,
    Comparison,
    Figure,
    Report,
    compare,
    evaluate,
    evaluate_file,
    gold_papers,
)

__all__ = [
    "Case",
    "Comparison",
    "Counts",
    "Figure",
    "Report",
    "browser",
    "compare",
    "comparison_to_json",
    "comparison_to_text",
    "evaluate",
    "evaluate_file",
    "gold_papers",
    "to_json",
    "to_text",
]
