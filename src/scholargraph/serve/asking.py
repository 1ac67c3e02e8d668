"""Asks the workers on behalf of a request, or recalls what they answered before."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from scholargraph.serve.answers import to_response
from scholargraph.serve.faults import Fault
from scholargraph.serve.frames import Json
from scholargraph.serve.pool import Pool
from scholargraph.serve.process import Reply
from scholargraph.serve.recall import Recall, is_known, tag

_T = TypeVar("_T")


async def respond(
    request: Request, job: Json, *, headers: Mapping[str, str] | None = None
) -> Response:
    """
    Return the answer to a job as a response; it bears a tag where it may be kept.

    Raises
    ------
    Fault
        Where there is none.

    """
    pool: Pool = request.app.state.pool
    recall: Recall = request.app.state.recall
    publish = pool.publish
    key = recall.key(publish, job)
    if key is None:
        return to_response(*await ask(request, job), headers=headers)
    # A client may keep the answer, and asks whether it still holds.
    known = {"ETag": tag(publish, key), "Cache-Control": "no-cache", **(headers or {})}
    if is_known(request.headers.get("if-none-match", ""), known["ETag"]):
        return Response(status_code=304, headers={"Vary": "Accept", **known})
    reply = recall.find(publish, key)
    if reply is None:
        reply = recall.keep(publish, key, await ask(request, job))
    return to_response(*reply, headers=known)


def named_job(name: str, values: Mapping[str, str], rows: str | None) -> Json:
    """Return the job of a named query, whose rows are to be in that format."""
    formats = {"rows": rows, "graph": None}
    return {"job": "named", "name": name, "values": dict(values), "formats": formats}


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
