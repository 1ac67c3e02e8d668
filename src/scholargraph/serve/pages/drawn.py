"""What workers draw of a concept: the network around it, and its results over time."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from scholargraph.serve.asking import respond
from scholargraph.serve.faults import Fault
from scholargraph.serve.pages.concept import PLOTS
from scholargraph.serve.pages.links import Links

# These pages have their style and scripts in themselves, and name the scripts that may
# run in a stricter rule of their own; both hold.
_POLICY: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'; "
    "style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
}
_FORMATS: Final = ("svg", "png", "html")
_NUMBERS: Final = tuple(str(number) for number in range(1, PLOTS + 1))


async def network(request: Request) -> Response:
    """Show the network around a concept."""
    job = {
        "job": "network",
        "concept": _concept(request),
        "title": request.app.state.title,
    }
    return await respond(request, job, headers=_POLICY)


async def picture(request: Request) -> Response:
    """Show the results over time of one of a concept's leaderboards."""
    number, _, name = request.path_params["picture"].partition(".")
    if number not in _NUMBERS or name not in _FORMATS:
        raise Fault(404, "there is no such picture")
    this = Links(request.app.state.base).to_iri(f"concept/{_concept(request)}")
    job = {"job": "picture", "this": this, "number": number, "format": name}
    return await respond(request, job, headers=_POLICY)


def _concept(request: Request) -> str:
    return f"{request.path_params['kind']}/{request.path_params['name']}"


ROUTES: Final = (
    Route("/concept/{kind}/{name}/network", network),
    Route("/concept/{kind}/{name}/results/{picture}", picture),
)
