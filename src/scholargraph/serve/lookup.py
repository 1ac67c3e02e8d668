"""The catalogue's worker: one process, asked one thing at a time."""

import asyncio
import logging
from typing import Final

from scholargraph.errors import ScholargraphError
from scholargraph.serve.faults import Fault
from scholargraph.serve.fleet import Fleet
from scholargraph.serve.frames import Json
from scholargraph.serve.process import Worker
from scholargraph.serve.publish import Publish

_log: Final = logging.getLogger(__name__)
_AGAIN: Final = 1.0


class Lookup:
    """Asks the catalogue; the one of a new publish takes over when it is ready."""

    def __init__(self, fleet: Fleet) -> None:
        """Start the worker in ``fleet``, when told to ``show`` a publish."""
        self._fleet = fleet
        self._publish: Publish | None = None
        self._worker: Worker | None = None
        self._ready = asyncio.Event()
        self._turn = asyncio.Lock()

    def show(self, publish: Publish) -> None:
        """Make a catalogue of a publish, which is the one to show from now on."""
        self._publish = publish
        self._fleet.begin(self._renew(publish))

    async def _renew(self, publish: Publish) -> None:
        while publish == self._publish:
            try:
                worker = await self._fleet.new(publish, catalogue=True)
            except (ScholargraphError, OSError) as error:
                _log.warning("no index can be made: %s", error)
                await asyncio.sleep(_AGAIN)
            else:
                await self._take(worker)
                return

    async def _take(self, worker: Worker) -> None:
        """Let a new worker take over, unless a later publish is shown by now."""
        async with self._turn:
            if worker.publish == self._publish:
                old, self._worker = self._worker, worker
                self._ready.set()
            else:
                old = worker
            if old is not None:
                self._fleet.end(old)

    async def ask(self, job: Json) -> Json:
        """
        Return the catalogue's answer.

        Raises
        ------
        Fault
            Where it has none.

        """
        while True:
            await self._ready.wait()
            async with self._turn:
                if self._worker is not None:
                    return await self._ask(self._worker, job)

    async def _ask(self, worker: Worker, job: Json) -> Json:
        whole = False
        try:
            head, _ = await worker.ask(job)
            whole = True
        except Fault:
            whole = worker.alive
            raise
        finally:
            if not whole:  # it hangs or has died
                self._worker = None
                self._ready.clear()
                self._fleet.end(worker)
                if worker.publish == self._publish:  # else that of a later one comes
                    self.show(worker.publish)
        return head
