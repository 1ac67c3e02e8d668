"""
Who does which job, for how long, and what replaces the workers that are killed.

A few workers are kept for short queries. One that takes longer than a slice of time
gives way to others (in a lower priority) and is replaced; when as many long queries
run as may, it is stopped instead and begun again when one of them has ended. So
runaways never take the last worker. Time is counted from the arrival of a request:
waiting is part of it.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Final, TypeVar

from scholargraph.errors import ScholargraphError
from scholargraph.serve.faults import Fault, busy
from scholargraph.serve.fleet import Fleet
from scholargraph.serve.frames import Json
from scholargraph.serve.lookup import Lookup
from scholargraph.serve.process import Reply, Worker
from scholargraph.serve.publish import Publish, find_publish
from scholargraph.serve.settings import Settings

_log: Final = logging.getLogger(__name__)
_WATCH: Final = 0.5
_AGAIN: Final = 1.0

_T = TypeVar("_T")
_STOPPING: Final = busy("the server is stopping")


class Pool:
    """The workers of a server; ``start`` it first, ``close`` it at the end."""

    def __init__(
        self, folder: Path, settings: Settings, *, base: str, scratch: Path
    ) -> None:
        """Make a pool for a graph folder, whose workers write to ``scratch``."""
        self._folder = folder
        self._settings = settings
        self._fleet = Fleet(settings, graph=folder, base=base, scratch=scratch)
        self._lookup = Lookup(self._fleet)
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._long = asyncio.Semaphore(settings.long)
        self._clients: Counter[str] = Counter()
        self._clocks: set[asyncio.Timeout] = set()
        self._stopping = False
        self._quiet = asyncio.Event()
        self._quiet.set()
        self.publish = find_publish(folder)
        self.waiting_long = 0

    @property
    def counts(self) -> Counter[str]:
        """How often something happened, by name."""
        return self._fleet.counts

    @property
    def pids(self) -> list[int]:
        """The numbers of the worker processes."""
        return self._fleet.pids

    @property
    def idle(self) -> int:
        """The number of workers that wait for a short query."""
        return self._idle.qsize()

    @property
    def inside(self) -> int:
        """The number of requests that wait or run."""
        return sum(self._clients.values())

    async def quiet(self) -> None:
        """Wait until no request waits or runs."""
        await self._quiet.wait()

    async def start(self) -> None:
        """
        Start the workers.

        Raises
        ------
        FolderError
            Where the store cannot be opened.

        """
        try:
            await self._start_short(self.publish)
        except BaseException:
            await self.close()
            raise
        self._lookup.show(self.publish)
        self._fleet.begin(self._watch())

    async def close(self) -> None:
        """End all workers and wait until they are gone."""
        await self._fleet.close()

    async def run(self, job: Json, client: str) -> Reply:
        """
        Return the answer to a job of a client.

        Raises
        ------
        Fault
            Where there is none, also where time is up or too many wait.

        """
        with self._admitted(client):
            return await self._in_time(self._run(job))

    async def look_up(self, job: Json, client: str) -> Json:
        """
        Return the catalogue's answer to a job of a client.

        Raises
        ------
        Fault
            As ``run``.

        """
        with self._admitted(client):
            return await self._in_time(self._lookup.ask(job))

    @contextlib.contextmanager
    def _admitted(self, client: str) -> Iterator[None]:
        limits = self._settings
        if self._stopping:
            raise _STOPPING
        if self._clients[client] >= limits.per_client:
            self.counts["refused_client"] += 1
            raise busy("too many requests of yours are being answered", 429)
        if self.inside >= limits.queue:
            self.counts["refused_queue"] += 1
            raise busy("too many requests wait to be answered")
        self._clients[client] += 1
        self._quiet.clear()
        try:
            yield
        finally:
            self._clients[client] -= 1
            if not self._clients[client]:
                del self._clients[client]
            if not self._clients:
                self._quiet.set()

    async def _in_time(self, work: Coroutine[Any, Any, _T]) -> _T:
        limit = self._settings.timeout
        clock = asyncio.timeout(limit)
        self._clocks.add(clock)
        try:
            async with clock:
                return await work
        except TimeoutError as error:
            if self._stopping:
                raise _STOPPING from error
            self.counts["timeouts"] += 1
            reason = f"the time limit of {limit:g} s was reached; there is no answer"
            raise Fault(503, reason) from error
        finally:
            self._clocks.discard(clock)

    def hurry(self) -> None:
        """End all that runs, as the server is to stop."""
        self._stopping = True
        now = asyncio.get_running_loop().time()
        for clock in self._clocks:
            if not clock.expired():
                clock.reschedule(now)

    async def _run(self, job: Json) -> Reply:
        worker = await self._take()
        task = asyncio.ensure_future(worker.ask(job))
        try:
            done, _ = await asyncio.wait({task}, timeout=self._settings.slice)
            if done:
                return task.result()
            if self._long.locked():
                await self._give_back(worker, task)
                return await self._run_later(job)
            async with self._long:
                return await self._run_on(worker, task)
        finally:
            await self._give_back(worker, task)

    async def _run_on(self, worker: Worker, task: asyncio.Future[Reply]) -> Reply:
        """Let a query that is no short one run on, beside the short ones."""
        self.counts["long"] += 1
        worker.give_way()
        self._replace(worker)
        return await task

    async def _run_later(self, job: Json) -> Reply:
        """Run a query that is no short one when another such has ended."""
        if self.waiting_long >= self._settings.queue // 4:
            self.counts["refused_long"] += 1
            raise busy("too many long queries wait to be answered")
        self.counts["begun_again"] += 1
        self.waiting_long += 1
        try:
            await self._long.acquire()
        finally:
            self.waiting_long -= 1
        try:
            async with self.aside() as worker:
                return await worker.ask(job)
        finally:
            self._long.release()

    def aside(self) -> AbstractAsyncContextManager[Worker]:
        """Give a worker for what is shown that gives way to all others."""
        return self._fleet.aside(self.publish)

    async def _take(self) -> Worker:
        while True:
            worker = await self._idle.get()
            if worker.publish == self.publish:
                if worker.alive:
                    return worker
                self._replace(worker)
            self._fleet.end(worker)

    async def _give_back(self, worker: Worker, task: asyncio.Future[Reply]) -> None:
        """Keep a worker that has answered for short queries; end any other."""
        if worker not in self._fleet:  # given back before
            return
        if self._as_new(worker, task):
            self._idle.put_nowait(worker)
            return
        self._replace(worker)
        self._fleet.end(worker)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, Fault):
            await task

    def _as_new(self, worker: Worker, task: asyncio.Future[Reply]) -> bool:
        whole = task.done() and not task.cancelled() and worker.alive
        if not whole or not worker.short or worker.publish != self.publish:
            return False
        error = task.exception()
        return error is None or isinstance(error, Fault)

    def _replace(self, worker: Worker) -> None:
        """Start another worker for short queries in the place of one that is not."""
        # For a new publish, the watch has started as many as there are to be.
        if worker.short and worker.publish == self.publish:
            self._fleet.begin(self._refill(self.publish))
        worker.short = False

    async def _refill(self, publish: Publish) -> None:
        while publish == self.publish:
            try:
                self._idle.put_nowait(await self._fleet.new(publish))
            except (ScholargraphError, OSError) as error:
                _log.warning("no worker can be started: %s", error)
                await asyncio.sleep(_AGAIN)
            else:
                return

    async def _watch(self) -> None:
        """Follow what the folder shows; what cannot be shown is told once."""
        told = ""
        while True:
            await asyncio.sleep(_WATCH)
            try:
                await self._follow()
                told = ""
            except (ScholargraphError, OSError) as error:
                if str(error) != told:
                    told = str(error)
                    _log.warning("the last publish is kept: %s", told)

    async def _follow(self) -> None:
        publish = find_publish(self._folder)
        if publish != self.publish:
            await self._start_short(publish)
            self._lookup.show(publish)
            self.counts["publishes"] += 1

    async def _start_short(self, publish: Publish) -> None:
        """Start workers of a publish; idle ones of another end."""
        starts = [self._fleet.new(publish) for _ in range(self._settings.workers)]
        found = await asyncio.gather(*starts, return_exceptions=True)
        fresh = [worker for worker in found if isinstance(worker, Worker)]
        for failure in found:
            if isinstance(failure, BaseException):
                for worker in fresh:
                    self._fleet.end(worker)
                raise failure
        self.publish = publish
        while not self._idle.empty():
            self._fleet.end(self._idle.get_nowait())
        for worker in fresh:
            self._idle.put_nowait(worker)
