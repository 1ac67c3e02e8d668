"""
Linked data: the things of the graph, for people and for machines.

A thing's own address leads (303) to the page about it or to its RDF, as the client
likes; each of these has an address of its own, with a suffix.
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from scholargraph.rdf import terms
from scholargraph.serve.asking import ask, respond
from scholargraph.serve.faults import Fault, unknown_thing
from scholargraph.serve.frames import Json
from scholargraph.serve.negotiation import GRAPHS, HTML, choose, media_type
from scholargraph.serve.pages.about import About
from scholargraph.serve.pages.concept import QUESTIONS as OF_CONCEPT
from scholargraph.serve.pages.concept import show_concept
from scholargraph.serve.pages.links import SORTS, Links, quoted
from scholargraph.serve.pages.ontology import describe_ontology, ontology_terms
from scholargraph.serve.pages.paper import QUESTIONS as OF_PAPER
from scholargraph.serve.pages.paper import show_paper
from scholargraph.serve.pages.rendering import page
from scholargraph.serve.protocol import accepted

SUFFIXES: Final = {
    "html": ".html",
    "turtle": ".ttl",
    "ntriples": ".nt",
    "jsonld": ".jsonld",
    "rdfxml": ".rdf",
}
_QUESTIONS: Final = {"paper": OF_PAPER, "concept": OF_CONCEPT}


async def thing(request: Request) -> Response:
    """Lead to a thing's page or RDF, or show it."""
    path, format_name = _split(_raw_path(request))
    sort = path.partition("/")[0]
    this = Links(request.app.state.base).to_iri(path)
    if format_name is None:
        return await _lead(request, path, this)
    if format_name != "html":
        job = {"job": "describe", "this": this, "format": format_name}
        return await respond(request, job, headers=_said_of(path))
    questions = _QUESTIONS.get(sort, ("about",))
    answers = await _answers(request, this, questions)
    if not answers["about"]:
        raise unknown_thing()
    about = About.read(this, answers["about"])
    return _moved(request, about) or _show(request, sort, about, answers)


def _moved(request: Request, about: About) -> Response | None:
    """Lead from the page of a concept that was given up to the one in its place."""
    now = about.text(terms.IS_REPLACED_BY)
    place = Links(request.app.state.base).href(now)
    if not place.startswith("/"):
        return None
    return Response(status_code=303, headers={"Location": place + SUFFIXES["html"]})


def _show(request: Request, sort: str, about: About, answers: Json) -> Response:
    if sort == "paper":
        return page(request, "paper.html", **show_paper(about, answers))
    if sort == "concept":
        shown = show_concept(about, answers)
        records = request.app.state.has_records
        return page(request, "concept.html", has_records=records, **shown)
    return page(request, "thing.html", sort=sort, about=about)


async def _lead(request: Request, path: str, this: str) -> Response:
    answers = await _answers(request, this, ("exists",))
    if not answers["exists"]:
        raise unknown_thing()
    return _see_other(request, path)


async def _answers(request: Request, this: str, questions: tuple[str, ...]) -> Json:
    job = {"job": "page", "this": this, "questions": list(questions)}
    head, _ = await ask(request, job)
    answers: Json = head["answers"]
    return answers


def _see_other(request: Request, path: str) -> Response:
    name = choose(accepted(request), GRAPHS, HTML)
    if name is None:
        raise Fault(406, "it is shown as HTML or RDF")
    # A path alone, made anew: nothing of the request's headers gets into it.
    place = "/" + quoted(path) + SUFFIXES[name]
    return Response(status_code=303, headers={"Location": place, "Vary": "Accept"})


def _said_of(path: str) -> dict[str, str]:
    return {"Link": f'</{quoted(path)}>; rel="describes"'}


def _raw_path(request: Request) -> str:
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    return raw.decode("latin-1").lstrip("/")


def _split(path: str) -> tuple[str, str | None]:
    """
    Return a path without its suffix, and the format that the suffix stands for.

    >>> _split("paper/arxiv-2506.11417.ttl"), _split("paper/arxiv-2506.11417")
    (('paper/arxiv-2506.11417', 'turtle'), ('paper/arxiv-2506.11417', None))
    """
    for name, suffix in SUFFIXES.items():
        if path.endswith(suffix):
            return path.removesuffix(suffix), name
    return path, None


async def ontology(request: Request) -> Response:
    """Lead to the ontology's page or RDF, or show it."""
    _, name = _split(_raw_path(request))
    if name is None:
        return _see_other(request, "ontology")
    if name == "html":
        return page(request, "ontology.html", terms=ontology_terms())
    return Response(describe_ontology(name), media_type=media_type(name))


def routes() -> list[Route]:
    """Return the routes of things."""
    found = [Route(f"/{sort}/{{path:path}}", thing) for sort in SORTS]
    names = ["", *SUFFIXES.values()]
    return [*found, *(Route(f"/ontology{suffix}", ontology) for suffix in names)]
