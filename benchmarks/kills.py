"""
Kill builds at random moments, and see that the next build ends them.

Run as ``python benchmarks/kills.py INPUT… [--times N] [--from-extractions]``. Each time
a build of the inputs, papers or shards of extractions, into a new folder is killed
(SIGKILL, with its worker processes) at a moment drawn evenly from the time that a whole
build takes; then the folder is checked and built again. Prints a line for each kill and
how many of the graphs came out byte for byte as the one of an unbroken build.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = [sys.executable, "-m", "scholargraph"]
TIMES = 50


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the program to its end."""
    return subprocess.run(
        [*PROGRAM, *words], capture_output=True, text=True, check=False
    )


def published(folder: Path) -> bytes:
    """Return the graph of a folder as sorted lines."""
    file = folder.with_suffix(".nt")
    run("export", str(folder), "--to", "ntriples", "-o", str(file))
    return b"\n".join(sorted(file.read_bytes().splitlines()))


def killed(words: list[str], folder: Path, after: float) -> bool:
    """Start a build and kill it; return false where it had ended before."""
    words = [*PROGRAM, "build", *words, "--into", str(folder)]
    silent = subprocess.DEVNULL
    # A session of its own, so that its workers die with it.
    with subprocess.Popen(
        words, stdout=silent, stderr=silent, start_new_session=True
    ) as process:
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return True
    return False


def recovered(words: list[str], folder: Path, whole: bytes) -> str:
    """Build again after a kill; return what is wrong, or nothing."""
    checked = run("check", str(folder))
    if "Traceback" in checked.stderr:
        return "check failed"
    again = run("build", *words, "--into", str(folder))
    if again.returncode:
        return again.stderr.strip()
    if run("check", str(folder)).returncode:
        return "is not whole"
    return "" if published(folder) == whole else "another graph"


def main() -> None:
    """Print how each kill ended."""
    parser = argparse.ArgumentParser(description="Kill builds at random moments.")
    parser.add_argument("inputs", nargs="+", metavar="INPUT")
    parser.add_argument("--times", type=int, default=TIMES, metavar="N")
    parser.add_argument("--from-extractions", action="store_true")
    given = parser.parse_args()
    times = given.times
    words = given.inputs + ["--from-extractions"] * given.from_extractions
    rng = random.Random(1)  # noqa: S311 (moments, not secrets)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "whole"
        start = time.perf_counter()
        run("build", *words, "--into", str(folder))
        length = time.perf_counter() - start
        whole, right = published(folder), 0
        for number in range(1, times + 1):
            after = rng.uniform(0, length)
            folder = Path(place) / f"kg{number}"
            how = "killed" if killed(words, folder, after) else "ended"
            wrong = recovered(words, folder, whole)
            right += not wrong
            print(f"{number}: {how} after {after:.2f} s; {wrong or 'recovered'}")
        print(f"{right} of {times} recovered; a whole build takes {length:.1f} s")


if __name__ == "__main__":
    main()
