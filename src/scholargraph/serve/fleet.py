"""The processes and tasks of a server: none is left when it stops."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from scholargraph.serve.frames import Json
from scholargraph.serve.process import Nursery, Worker
from scholargraph.serve.publish import Publish
from scholargraph.serve.settings import Settings


class Fleet:
    """Starts workers and tasks, and ends them."""

    def __init__(
        self, settings: Settings, *, graph: Path, base: str, scratch: Path
    ) -> None:
        """Start workers of the folder ``graph``; large results go to ``scratch``."""
        self._options: Json = {
            "graph": str(graph.absolute()),
            "base": base,
            "folder": str(scratch),
            "rows": settings.rows,
            "size": settings.result,
            "memory": settings.memory,
            "catalogue": False,
        }
        self._scratch = scratch
        self._nursery = Nursery()
        self._workers: set[Worker] = set()
        self._ending: set[Worker] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self.counts: Counter[str] = Counter()

    def __contains__(self, worker: Worker) -> bool:
        return worker in self._workers

    @property
    def pids(self) -> list[int]:
        """The numbers of the processes that run."""
        return sorted(worker.pid for worker in self._workers if worker.alive)

    async def new(self, publish: Publish, *, catalogue: bool = False) -> Worker:
        """
        Start a worker for a publish.

        Raises
        ------
        FolderError
            Where it cannot open the store.

        """
        options = {**self._options, "catalogue": catalogue}
        worker = await Worker.start(self._nursery, publish, options)
        self._workers.add(worker)
        self.counts["started"] += 1
        return worker

    @asynccontextmanager
    async def aside(self, publish: Publish) -> AsyncIterator[Worker]:
        """Start a worker that gives way to all others, and end it after."""
        worker = await self.new(publish)
        worker.give_way()
        try:
            yield worker
        finally:
            self.end(worker)

    def end(self, worker: Worker) -> None:
        """Kill a worker."""
        if worker in self._workers:
            self._workers.discard(worker)
            self._ending.add(worker)
            worker.kill()
            self.begin(self._reap(worker))

    async def _reap(self, worker: Worker) -> None:
        await worker.stop()
        self._ending.discard(worker)
        for file in self._scratch.glob(f"{worker.pid}-*"):  # half a result
            file.unlink(missing_ok=True)

    def begin(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run something beside all else, until it ends or the server stops."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """End all tasks and processes, and wait until they are gone."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        workers = [*self._workers, *self._ending]
        await asyncio.gather(*(worker.stop() for worker in workers))
        self._workers.clear()
        self._ending.clear()
        await self._nursery.stop()
