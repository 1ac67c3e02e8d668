"""The SPARQL endpoint."""

from starlette.requests import Request
from starlette.responses import Response

from scholargraph.serve.asking import respond
from scholargraph.serve.description import describe_service
from scholargraph.serve.faults import Fault
from scholargraph.serve.negotiation import GRAPHS, HTML, ROWS, choose, media_type
from scholargraph.serve.pages.questions import editor_page
from scholargraph.serve.protocol import METHODS, accepted, read_query, to_pairs
from scholargraph.serve.settings import Settings

_ALLOW = {"Allow": ", ".join(METHODS)}


async def endpoint(request: Request) -> Response:
    """
    Answer a request of the SPARQL 1.1 Protocol.

    Raises
    ------
    Fault
        Where it cannot be answered.

    """
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=_ALLOW)
    if request.method not in METHODS:
        raise Fault(405, f"{request.method} is not among {_ALLOW['Allow']}", _ALLOW)
    if request.method != "POST":
        page = _page(request)
        if page is not None:
            return page
    settings: Settings = request.app.state.settings
    query = await read_query(
        request, longest=settings.query, patience=settings.patience
    )
    return await respond(request, query.to_job(accepted(request)))


def _page(request: Request) -> Response | None:
    """Return what a person or a machine gets that comes to look."""
    accept = accepted(request)
    if not request.scope["query_string"]:
        name = choose(accept, GRAPHS, HTML)
        if name == "html":
            return editor_page(request)
        if name is None:
            raise Fault(406, "the service is described as HTML or RDF")
        try:
            body = describe_service(request.app.state.base, str(request.url), name)
        except (ValueError, SyntaxError) as error:
            raise Fault(400, "the host's name is none") from error
        return Response(body, media_type=media_type(name), headers={"Vary": "Accept"})
    # A browser that follows a link to a query shows it, and what it finds.
    if choose(accept, ROWS, GRAPHS, HTML) == "html":
        to_pairs(request.scope["query_string"])
        return editor_page(request)
    return None
