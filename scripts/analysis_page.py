"""
Write ``docs/analysis.md``, the columns of the frames and the measures, or check it.

``analysis_page.py --write`` writes the page from the code; without it the exit status
says whether the page is up to date.
"""

import inspect
import sys
from pathlib import Path

from readme import first_line, table
from scholargraph import measures
from scholargraph.frames import COLUMNS, Frames

PAGE = Path(__file__).resolve().parents[1] / "docs" / "analysis.md"
HEAD = """# Frames and measures

An opened graph hands out tidy pandas data frames, read from the graph folder when
first asked for:

```python
import scholargraph
from scholargraph import measures

with scholargraph.open_graph("kg") as graph:
    graph.papers()                           # one row a paper
    graph.concepts(kind="dataset")           # one row a concept
    graph.columns("results")                 # what the columns of a frame hold
    measures.adoption(graph.frames)          # measures take all frames at once
```

## Types

| type | in pandas | holds |
| --- | --- | --- |
| text | `string` | text; missing values are `<NA>` |
| date | `datetime64[s]` | a day, the first of the month or year if no more is known |
| integer | `int64` | a whole number |
| number | `float64` | a number |
| truth | `boolean` | true, false or missing |
| object | `object` | a tuple, or a `Decimal` |
| any other | `category` | a word of that closed vocabulary |
"""


def frames() -> str:
    """Return a section for each frame."""
    return "\n".join(
        f"\n## `graph.{name}()`\n\n{first_line(getattr(Frames, name).__doc__)}.\n\n"
        + table(
            ("column", "type", "holds"),
            ((f"`{c.name}`", c.type, c.meaning) for c in columns),
        )
        for name, columns in COLUMNS.items()
    )


def of_measures() -> str:
    """Return the section of the measures."""
    rows = []
    for name in sorted(measures.__all__, key=str.lower):
        thing = getattr(measures, name)
        if inspect.isfunction(thing):
            rows.append((f"`measures.{name}`", first_line(thing.__doc__)))
    return (
        "\n## Measures\n\nEach docstring (`help(measures.growth)`) has the formula and"
        " its source, units, and what the\nmeasure assumes of extraction errors.\n\n"
        + table(("measure", "does"), rows)
    )


def page() -> str:
    """Return the whole page."""
    return f"{HEAD}{frames()}\n{of_measures()}\n"


def main() -> int:
    """Write or check; return the exit status."""
    if "--write" in sys.argv[1:]:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
        print(f"{PAGE}: is out of date; run `make docs`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
