"""What the pages on faults and on hostile input say is tested, is."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("page", ["faults", "security"])
def test_every_test_and_script_that_a_page_names_is_there(page: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text("utf-8")
    named = set(re.findall(r"(?:tests|benchmarks|requirements)/[\w./]*\w", text))
    assert len(named) > 10
    assert {name for name in named if not (ROOT / name).exists()} == set()
    # Beside a path another file of the same folder may be named alone.
    alone = set(re.findall(r"[ `(](test_\w+\.py)", text))
    known = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert alone <= known
