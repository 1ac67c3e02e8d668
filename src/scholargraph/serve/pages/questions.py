"""The query editor, and the named queries as pages and data."""

from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from scholargraph import query, rdf
from scholargraph.errors import UnknownNameError
from scholargraph.serve.asking import named_job, respond
from scholargraph.serve.faults import Fault
from scholargraph.serve.negotiation import HTML, ROWS, choose
from scholargraph.serve.pages.rendering import page
from scholargraph.serve.protocol import accepted, to_pairs

_FIRST: Final = """\
SELECT ?method ?label ?papers
WHERE {
  ?method a sg:Method ;
    skos:prefLabel ?label ;
    sg:paperCount ?papers .
}
ORDER BY DESC(?papers) ?label
LIMIT 25
"""


def editor_page(request: Request) -> Response:
    """Return the page where queries are written and run."""
    text = request.query_params.get("query", _FIRST)
    prefixes = sorted(rdf.prefixes(request.app.state.base).items())
    return page(
        request,
        "editor.html",
        text=text,
        prefixes=prefixes,
        queries=query.queries(),
        asked="query" in request.query_params,
        settings=request.app.state.settings,
    )


async def yasgui(request: Request) -> Response:
    """Show the editor of YASGUI, with the prefixes and named queries at hand."""
    prefixes = rdf.prefixes(request.app.state.base)
    first = "".join(f"PREFIX {n}: <{iri}>\n" for n, iri in sorted(prefixes.items()))
    text = request.query_params.get("query", f"{first}\n{_FIRST}")
    return page(request, "yasgui.html", text=text, queries=query.queries())


async def listing(request: Request) -> Response:
    """Show the named queries."""
    if choose(accepted(request), ROWS, HTML) == "html":
        return page(request, "queries.html", queries=query.queries())
    shown = [
        {
            "name": item.name,
            "title": item.title,
            "question": item.question,
            "rows": item.rows,
            "parameters": {p.name: p.default for p in item.parameters},
        }
        for item in query.queries()
    ]
    return JSONResponse(shown, headers={"Vary": "Accept"})


async def named(request: Request) -> Response:
    """Answer a named query with the parameters of the address, or show its form."""
    try:
        known = query.find(request.path_params["name"])
    except UnknownNameError as error:
        raise Fault(404, str(error)) from error
    pairs = to_pairs(request.scope["query_string"])
    values = {name: value for name, value in pairs if value.strip()}
    if choose(accepted(request), ROWS, HTML) == "html":
        return page(
            request,
            "query.html",
            query=known,
            values=values,
            asked=bool(pairs) or not known.parameters,
        )
    job = named_job(known.name, values, choose(accepted(request), ROWS))
    return await respond(request, job)


ROUTES: Final = [
    Route("/queries", listing),
    Route("/queries/{name}", named),
    Route("/yasgui", yasgui),
]
