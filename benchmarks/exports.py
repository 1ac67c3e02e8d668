"""
How long each export takes, and how much memory, on a graph folder.

Run as ``python benchmarks/exports.py GRAPH_FOLDER [FORMAT…]``; a format may have a
suffix for compression (``ntriples.gz``) and a profile (``ntriples+lpwc``). Prints a
Markdown table of processor seconds, triples or papers a second, peak memory, and size.
Each export is a process of its own; its files are removed.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from scholargraph.exports import FORMATS
from scholargraph.rdf import FORMATS as TRIPLE_FORMATS
from scholargraph.rdf import QUAD_FORMATS

ALSO = ("ntriples.gz", "ntriples.zst", "ntriples+lpwc", "ntriples+mls", "jsonld+schema")


def measure(folder: Path, what: str) -> tuple[float, float, int]:
    """Return processor seconds, peak memory in MB and bytes written."""
    name, _, suffix = what.partition(".")
    name, _, profile = name.partition("+")
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch) / f"graph{'.' if suffix else ''}{suffix}"
        words = [sys.executable, "-m", "scholargraph", "export", str(folder)]
        words += ["--to", name, "-o", str(place)]
        words += ["--profile", profile] if profile else []
        process = os.posix_spawn(sys.executable, words, dict(os.environ))
        _, status, used = os.wait4(process, 0)
        if status:
            sys.exit(f"{what}: failed")
        files = [place] if place.is_file() else list(place.iterdir())
        size = sum(file.stat().st_size for file in files)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1e3, size


def main(folder: Path, wanted: list[str]) -> None:
    """Measure and print."""
    counts = json.loads((folder / "manifest.json").read_text("utf-8"))["counts"]
    print("| `--to` | seconds | a second | memory | size |\n|---|---|---|---|---|")
    for what in wanted or [*FORMATS, *ALSO]:
        seconds, memory, size = measure(folder, what)
        # Nanopublications and profiles are other triples, whose number is not known.
        whole = what.partition(".")[0] in {*TRIPLE_FORMATS, *QUAD_FORMATS}
        noun = "triples" if whole else "papers"
        rate = counts[noun] / seconds
        print(
            f"| `{what}` | {seconds:.0f} | {rate:,.0f} {noun} | {memory:.0f} MB"
            f" | {size / 1e6:,.0f} MB |",
            flush=True,
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
