"""Authority lists in SKOS: concepts with English or untagged labels."""

from pathlib import Path
from xml.sax import SAXException

from rdflib import RDF, SKOS, Graph, URIRef
from rdflib.exceptions import Error as RdflibError
from rdflib.term import Literal, Node

from scholargraph.errors import InputError, reason
from scholargraph.resolve.authority import Entry
from scholargraph.vocab import Kind


def read_skos(path: Path) -> list[Entry]:
    """
    Return the concepts of a SKOS file; as no kind is stated, each may be of any.

    Raises
    ------
    InputError
        Where the file cannot be read or is not RDF.

    """
    graph = Graph()
    try:
        graph.parse(data=path.read_text("utf-8"), format=_format(path))
    except OSError as error:
        raise InputError(path, f"cannot be read: {reason(error)}") from error
    except (
        ValueError,
        SyntaxError,
        SAXException,
        RdflibError,
        AttributeError,
    ) as error:
        message = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(path, f"is no RDF: {message}") from error
    found = (_entry(graph, node) for node in graph.subjects(RDF.type, SKOS.Concept))
    return [entry for entry in found if entry is not None]


def _entry(graph: Graph, node: Node) -> Entry | None:
    labels = _texts(graph, node, SKOS.prefLabel)
    if not labels:
        return None
    aliases = labels[1:] + _texts(graph, node, SKOS.altLabel)
    broader = tuple(sorted(map(str, graph.objects(node, SKOS.broader))))
    return Entry(str(node), tuple(Kind), labels[0], tuple(aliases), broader)


def _texts(graph: Graph, node: Node, predicate: URIRef) -> list[str]:
    literals = [
        item for item in graph.objects(node, predicate) if isinstance(item, Literal)
    ]
    return sorted(
        str(item) for item in literals if (item.language or "en").startswith("en")
    )


def _format(path: Path) -> str:
    names = {".ttl": "turtle", ".nt": "nt", ".jsonld": "json-ld", ".n3": "n3"}
    return names.get(path.suffix.lower(), "xml")
