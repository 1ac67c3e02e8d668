"""Templates, the links in them, and whether a client wants a page at all."""

import json
from functools import cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from scholargraph.serve.faults import Fault
from scholargraph.serve.negotiation import GRAPHS, HTML, ROWS, choose
from scholargraph.serve.pages.links import Links
from scholargraph.serve.protocol import accepted
from scholargraph.version import __version__

_MACHINE: Final = ("sparql", "health", "metrics", "static", "search.json")


@cache
def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader("scholargraph.serve.pages"),
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["share"] = _share
    found.filters["thousands"] = lambda number: f"{int(number):,}"
    found.filters["script_json"] = _script_json
    return found


def page(request: Request, template: str, **values: Any) -> Response:
    """Return a page made from a template."""
    return HTMLResponse(render(request, template, **values), headers={"Vary": "Accept"})


def render(request: Request, template: str, **values: Any) -> str:
    """Return the HTML of a page made from a template."""
    state = request.app.state
    return (
        _environment()
        .get_template(template)
        .render(
            links=Links(state.base), site=state.title, version=__version__, **values
        )
    )


def wants_page(request: Request) -> bool:
    """Tell whether a client would rather have a page than data or a line of text."""
    first = request.url.path.split("/")[1]
    if first in _MACHINE or request.method not in {"GET", "HEAD"}:
        return False
    return choose(accepted(request), ROWS, GRAPHS, HTML) == "html"


def fault_page(request: Request, fault: Fault) -> Response:
    """Return a fault as a page."""
    text = render(request, "fault.html", status=fault.status, reason=fault.reason)
    return HTMLResponse(text, status_code=fault.status, headers=fault.headers)


def _share(number: str) -> str:
    """Return a probability as a whole percentage."""
    return f"{float(number):.0%}"


def _script_json(value: Any) -> Markup:
    """Return JSON that cannot end the element it stands in."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - nothing is left that HTML would read
