"""What every answer has: headers for safety and sharing, a count, a line in a log."""

import json
import sys
import time
from datetime import UTC, datetime
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scholargraph.serve.metrics import Metrics
from scholargraph.serve.pages.links import SORTS

# Pages load nothing from elsewhere and run no script but the server's own.
_SAFE: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; "
    "style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    # Public data that is only read: any page may ask for it (https://fetch.spec.whatwg.org).
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
    "Access-Control-Expose-Headers": "Content-Type, ETag, Location, Retry-After",
}
_RAW: Final = tuple((n.lower().encode(), v.encode()) for n, v in _SAFE.items())
_ROUTES: Final = frozenset(
    {
        *(
            "sparql",
            "yasgui",
            "queries",
            "search",
            "search.json",
            "browse",
            "leaderboards",
        ),
        *SORTS,
        *("ontology", "static", "health", "metrics"),
    }
)


class Outermost:
    """The application around the application."""

    def __init__(self, app: ASGIApp, metrics: Metrics, *, log: bool) -> None:
        """Wrap ``app``; with ``log`` write a line of JSON for each request."""
        self._app = app
        self._metrics = metrics
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start = time.perf_counter()
        seen = {"status": 0, "bytes": 0}

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                _add_headers(message)
            elif message["type"] == "http.response.body":
                seen["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            seconds = time.perf_counter() - start
            self._metrics.add(_route(scope["path"]), seen["status"], seconds)
            if self._log:
                _write(scope, {**seen, "seconds": round(seconds, 6)})


def _add_headers(message: Message) -> None:
    headers = list(message.get("headers", ()))
    known = {name.lower() for name, _ in headers}
    headers += (header for header in _RAW if header[0] not in known)
    message["headers"] = headers


def _route(path: str) -> str:
    """Return the first step of a path: few, whatever is asked for."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in _ROUTES else ("home" if path == "/" else "other")


def _write(scope: Scope, seen: dict[str, Any]) -> None:
    headers = dict(scope["headers"])
    line = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "client": scope["client"][0] if scope.get("client") else None,
        "method": scope["method"],
        "path": scope["path"],
        "query": scope["query_string"].decode("latin-1")[:2000],
        **seen,
        "agent": headers.get(b"user-agent", b"").decode("latin-1")[:200],
    }
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
