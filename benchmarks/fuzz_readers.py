"""
Give every reader inputs that are meant to break it, and see that it says so.

Run as ``python benchmarks/fuzz_readers.py [--inputs N] [--seed N]``. Each input must
give papers and rejects, or end with one `InputError` of one line; another error, a
warning, a crash, more than some seconds of processor time or a leap in memory is found.
Prints a table, a line on standard error for whatever is found, and ends with status 1
then; ``--show READER NUMBER`` writes that input to standard output.
"""

import argparse
import io
import logging
import mmap
import os
import re
import resource
import signal
import sys
import time
import warnings
from collections.abc import Iterable
from math import ceil
from pathlib import Path
from types import SimpleNamespace

from hostile_inputs import FILES, Maker

from scholargraph import readers
from scholargraph.errors import InputError
from scholargraph.model import Paper, Reject
from scholargraph.readers import Reason

INPUTS = 1_000_000
SECONDS = 10.0  # of a processor, for one input
MEMORY = 128 << 10  # KiB by which one input may raise the most that was ever taken
ROOM = 8 << 30
# Slower readers are given fewer inputs: one of BibTeX takes as long as 20 of JSON.
SLOWER = {"bibtex": 2, "parquet": 3, "ris": 8, "atom": 12}
SHARES = {name: SLOWER.get(name, 20) for name in FILES}
MOST = 20  # findings after which a reader is let off
PHRASES = frozenset(reason.value for reason in Reason)
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")

# What the parent reads of its child: its next number and what it counted.
NEXT, PAPERS, REJECTS, REFUSED, FOUND, SLOWEST, SLOWEST_AT = range(7)


def fault_of(row: Paper | Reject) -> str:
    """Return what is wrong with something that a reader gave, or nothing."""
    if isinstance(row, Reject):
        right = row.reason in PHRASES and row.source.row > 0
        return "" if right else f"an odd reject: {row}"
    values = (row.id, row.title, row.abstract, *row.authors, *row.categories)
    also = (
        row.venue or "",
        row.address or "",
        *(f"{a}{b}" for a, b in row.identifiers),
    )
    try:
        "".join((*values, *also)).encode()
    except (TypeError, UnicodeEncodeError) as error:
        return f"a paper that is no text: {error}"
    if not row.id or not row.title or row.title.strip() != row.title:
        return f"a paper without id or title: {row}"
    if row.date is not None and not DATE.fullmatch(row.date):
        return f"an odd date: {row.date!r}"
    return ""


def read(data: bytes, name: str | None, seen: memoryview) -> str:
    """Read an input; return what is wrong, or nothing."""
    sys.stdin = SimpleNamespace(buffer=io.BytesIO(data))  # type: ignore[assignment]
    try:
        for row in readers.read("-", format_name=name):
            seen[PAPERS if isinstance(row, Paper) else REJECTS] += 1
            if fault := fault_of(row):
                return fault
    except InputError as error:
        seen[REFUSED] += 1
        return "an error of several lines" if "\n" in str(error) else ""
    except Exception as error:  # noqa: BLE001 (any is a finding)
        return f"{type(error).__name__}: {error}"
    return ""


def work(maker: Maker, numbers: Iterable[int], seen: memoryview) -> None:
    """Read inputs, and count in ``seen``; the process is ended by one that hangs."""
    for number in numbers:
        seen[NEXT] = number
        data, name = maker.made(number)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        start = time.process_time_ns()
        fault = read(data, name, seen)
        taken = time.process_time_ns() - start
        signal.setitimer(signal.ITIMER_PROF, 0)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        if grown > MEMORY:
            fault = f"{grown >> 10} MiB"
        if taken > seen[SLOWEST]:
            seen[SLOWEST], seen[SLOWEST_AT] = taken, number
        if fault:
            seen[FOUND] += 1
            tell(maker, number, fault)
        if seen[FOUND] >= MOST:
            break
    else:
        seen[NEXT] += 1


def tell(maker: Maker, number: int, fault: str) -> None:
    """Say what was found, on one line."""
    line = " ".join(fault.split()).encode("ascii", "backslashreplace").decode()
    sys.stderr.write(f"{maker.reader} {number}: {line[:300]}\n")
    sys.stderr.flush()


def child(maker: Maker, numbers: range, seen: memoryview) -> int:
    """Read inputs in a process of its own; return how it ended."""
    process = os.fork()
    if process:
        return os.waitpid(process, 0)[1]
    try:
        warnings.simplefilter("error")
        logging.disable(logging.WARNING)
        silent = memoryview(bytearray(8 * len(seen))).cast("Q")
        for sample in maker.samples:  # what is loaded once is no leap in memory
            read(sample, maker.reader, silent)
        taken = int(Path("/proc/self/statm").read_text().split()[0]) * mmap.PAGESIZE
        resource.setrlimit(resource.RLIMIT_AS, (taken + ROOM, taken + ROOM))
        work(maker, numbers, seen)
        os._exit(0)
    finally:
        os._exit(1)


def fuzz(reader: str, count: int, seed: int) -> int:
    """Print the row of a reader; return how much was found."""
    maker = Maker(reader, seed)
    seen = memoryview(mmap.mmap(-1, mmap.PAGESIZE)).cast("Q")
    start = time.perf_counter()
    while seen[NEXT] < count and seen[FOUND] < MOST:
        status = child(maker, range(seen[NEXT], count), seen)
        if status:
            end = os.waitstatus_to_exitcode(status)
            hung = end == -signal.SIGPROF
            tell(maker, seen[NEXT], "does not end" if hung else f"crash ({end})")
            seen[FOUND] += 1
            seen[NEXT] += 1
    rate = seen[NEXT] / (time.perf_counter() - start)
    counts = " | ".join(f"{seen[at]:,}" for at in (NEXT, PAPERS, REJECTS, REFUSED))
    slowest = f"{seen[SLOWEST] / 1e6:.0f} ms (no. {seen[SLOWEST_AT]})"
    print(
        f"| `{reader}` | {counts} | {rate:,.0f} | {slowest} | {seen[FOUND]} |",
        flush=True,
    )
    return int(seen[FOUND])


def main() -> None:
    """Print what became of the inputs, reader by reader."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--inputs", type=int, default=INPUTS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reader", choices=sorted(FILES), action="append")
    parser.add_argument("--show", nargs=2, metavar=("READER", "NUMBER"))
    chosen = parser.parse_args()
    if chosen.show:
        reader, number = chosen.show
        sys.stdout.buffer.write(Maker(reader, chosen.seed).made(int(number))[0])
        return
    names = chosen.reader or sorted(FILES)
    print(
        "| reader | inputs | papers | rejects | refused | a second | slowest | found |"
    )
    print("|---|---|---|---|---|---|---|---|")
    share = chosen.inputs / sum(SHARES[name] for name in names)
    found = sum(fuzz(name, ceil(share * SHARES[name]), chosen.seed) for name in names)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
