"""What goes wrong with a request, and the status that tells so."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from scholargraph.serve.frames import Json

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


class Fault(Exception):  # noqa: N818 - it is an answer, not a failure of the program
    """
    A request that gets no answer: an HTTP status and a line that says why.

    >>> str(Fault(406, "nothing of what is accepted can be made"))
    'nothing of what is accepted can be made'
    """

    def __init__(
        self, status: int, reason: str, headers: Mapping[str, str] = _NONE
    ) -> None:
        """Give ``reason`` as the answer's text."""
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers = dict(headers)

    def to_json(self) -> Json:
        """Return the fault as a worker tells it."""
        return {"status": self.status, "reason": self.reason}


def busy(reason: str, status: int = 503) -> Fault:
    """Return the fault of a request that may be made again at once."""
    return Fault(status, reason, {"Retry-After": "1"})


def failed() -> Fault:
    """Return the fault of a request that the server has no fault to find with."""
    return Fault(500, "the server failed at this request")


def unknown_thing() -> Fault:
    """Return the fault of a request for a thing that the graph has not."""
    return Fault(404, "the graph has no such thing")
