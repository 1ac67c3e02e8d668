"""
The page as one file: nodes, texts, style sheet and program, and nothing remote.

pyvis gives the drawing library and carries the nodes and edges of the first view;
the rest is compressed, and read by the page when it is asked for.
"""

from collections import Counter
from itertools import accumulate

from jinja2 import Environment, FileSystemLoader
from pyvis.network import Network  # type: ignore[import-untyped]

from scholargraph.html.atlas import Atlas, to_atlas
from scholargraph.html.columns import KINDS, RELATIONS, ROLES
from scholargraph.html.content import Content, is_role
from scholargraph.html.details import Json
from scholargraph.html.embedding import ASSETS, embedded, program, source
from scholargraph.html.layout import Layout, arrange
from scholargraph.html.packing import (
    PAPERS_A_CHUNK,
    index,
    pack,
    part_texts,
    parts,
    whole_texts,
    words_of,
)
from scholargraph.html.words import Words

# Each file may use what an earlier one declares when it is loaded.
SCRIPTS = (
    "dom.js",
    "style.js",
    "columns.js",
    "data.js",
    "parts.js",
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
    "files.js",
    "save.js",
    "main.js",
)
DRAWING = "lib/vis-9.1.2/vis-network.min.js"
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


def to_html(content: Content, *, title: str, left_out: int = 0) -> str:
    """
    Return the page: the whole content, or a map of its communities where it is large.

    ``left_out`` is the number of papers of the corpus that are not on it, which the
    page says.
    """
    layout = arrange(content)
    words = words_of(content)
    about = _about(content) | {"title": title, "leftOut": left_out}
    if layout is None:
        return _map(to_atlas(content), about, words)
    return _whole(content, layout, about, words)


def _about(content: Content) -> Json:
    """Return what the legend needs to know before all is read."""
    kinds = Counter(node["kind"] for node in content.nodes)
    types = {edge["role"] for edge in content.edges if not is_role(edge)}
    papers = content.nodes[content.concepts :]
    return {
        "papers": content.papers,
        "concepts": content.concepts,
        "kinds": dict(sorted(kinds.items())),
        "conceptKinds": KINDS,
        "roles": ROLES,
        "relations": RELATIONS,
        "stated": [type_ for type_ in RELATIONS if type_ in types],
        "years": sorted({node["date"][:4] for node in papers if "date" in node}),
        "most": max(
            (n["papers"] for n in content.nodes[: content.concepts]), default=1
        ),
        "isSure": all(edge["confidence"] >= 1 for edge in content.edges),
    }


def _whole(content: Content, layout: Layout, about: Json, words: Words) -> str:
    for node, (x, y) in zip(content.nodes, layout.places, strict=True):
        node |= {"x": x, "y": y}
    first: Json = {"nodes": [], "edges": []}
    more: Json = {"nodes": [], "edges": []}
    for node in content.nodes:
        (first if node["id"] in layout.first else more)["nodes"].append(node)
    for edge in content.edges:
        is_first = edge["from"] in layout.first and edge["to"] in layout.first
        (first if is_first else more)["edges"].append(edge)
    about |= {
        "minimum": layout.minimum,
        "isMap": False,
        "communities": 0,
        "regions": layout.regions,
        "chunks": [*range(0, content.papers, PAPERS_A_CHUNK), content.papers],
    }
    packed = {"words": words.to_json(), "more": more}
    packed |= _numbered("texts", whole_texts(content, words))
    return _html(first, about, packed)


def _map(atlas: Atlas, about: Json, words: Words) -> str:
    nodes = [
        {
            "id": number,
            "key": f"community/{number}",
            "kind": "Community",
            "label": atlas.name(community),
            "short": atlas.name(community).partition(" · ")[0],
            "members": len(community.papers),
            "x": x,
            "y": y,
        }
        for number, (community, (x, y)) in enumerate(
            zip(atlas.communities, atlas.places, strict=True)
        )
    ]
    regions = [
        {
            "name": atlas.name(community),
            "papers": len(community.papers),
            "concepts": len(community.concepts),
        }
        for community in atlas.communities
    ]
    counts = (len(community.papers) for community in atlas.communities)
    about |= {
        "minimum": 2,
        "isMap": True,
        "communities": len(regions),
        "regions": regions,
        "chunks": list(accumulate(counts, initial=0)),
    }
    packed = {"words": words.to_json(), "more": index(atlas.content, words)}
    packed |= _numbered("part", parts(atlas))
    packed |= _numbered("texts", part_texts(atlas, words))
    return _html({"nodes": nodes, "edges": atlas.lines}, about, packed)


def _numbered(name: str, values: list[Json]) -> Json:
    return {f"{name}-{number}": value for number, value in enumerate(values)}


def _html(first: Json, about: Json, packed: Json) -> str:
    """Return the page that draws the first nodes and edges, which pyvis carries."""
    net = Network(cdn_resources="in_line", heading=about["title"])
    # add_edge looks through all edges for a duplicate: quadratic, so not used.
    net.nodes, net.edges = first["nodes"], first["edges"]
    net.options = OPTIONS
    net.path = "page.html"
    net.templateEnv = _environment(net.templateEnv, about, packed)
    return str(net.generate_html())


def _environment(pyvis: Environment, about: Json, packed: Json) -> Environment:
    """Return the template's environment; pyvis hands in nodes, edges and options."""
    assert pyvis.loader is not None
    drawing, *_ = pyvis.loader.get_source(pyvis, DRAWING)
    scripts = [drawing, program(SCRIPTS)]
    environment = Environment(
        loader=FileSystemLoader(str(ASSETS)), autoescape=True, trim_blocks=True
    )
    environment.globals |= {
        "about": about,
        "style": _asset("page.css"),
        "scripts": scripts,
        "allowed": " ".join(source(script) for script in scripts),
        "packed": {name: pack(value) for name, value in packed.items()},
    }
    environment.filters["embedded"] = embedded
    return environment


def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")
