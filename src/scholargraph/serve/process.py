"""Workers as the server sees them: processes that are asked, and killed at need."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from pathlib import Path
from typing import IO, Final, Self

from scholargraph.errors import FolderError
from scholargraph.serve.faults import Fault
from scholargraph.serve.frames import LENGTHS, Json, to_frame
from scholargraph.serve.publish import Publish

_NICE: Final = 10
_CRASHES: Final = frozenset({-signal.SIGSEGV, -signal.SIGBUS})
_LARGEST: Final = 2**16
_LOST: Final = -signal.SIGKILL


Reply = tuple[Json, bytes | IO[bytes]]


class Nursery:
    """The process that makes workers (see ``nursery``); begun again should it end."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._process: asyncio.subprocess.Process | None = None
        self._control: socket.socket | None = None
        self._rest = b""
        self._ended: dict[int, asyncio.Future[int]] = {}
        self._starting = asyncio.Lock()

    async def connect(self, options: Json) -> socket.socket:
        """Return a connection to a new worker."""
        async with self._starting:
            if self._control is None:
                await self._start()
        assert self._control is not None
        ours, theirs = socket.socketpair()
        with theirs:
            text = json.dumps(options).encode()
            socket.send_fds(self._control, [text], [theirs.fileno()])
        return ours

    async def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "scholargraph.serve.nursery",
                str(theirs.fileno()),
                pass_fds=[theirs.fileno()],
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
            )
        self._control = ours
        asyncio.get_running_loop().add_reader(ours, self._listen, ours)

    def _listen(self, control: socket.socket) -> None:
        try:
            data = control.recv(_LARGEST, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._lose()
            return
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            told = json.loads(line)
            self._end(told["pid"], told["code"])

    def _end(self, pid: int, code: int) -> None:
        ended = self.ended(pid)
        if not ended.done():
            ended.set_result(code)

    def _lose(self) -> None:
        """Take note that the process is gone, and all workers with it."""
        if self._control is not None:
            asyncio.get_running_loop().remove_reader(self._control)
            self._control.close()
            self._control = None
        for pid in list(self._ended):
            self._end(pid, _LOST)

    def ended(self, pid: int) -> asyncio.Future[int]:
        """Return what has the exit code of a worker when it is gone."""
        if pid not in self._ended:
            self._ended[pid] = asyncio.get_running_loop().create_future()
        return self._ended[pid]

    def forget(self, pid: int) -> None:
        """Drop what is known of a worker that is gone: its number may come again."""
        self._ended.pop(pid, None)

    async def stop(self) -> None:
        """End the process and wait until it is gone."""
        self._lose()
        if self._process is not None:
            await self._process.wait()


class Worker:
    """A worker process that has opened a published store."""

    def __init__(
        self, nursery: Nursery, pid: int, publish: Publish, streams: "_Streams"
    ) -> None:
        """Speak through ``streams`` to a process, which shows ``publish``."""
        self._nursery = nursery
        self._ended = nursery.ended(pid)
        self._reader, self._writer = streams
        self.pid = pid
        self.publish = publish
        self.short = True  # whether it is kept for short queries

    @classmethod
    async def start(cls, nursery: Nursery, publish: Publish, options: Json) -> Self:
        """
        Start a process and wait until it has opened the store.

        Raises
        ------
        FolderError
            Where it cannot.

        """
        path = publish.path
        connection = await nursery.connect({**options, "store": str(path)})
        reader, writer = await asyncio.open_connection(sock=connection)
        try:
            head, _ = await _next_frame(reader)
        except (OSError, EOFError) as error:
            writer.close()
            raise FolderError(path, "the store cannot be opened") from error
        except BaseException:
            writer.close()  # without a reader, the process ends
            raise
        worker = cls(nursery, head["pid"], publish, (reader, writer))
        if not head["ready"]:
            await worker.stop()
            raise FolderError(path, str(head["reason"]))
        return worker

    async def ask(self, job: Json) -> Reply:
        """
        Return the answer to a job: its head, and its body or a file that has it.

        Raises
        ------
        Fault
            Where the job cannot be answered, or ends the process.

        """
        try:
            self._writer.write(to_frame(job))
            await self._writer.drain()
            head, body = await _next_frame(self._reader)
        except (OSError, EOFError) as error:
            raise _told(await asyncio.shield(self._ended)) from error
        if head["status"] != 200:  # noqa: PLR2004 - HTTP's code for success
            raise Fault(head["status"], head["reason"])
        return head, _opened(head["file"]) if head.get("file") else body

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return not self._ended.done()

    def give_way(self) -> None:
        """Let other processes go first from now on."""
        with contextlib.suppress(OSError):
            before = os.getpriority(os.PRIO_PROCESS, self.pid)
            os.setpriority(os.PRIO_PROCESS, self.pid, before + _NICE)

    def kill(self) -> None:
        """End the process at once."""
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    async def stop(self) -> None:
        """End the process and wait until it is gone."""
        self.kill()
        self._writer.close()
        # Shielded, here and above: a task that is cancelled while it waits must not
        # cancel what others wait for.
        await asyncio.shield(self._ended)
        self._nursery.forget(self.pid)


_Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def _opened(name: str) -> IO[bytes]:
    """Open a file that a worker wrote; its space is free when it is closed."""
    path = Path(name)
    stream = path.open("rb")
    path.unlink()
    return stream


async def _next_frame(stream: asyncio.StreamReader) -> tuple[Json, bytes]:
    size, rest = LENGTHS.unpack(await stream.readexactly(LENGTHS.size))
    head: Json = json.loads(await stream.readexactly(size))
    return head, await stream.readexactly(rest)


def _told(code: int) -> Fault:
    """Return what the end of a process in the middle of a job means."""
    if code == -signal.SIGABRT:
        return Fault(503, "the query needs more memory than it may")
    if code in _CRASHES:
        return Fault(400, "the query is nested too deeply")
    return Fault(503, "the query was stopped")
