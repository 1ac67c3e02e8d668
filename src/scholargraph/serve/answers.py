"""HTTP answers: results from memory or from a file, and faults."""

import io
import os
from collections.abc import AsyncIterator, Mapping
from typing import IO, Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from scholargraph.serve.faults import Fault
from scholargraph.serve.frames import Json
from scholargraph.serve.negotiation import media_type

_PIECE: Final = 2**16


def to_response(
    head: Json,
    body: bytes | IO[bytes],
    *,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the answer of a worker as an HTTP response."""
    type_ = media_type(head["format"])
    known = {"Vary": "Accept", **(headers or {})}
    if isinstance(body, bytes):
        if len(body) <= _PIECE:
            return Response(body, media_type=type_, headers=known)
        known["Content-Length"] = str(len(body))
        # In pieces, so that no copy of the whole waits for a slow client.
        body = io.BytesIO(body)
    else:
        known["Content-Length"] = str(os.fstat(body.fileno()).st_size)
    return StreamingResponse(_pieces(body), media_type=type_, headers=known)


async def _pieces(stream: IO[bytes]) -> AsyncIterator[bytes]:
    with stream:
        while piece := stream.read(_PIECE):
            yield piece


def to_fault_response(request: Request, fault: Fault) -> Response:
    """Return a fault as an HTTP response: a line of text that says why."""
    text = fault.reason.encode("utf-8", "replace")
    body = b"" if request.method == "HEAD" else text + b"\n"
    return PlainTextResponse(body, status_code=fault.status, headers=fault.headers)
