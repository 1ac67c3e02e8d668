"""
A worker: a process that opens the published graph read-only and answers jobs.

Its memory is bounded: what would need more ends it, and the server says so. The
server may kill it at any time.
"""

import resource
import sys
from pathlib import Path
from typing import IO

from scholargraph.serve.faults import Fault, failed
from scholargraph.serve.frames import Json, read_frame, to_frame
from scholargraph.serve.jobs import Jobs


def work(options: Json, stream: IO[bytes], number: int) -> None:
    """Open the store, say so with the process's number, and answer jobs."""
    try:
        jobs = Jobs(options)
        jobs.prepare(catalogue=options["catalogue"])
        _limit(options["memory"], options["size"])
    except Exception as error:  # noqa: BLE001 - said to the server, which reports it
        reason = f"{type(error).__name__}: {error}"
        _send(stream, {"ready": False, "pid": number, "reason": reason})
        return
    _send(stream, {"ready": True, "pid": number})
    while (job := read_frame(stream)) is not None:
        _send(stream, *_answer(jobs, job))


def _answer(jobs: Jobs, job: Json) -> tuple[Json, bytes]:
    try:
        return jobs.answer(job)
    except Fault as fault:
        return fault.to_json(), b""
    except MemoryError:
        return {"status": 503, "reason": "the query needs more memory than it may"}, b""
    except Exception as error:  # noqa: BLE001 - one job must not end the worker
        sys.stderr.write(f"serve: {type(error).__name__}: {error}\n")
        return failed().to_json(), b""


def _send(stream: IO[bytes], head: Json, body: bytes = b"") -> None:
    stream.write(to_frame(head, body))
    stream.flush()


def _limit(memory: int, size: int) -> None:
    """Bound what this process may take, above what it has already."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    largest = size + memory
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    bound = _address_space() + memory
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))


def _address_space() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:  # no such file on this system
        return 2**30
    return pages * resource.getpagesize()
