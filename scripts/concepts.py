"""
Print the concepts of a graph folder that most papers use, as tables for the docs.

    python scripts/concepts.py GRAPH_FOLDER [NUMBER]

They are resolved anew from the folder's extractions, so that the tables are those of
the rules as they are now. The folder is only read.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from scholargraph.model import Concept
from scholargraph.pipeline.deciding import resolution
from scholargraph.vocab import Kind

MOST = 50
NAMES = 60  # characters of other names


def cells(concept: Concept) -> tuple[str, ...]:
    """Return a row: papers, label, and other names as far as there is room."""
    names, rest = "", 0
    for alias in concept.aliases:
        longer = f"{names}; {alias}" if names else alias
        if len(longer) <= NAMES:
            names = longer
        else:
            rest += 1
    more = f" (and {rest} more)" if rest else ""
    return f"{concept.paper_count:,}", concept.label, names + more


def escaped(cell: str) -> str:
    """Return a cell without what Markdown would take for its own."""
    return re.sub(r"([|`*<\\])", r"\\\1", cell)


def lines(concepts: tuple[Concept, ...], number: int) -> Iterator[str]:
    """Yield the lines of the tables, a table a kind."""
    for kind in Kind:
        own = [concept for concept in concepts if concept.kind is kind]
        own.sort(key=lambda concept: (-concept.paper_count, concept.id))
        yield f"\n### {kind.value}\n"
        yield "| | papers | concept | also written |"
        yield "|---|---|---|---|"
        for place, concept in enumerate(own[:number], start=1):
            row = (str(place), *cells(concept))
            yield "| " + " | ".join(escaped(cell) for cell in row) + " |"


def main(folder: str, number: str = str(MOST)) -> None:
    """Print the tables."""
    for line in lines(resolution(Path(folder)).concepts, int(number)):
        print(line)


if __name__ == "__main__":
    main(*sys.argv[1:])
