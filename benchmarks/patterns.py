"""
Time every regular expression of the program on strings that are made to slow it.

Run as ``python benchmarks/patterns.py [LENGTH]``. All patterns that modules keep are
searched in texts of one repeated piece, once of LENGTH characters and once of twice as
many. Prints the slowest, with the exponent by which the time grows: 1 is linear; 2 and
more would let a hostile file stop a build.
"""

import importlib
import math
import pkgutil
import re
import sys
import time
from collections.abc import Iterator

import scholargraph

LENGTH = 20_000
SHOWN = 15
PIECES = (
    *("a", "A", "1", " ", "\n", ".", ",", "-", "_", "(", ")", "[", "{", "$", "\\"),
    *("a ", "a.", "a-", "A1", "1.", "1,", "1%", "a/", "a@", "&a", "<a", "a>", "\t\n"),
    *("http://a", "http://a.", "www.", "a.b/", "(a", "((", "a (A) ", "10.1/", "\\a{"),
    *("we ", "our code is ", "available at ", "and ", "of the ", "é", "中", "\u0301"),
    *("@a{", '"', '","', "title = ", "TY  - ", "19", "-1", "+-", "± ", "a, b and "),
)


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the compiled patterns that modules of the package keep, by name."""
    for module in pkgutil.walk_packages(scholargraph.__path__, "scholargraph."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for spot, found in enumerate(
                value if isinstance(value, tuple) else [value]
            ):
                if isinstance(found, re.Pattern) and isinstance(found.pattern, str):
                    yield f"{module.name}.{name}[{spot}]", found


def seconds(pattern: re.Pattern[str], text: str) -> float:
    """Return how long finding all matches in a text takes."""
    start = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - start


def main() -> None:
    """Print the slowest patterns."""
    length = int(sys.argv[1]) if sys.argv[1:] else LENGTH
    rows: dict[re.Pattern[str], tuple[float, str, str, str]] = {}
    for name, pattern in patterns():
        for piece in PIECES:
            for tail in ("", "!"):
                text = piece * (length // len(piece)) + tail
                once = seconds(pattern, text)
                if once > rows.get(pattern, (0.0,))[0]:
                    rows[pattern] = once, name, piece + "…" + tail, text
    worst = sorted(rows.items(), key=lambda item: -item[1][0])[:SHOWN]
    print("| pattern | text | ms | exponent |\n|---|---|---|---|")
    for pattern, (once, name, shown, text) in worst:
        twice = seconds(pattern, text[: length // 2 * 2] * 2)
        growth = math.log2(max(twice, 1e-6) / max(once, 1e-6))
        print(f"| `{name}` | {shown!r} | {once * 1e3:.1f} | {growth:.1f} |")
    print(f"{len(rows)} patterns, texts of {length:,} characters")


if __name__ == "__main__":
    main()
