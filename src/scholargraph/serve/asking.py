"""Asks the workers on behalf of a request, for as long as its client waits."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import Request

from scholargraph.serve.faults import Fault
from scholargraph.serve.frames import Json
from scholargraph.serve.pool import Pool
from scholargraph.serve.process import Reply

_T = TypeVar("_T")


async def ask(request: Request, job: Json) -> Reply:
    """
    Return the workers' answer to a job; a client that goes away ends it.

    Raises
    ------
    Fault
        Where there is none.

    """
    pool: Pool = request.app.state.pool
    return await _while_connected(request, pool.run(job, client(request)))


async def look_up(request: Request, job: Json) -> Json:
    """
    Return the catalogue's answer to a job.

    Raises
    ------
    Fault
        Where there is none.

    """
    pool: Pool = request.app.state.pool
    return await pool.look_up(job, client(request))


def client(request: Request) -> str:
    """Return who makes a request: the other end of the connection, no header."""
    return request.client.host if request.client else "local"


async def _while_connected(request: Request, work: Coroutine[Any, Any, _T]) -> _T:
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise Fault(499, "the client has gone")
        return task.result()
    finally:
        gone.cancel()
        task.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
