"""
The page as one file: nodes, texts, style sheet and program, and nothing remote.

pyvis gives the drawing library and carries the nodes and edges of the first view;
the rest is compressed, and read by the page when it is asked for.
"""

import base64
import hashlib
import json
import zlib
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FileSystemLoader
from pyvis.network import Network  # type: ignore[import-untyped]

from scholargraph.html.content import Content
from scholargraph.html.details import Json
from scholargraph.html.layout import Layout

ASSETS = files("scholargraph.html") / "assets"
# Each file may use what an earlier one declares when it is loaded.
SCRIPTS = (
    "dom.js",
    "style.js",
    "data.js",
    "state.js",
    "visible.js",
    "places.js",
    "network.js",
    "focus.js",
    "labels.js",
    "quotes.js",
    "cards.js",
    "panel.js",
    "legend.js",
    "search.js",
    "save.js",
    "main.js",
)
DRAWING = "lib/vis-9.1.2/vis-network.min.js"
PAPERS_A_CHUNK = 100  # enough to compress well, little enough to open at once
OPTIONS: Json = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "dragNodes": False,
        "hover": True,
        "hoverConnectedEdges": False,
        "selectable": False,
        "keyboard": False,
        "zoomSpeed": 0.6,
    },
    "nodes": {"labelHighlightBold": False},
    "edges": {"smooth": False, "hoverWidth": 0, "selectionWidth": 0},
}


def to_html(content: Content, layout: Layout, *, title: str, left_out: int = 0) -> str:
    """
    Return the page.

    ``left_out`` is the number of papers of the corpus that are not on it, which the
    page says.
    """
    for node, (x, y) in zip(content.nodes, layout.places, strict=True):
        node |= {"x": x, "y": y}
    is_first = [_is_first(edge, layout.first) for edge in content.edges]
    net = Network(cdn_resources="in_line", heading=title)
    # add_edge looks through all edges for a duplicate: quadratic, so not used.
    net.nodes = [node for node in content.nodes if node["id"] in layout.first]
    net.edges = [e for e, first in zip(content.edges, is_first, strict=True) if first]
    net.edges += layout.together
    net.options = OPTIONS
    more = {
        "nodes": [node for node in content.nodes if node["id"] not in layout.first],
        "edges": [
            e for e, first in zip(content.edges, is_first, strict=True) if not first
        ],
    }
    about = {
        "title": title,
        "papers": content.papers,
        "concepts": content.concepts,
        "leftOut": left_out,
        "minimum": layout.minimum,
        "isMap": bool(layout.together),
        "chunk": PAPERS_A_CHUNK,
        "regions": layout.regions,
    }
    net.path = "page.html"
    net.templateEnv = _environment(net.templateEnv, about, more, content.details)
    return str(net.generate_html())


def _is_first(edge: Json, first: frozenset[int]) -> bool:
    return edge["from"] in first and edge["to"] in first


def _environment(
    pyvis: Environment, about: Json, more: Json, details: list[Json]
) -> Environment:
    """Return the template's environment; pyvis hands in nodes, edges and options."""
    assert pyvis.loader is not None
    drawing, *_ = pyvis.loader.get_source(pyvis, DRAWING)
    own = "".join(_asset(f"js/{name}") for name in SCRIPTS)
    scripts = [drawing, f'(() => {{\n"use strict";\n{own}}})();\n']
    environment = Environment(
        loader=FileSystemLoader(str(ASSETS)), autoescape=True, trim_blocks=True
    )
    environment.globals |= {
        "about": about,
        "style": _asset("page.css"),
        "scripts": scripts,
        "allowed": " ".join(_source(script) for script in scripts),
        "more": pack(more),
        "chunks": [
            pack(details[start : start + PAPERS_A_CHUNK])
            for start in range(0, len(details), PAPERS_A_CHUNK)
        ],
    }
    environment.filters["embedded"] = embedded
    return environment


def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def _source(script: str) -> str:
    """Return the content security policy's source for an inline script."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def embedded(value: Any) -> str:
    r"""
    Return JSON that can stand inside a script element whatever texts it holds.

    >>> embedded("</script><!--")
    '"\\u003c/script>\\u003c!--"'
    """
    return _to_json(value).replace("<", "\\u003c")


def pack(value: Any) -> str:
    """
    Return JSON, deflated (RFC 1950) and in base 64.

    A lone half of a surrogate pair cannot be written as UTF-8 and becomes "?".
    """
    raw = _to_json(value).encode("utf-8", errors="replace")
    return base64.b64encode(zlib.compress(raw, 9)).decode()
