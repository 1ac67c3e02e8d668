"""
GraphML and GEXF, as streams: the network for Gephi and its like.

http://graphml.graphdrawing.org/specification.html and https://gexf.net/schema.html.
Nodes come before edges, so the corpus is walked twice; what XML cannot hold becomes
U+FFFD.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import IO, Any, Final
from xml.sax.saxutils import escape, quoteattr

from scholargraph.exports.network import EDGE_TYPES, NODE_TYPES, Node, whole
from scholargraph.exports.parts import Part, Write
from scholargraph.graph import Attributes, Edge
from scholargraph.model import Corpus
from scholargraph.rdf.literals import writable

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_GRAPHML: Final = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns'
    ' http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)
_GRAPHML_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {"text": "string", "integer": "int", "number": "double"}
)
_GEXF: Final = (
    '<gexf xmlns="http://www.gexf.net/1.2draft"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://www.gexf.net/1.2draft'
    ' http://www.gexf.net/1.2draft/gexf.xsd" version="1.2">\n'
)
_GEXF_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {"text": "string", "integer": "integer", "number": "double"}
)


def graphml(*_: object) -> Write:
    """Return what writes a part of a corpus as GraphML, a graph of its own."""

    def write(part: Part, stream: IO[bytes]) -> None:
        own = part.own
        _write(stream, _HEAD + _GRAPHML)
        _write(stream, "".join(_keys("n", "node", NODE_TYPES)))
        _write(stream, "".join(_keys("e", "edge", EDGE_TYPES)))
        _write(stream, '<graph edgedefault="directed">\n')
        for node, attributes in _nodes(own):
            data = "".join(_data("n", attributes))
            _write(stream, f"<node id={_quoted(node)}>{data}</node>\n")
        for number, (head, tail, attributes) in enumerate(_edges(own)):
            data = "".join(_data("e", attributes))
            ends = f"source={_quoted(head)} target={_quoted(tail)}"
            _write(stream, f'<edge id="{number}" {ends}>{data}</edge>\n')
        _write(stream, "</graph>\n</graphml>\n")

    return write


def gexf(*_: object) -> Write:
    """Return what writes a part of a corpus as GEXF 1.2, a graph of its own."""

    def write(part: Part, stream: IO[bytes]) -> None:
        own = part.own
        _write(stream, _HEAD + _GEXF)
        _write(stream, '<graph defaultedgetype="directed" mode="static">\n')
        _write(stream, "".join(_declared("n", "node", _without_label(NODE_TYPES))))
        _write(stream, "".join(_declared("e", "edge", EDGE_TYPES)))
        _write(stream, "<nodes>\n")
        for node, attributes in _nodes(own):
            label = _quoted(attributes.get("label", node))
            values = "".join(_values("n", _without_label(attributes)))
            _write(
                stream,
                f"<node id={_quoted(node)} label={label}>"
                f"<attvalues>{values}</attvalues></node>\n",
            )
        _write(stream, "</nodes>\n<edges>\n")
        for number, (head, tail, attributes) in enumerate(_edges(own)):
            ends = f"source={_quoted(head)} target={_quoted(tail)}"
            label = _quoted(attributes["type"])
            values = "".join(_values("e", attributes))
            _write(
                stream,
                f'<edge id="{number}" {ends} label={label}>'
                f"<attvalues>{values}</attvalues></edge>\n",
            )
        _write(stream, "</edges>\n</graph>\n</gexf>\n")

    return write


def _nodes(corpus: Corpus) -> Iterator[Node]:
    return (node for batch in whole(corpus) for node in batch.nodes)


def _edges(corpus: Corpus) -> Iterator[Edge]:
    return (edge for batch in whole(corpus) for edge in batch.edges)


def _write(stream: IO[bytes], text: str) -> None:
    stream.write(text.encode())


def _quoted(value: Any) -> str:
    return quoteattr(writable(str(value)))


def _without_label(items: Mapping[str, Any]) -> dict[str, Any]:
    """Return all but the label, which GEXF has a place of its own for."""
    return {name: value for name, value in items.items() if name != "label"}


def _keys(prefix: str, sort: str, types: Mapping[str, str]) -> Iterator[str]:
    for name, type_ in types.items():
        yield (
            f'<key id="{prefix}_{name}" for="{sort}" attr.name="{name}"'
            f' attr.type="{_GRAPHML_TYPES[type_]}"/>\n'
        )


def _data(prefix: str, attributes: Attributes) -> Iterator[str]:
    for name, value in attributes.items():
        text = escape(writable(str(value)))
        yield f'<data key="{prefix}_{name}">{text}</data>'


def _declared(prefix: str, sort: str, types: Mapping[str, str]) -> Iterator[str]:
    yield f'<attributes class="{sort}" mode="static">\n'
    for name, type_ in types.items():
        yield (
            f'<attribute id="{prefix}_{name}" title="{name}"'
            f' type="{_GEXF_TYPES[type_]}"/>\n'
        )
    yield "</attributes>\n"


def _values(prefix: str, attributes: Mapping[str, Any]) -> Iterator[str]:
    for name, value in attributes.items():
        yield f'<attvalue for="{prefix}_{name}" value={_quoted(value)}/>'
