"""The ASGI application: routes, and what becomes of faults."""

import contextlib
import logging
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from scholargraph.serve.ahead import Ahead
from scholargraph.serve.answers import to_fault_response
from scholargraph.serve.endpoint import endpoint
from scholargraph.serve.faults import Fault, failed
from scholargraph.serve.metrics import MEDIA_TYPE, Metrics
from scholargraph.serve.middleware import Outermost
from scholargraph.serve.neighbourhood import RECORDS
from scholargraph.serve.pages import browse, drawn, questions, things
from scholargraph.serve.pages.rendering import fault_page, wants_page
from scholargraph.serve.pool import Pool
from scholargraph.serve.publish import find_base
from scholargraph.serve.recall import Recall
from scholargraph.serve.settings import Settings

_log: Final = logging.getLogger(__name__)
_STATIC: Final = Path(__file__).parent / "static"


def create_app(folder: Path, settings: Settings) -> tuple[ASGIApp, Pool]:
    """
    Return the application that serves a graph folder, and its workers.

    Raises
    ------
    FolderError
        Where the folder shows no graph.

    """
    scratch = tempfile.TemporaryDirectory(prefix="scholargraph-")
    base = find_base(folder)
    pool = Pool(folder, settings, base=base, scratch=Path(scratch.name))
    recall = Recall(settings.kept)
    ahead = Ahead(pool, recall, settings)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        with scratch:
            await pool.start()
            try:
                async with ahead.asking():
                    yield
            finally:
                await pool.close()

    app = Starlette(
        routes=[
            *(Route(path, _Any(endpoint)) for path in ("/sparql", "/sparql/")),
            *_pages(),
            Route("/health", _health),
            Route("/metrics", _metrics),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ],
        exception_handlers={
            Fault: _on_fault,
            HTTPException: _on_http_exception,
            Exception: _on_error,
        },
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.pool = pool
    app.state.settings = settings
    app.state.base = base
    # A folder with a store alone has no records to draw a network from.
    app.state.has_records = (folder / RECORDS).is_file()
    app.state.title = folder.resolve().name
    app.state.metrics = Metrics()
    app.state.recall = recall
    app.state.ahead = ahead
    return Outermost(app, app.state.metrics, log=settings.access_log), pool


def _pages() -> list[Route]:
    return [*browse.ROUTES, *questions.ROUTES, *drawn.ROUTES, *things.routes()]


class _Any:
    """An endpoint that looks at the method itself: no route does it before."""

    def __init__(self, answer: Callable[[Request], Awaitable[Response]]) -> None:
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        response = await self._answer(request)
        await response(scope, receive, send)


async def _health(request: Request) -> Response:
    pool: Pool = request.app.state.pool
    whole = bool(pool.pids)
    state = {
        "status": "ok" if whole else "failing",
        "publish": pool.publish.name,
        "workers": len(pool.pids),
        "idle": pool.idle,
        "requests": pool.inside,
        "asked_ahead": request.app.state.ahead.asked,
        "asking_ahead": request.app.state.ahead.busy,
    }
    return JSONResponse(state, 200 if whole else 503, {"Cache-Control": "no-store"})


async def _metrics(request: Request) -> Response:
    state = request.app.state
    text = state.metrics.to_text(state.pool, state.recall, state.ahead)
    return PlainTextResponse(text, media_type=MEDIA_TYPE)


async def _on_fault(request: Request, error: Exception) -> Response:
    assert isinstance(error, Fault)
    if wants_page(request):
        return fault_page(request, error)
    return to_fault_response(request, error)


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    reasons = {404: "there is no such page", 405: "the method is not understood here"}
    reason = reasons.get(error.status_code, str(error.detail))
    headers = dict(error.headers or {})
    return await _on_fault(request, Fault(error.status_code, reason, headers))


async def _on_error(request: Request, error: Exception) -> Response:
    _log.error("%s: %s: %s", request.url.path, type(error).__name__, error)
    return to_fault_response(request, failed())
