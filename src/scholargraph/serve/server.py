"""Runs the application until it is told to stop."""

import asyncio
import logging
import os
import socket
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import uvicorn

from scholargraph.errors import ScholargraphError
from scholargraph.serve.app import create_app
from scholargraph.serve.connection import patient
from scholargraph.serve.settings import Settings

_GRACE = 1
_LONGER = 5
_LARGEST_HEAD = 2**16


def serve(
    folder: Path,
    settings: Settings,
    *,
    host: str,
    port: int,
    started: Callable[[str], None],
) -> None:
    """
    Serve a graph folder; tell ``started`` the address when questions are answered.

    Raises
    ------
    FolderError
        Where the folder shows no graph.
    ScholargraphError
        Where the address cannot be listened at.

    """
    app, pool = create_app(folder, settings)
    with _listen(host, port) as listener:
        name, number, *_ = listener.getsockname()
        shown = f"[{name}]" if ":" in name else name
        config = uvicorn.Config(
            app,
            http=patient(settings.patience),
            ws="none",
            lifespan="on",
            log_level=logging.ERROR,
            access_log=False,
            proxy_headers=False,  # a client says of itself what it likes
            server_header=False,
            limit_concurrency=settings.connections,
            h11_max_incomplete_event_size=_LARGEST_HEAD,
            timeout_graceful_shutdown=_GRACE + _LONGER,
        )
        address = f"http://{shown}:{number}/"
        _Server(config, lambda: started(address), pool.hurry).run([listener])


class _Server(uvicorn.Server):
    """A server that tells when it has begun."""

    def __init__(
        self,
        config: uvicorn.Config,
        tell: Callable[[], None],
        hurry: Callable[[], None],
    ) -> None:
        super().__init__(config)
        self._tell = tell
        self._hurry = hurry

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        """Stop; at the second signal, at once."""
        # Unlike the one this replaces, it does not send the signal on at the end: a
        # server that stops as it was told has not failed.
        self.force_exit = self.should_exit
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._tell()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let what is nearly done be done, and end the rest."""
        asyncio.get_running_loop().call_later(_GRACE, self._hurry)
        await super().shutdown(sockets)


def _listen(host: str, port: int) -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, _, _, _, address = found[0]
        return socket.create_server(address[:2], family=family, backlog=512)
    except (OSError, UnicodeError) as error:
        number = getattr(error, "errno", 0) or 0
        # create_server() adds the address to the text; look-ups have own numbers.
        what = os.strerror(number) if number > 0 else str(error)
        raise ScholargraphError(f"{host}:{port}", what) from error
