"""HTTP connections that do not wait for ever for the other end."""

import asyncio
import socket
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


class Patient(H11Protocol):
    """
    A connection with a timer for each direction.

    It drops a client whose request's head does not come whole, or that does not take
    its answer, for so long. Bodies are timed where they are read.
    """

    patience = 15.0

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Begin without timers."""
        super().__init__(*arguments, **options)
        self._reading: asyncio.TimerHandle | None = None
        self._writing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Wait for a request."""
        super().connection_made(transport)
        # asyncio leaves this out for sockets that were made without a protocol's
        # number; head and body are sent apart, and would wait 40 ms for each other.
        connection = transport.get_extra_info("socket")
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._reading = self.loop.call_later(self.patience, self._without_request)

    def data_received(self, data: bytes) -> None:
        """Take some bytes, and wait for more of them."""
        super().data_received(data)
        waiting = self.cycle is None or self.cycle.response_complete
        if waiting and self._reading is None:
            self._reading = self.loop.call_later(self.patience, self._without_request)
        elif not waiting:
            _stop(self._reading)
            self._reading = None

    def _without_request(self) -> None:
        self._reading = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.abort()

    def pause_writing(self) -> None:
        """Wait for the client to take what is sent."""
        super().pause_writing()
        self._writing = self.loop.call_later(self.patience, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the client takes it."""
        super().resume_writing()
        _stop(self._writing)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        _stop(self._reading)
        _stop(self._writing)
        super().connection_lost(exc)


def patient(seconds: float) -> type[Patient]:
    """Return the protocol of connections that wait for so long."""
    return type("Patient", (Patient,), {"patience": seconds})


def _stop(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
