"""
Builds that are killed at a given step, for ``test_kill``.

A step is an SQL statement or a change of names in the file system. Reads one JSON
object from standard input: ``runs``, pairs of a folder and the step to be killed at
(0: never), and ``inputs``. Prints a list of what became of the runs: the number of
steps of one that ended, ``null`` for one that was killed.
"""

import json
import os
import signal
import sqlite3
import sys
import traceback
from pathlib import Path
from typing import Any

from scholargraph.pipeline.build import build
from scholargraph.pipeline.workers import loaded

CONNECT = sqlite3.connect
CHANGES = frozenset(
    {"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "open"}
)


class Steps:
    """Counts the steps of this process, and kills it at one of them."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.count = 0

    def watch(self, event: str, args: tuple[Any, ...]) -> None:
        if event in CHANGES and ".generations" not in os.fsdecode(args[0] or ""):
            self.step(event)

    def connect(self, *args: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = CONNECT(*args, **options)
        connection.set_trace_callback(self.step)
        return connection

    def step(self, _: str) -> None:
        self.count += 1
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


def run(folder: str, at: int, inputs: list[str]) -> int | None:
    """Build in a process of its own, which is this one's copy: all is loaded."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            steps = Steps(at)
            sys.addaudithook(steps.watch)
            sqlite3.connect = steps.connect  # type: ignore[assignment] # one of its forms
            build(inputs, Path(folder))
            os.write(writer, str(steps.count).encode())
            os._exit(0)
        finally:
            traceback.print_exc()
            os._exit(1)
    os.close(writer)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reader) as stream:
        said = stream.read()
    if os.WIFSIGNALED(status):
        return None
    assert os.waitstatus_to_exitcode(status) == 0
    return int(said)


if __name__ == "__main__":
    task = json.load(sys.stdin)
    loaded(None)  # once for all the copies
    print(json.dumps([run(folder, at, task["inputs"]) for folder, at in task["runs"]]))
