"""What a process and those that it starts cost: time, processor time and memory."""

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# Seconds between two looks at the memory of all processes together.
EVERY = 0.25
PAGE = resource.getpagesize()


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock and of processors, and most bytes in memory at once."""

    wall: float
    processor: float
    memory: float

    def __add__(self, other: "Cost") -> "Cost":
        """Return the cost of one after the other."""
        return Cost(
            self.wall + other.wall,
            self.processor + other.processor,
            max(self.memory, other.memory),
        )

    def without(self, start: "Cost") -> "Cost":
        """Return the cost without that of a process that starts and does nothing."""
        wall, processor = self.wall - start.wall, self.processor - start.processor
        return Cost(max(wall, 0), max(processor, 0), self.memory)


def cost(words: Sequence[str]) -> Cost:
    """
    Run a command to its end; return what it and its own processes cost.

    Memory is that of the largest process as the system tells it, or that of all of
    them together as looked at from time to time, whichever is more.
    """
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    ended = threading.Event()
    with subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        peaks = [0]
        watch = threading.Thread(target=_watch, args=(process.pid, ended, peaks))
        watch.start()
        assert process.stderr is not None
        said = process.stderr.read().decode(errors="replace")
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        ended.set()
        watch.join()
    if process.returncode:
        sys.exit(f"{' '.join(words)}: {said.strip()}")
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, processor, max(used.ru_maxrss * 1024, *peaks))


def _watch(root: int, ended: threading.Event, peaks: list[int]) -> None:
    while not ended.wait(EVERY):
        peaks[0] = max(peaks[0], sum(map(_resident, _tree(root))))


def _tree(root: int) -> list[int]:
    """Return a process and those below it, as far as they can be seen."""
    found = [root]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:  # ended meanwhile
                continue
    return found


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0
