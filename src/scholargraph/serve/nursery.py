"""
A process that has all a worker needs, and makes workers of copies of itself.

So a new worker is there within milliseconds, however often one is killed. It has a
single thread, as a process that is copied must, and opens no store. It ends when the
server does, and the workers with it.
"""

import contextlib
import ctypes
import json
import os
import select
import signal
import socket
import sys
from typing import IO, Final, NoReturn, cast

from scholargraph.serve.frames import Json
from scholargraph.serve.worker import work

_PARENT_DEATH: Final = 1  # PR_SET_PDEATHSIG of prctl(2)
_LARGEST: Final = 2**16


def main() -> None:
    """Make a worker for each line of options that comes with a connection for it."""
    # NumPy would take memory for each processor, of which there may be many.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the server
    wake, woken = os.pipe()
    os.set_blocking(wake, False)
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    _end_with_parent()
    watched: list[socket.socket | int] = [control, wake]
    while True:
        ready, _, _ = select.select(watched, [], [])
        if wake in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(wake, _LARGEST)
            _tell_of_ended(control)
        if control in ready:
            try:
                text, handles, _, _ = socket.recv_fds(control, _LARGEST, 1)
            except ConnectionResetError:  # the server is gone
                return
            if not text:
                return
            _make(json.loads(text), handles[0], [control.fileno(), wake, woken])
            os.close(handles[0])


def _make(options: Json, handle: int, others: list[int]) -> None:
    nursery = os.getpid()
    if os.fork():
        return
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for other in others:
        os.close(other)
    _run(options, handle, nursery)


def _run(options: Json, handle: int, nursery: int) -> NoReturn:
    try:
        _end_with_parent()
        # The engine writes of its end to the standard streams; the server tells.
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nowhere, number)
        if os.getppid() == nursery:
            with socket.socket(fileno=handle) as connection:
                stream = cast("IO[bytes]", connection.makefile("rwb"))
                work(options, stream, os.getpid())
    finally:
        os._exit(0)  # nothing of the nursery's is to be tidied up here


def _tell_of_ended(control: socket.socket) -> None:
    while True:
        try:
            number, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not number:
            return
        code = os.waitstatus_to_exitcode(status)
        control.sendall(json.dumps({"pid": number, "code": code}).encode() + b"\n")


def _end_with_parent() -> None:
    try:
        ctypes.CDLL(None).prctl(_PARENT_DEATH, signal.SIGKILL)
    except (OSError, AttributeError):  # not Linux: the end of input has to do
        return


if __name__ == "__main__":
    main()
