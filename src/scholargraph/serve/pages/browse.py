"""Where one begins: the first page, lists, search and the datasets with results."""

from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from scholargraph.serve.asking import look_up
from scholargraph.serve.catalogue import PAGE
from scholargraph.serve.faults import Fault
from scholargraph.serve.pages.rendering import page

KINDS: Final = {
    "papers": "Paper",
    "methods": "Method",
    "datasets": "Dataset",
    "tasks": "Task",
    "metrics": "Metric",
}
_LAST_PAGE: Final = 100_000
_LONGEST: Final = 200
_FOUND: Final = 50
_INSTANT: Final = 10


async def home(request: Request) -> Response:
    """Show what there is."""
    found = await look_up(request, {"job": "home"})
    return page(request, "home.html", kinds=KINDS, **found)


async def listing(request: Request) -> Response:
    """Show all things of a kind, a page at a time."""
    name = request.path_params["name"]
    if name not in KINDS:
        raise Fault(404, "there is no such list")
    number = request.query_params.get("page", "1")
    if not (number.isascii() and number.isdecimal() and 0 < int(number) <= _LAST_PAGE):
        raise Fault(400, "page: is no number of a page")
    job = {"job": "list", "kind": KINDS[name], "page": int(number)}
    found = await look_up(request, job)
    if int(number) > found["pages"]:
        raise Fault(404, "the list has no such page")
    first = (int(number) - 1) * PAGE + 1
    return page(
        request,
        "list.html",
        name=name,
        at=int(number),
        first=first,
        kinds=KINDS,
        **found,
    )


async def search(request: Request) -> Response:
    """Show what has a name."""
    text = request.query_params.get("q", "")[:_LONGEST]
    job = {"job": "search", "text": text, "limit": _FOUND}
    found = await look_up(request, job) if text.strip() else {"found": []}
    return page(request, "search.html", text=text, **found)


async def instant(request: Request) -> Response:
    """Return the first few of what has a name, as JSON."""
    text = request.query_params.get("q", "")[:_LONGEST]
    job = {"job": "search", "text": text, "limit": _INSTANT}
    found = await look_up(request, job)
    return JSONResponse(found["found"], headers={"Cache-Control": "max-age=60"})


async def boards(request: Request) -> Response:
    """Show the datasets that results are reported on."""
    found = await look_up(request, {"job": "boards"})
    return page(request, "boards.html", **found)


ROUTES: Final = [
    Route("/", home),
    Route("/browse/{name}", listing),
    Route("/search", search),
    Route("/search.json", instant),
    Route("/leaderboards", boards),
]
