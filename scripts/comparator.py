"""
Learn the comparator of names again, and write its weights where the program has them.

    python scripts/comparator.py ../shared/gold/concept_pairs.dev.jsonl

To be run when a rule, a feature or a list of names has changed. It tells how good such
a comparator is on pairs that it did not learn from.
"""

import argparse
import sys
from pathlib import Path

from scholargraph.resolve import cross_validate, read_pairs
from scholargraph.resolve.comparator import Comparator, write_weights
from scholargraph.resolve.learning import fit

WEIGHTS = Path(__file__).parents[1] / "src/scholargraph/resolve/comparator.json"


def main() -> None:
    """Learn from all pairs of the file."""
    parser = argparse.ArgumentParser(description=sys.modules[__name__].__doc__)
    parser.add_argument("pairs", type=Path)
    pairs = read_pairs(parser.parse_args().pairs)
    known = frozenset(pair.fingerprint for pair in pairs)
    write_weights(Comparator(fit(pairs).weights, known), WEIGHTS)
    for line in cross_validate(pairs).lines():
        print(line)


if __name__ == "__main__":
    main()
