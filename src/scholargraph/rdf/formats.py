"""Files of triples or quads: the formats, and one way to write them, as a stream."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import IO, Final, cast

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from scholargraph import vocab
from scholargraph.errors import UnknownNameError
from scholargraph.rdf import jsonld
from scholargraph.rdf.terms import PREFIXES

FORMATS: Final[tuple[str, ...]] = ("jsonld", "ntriples", "rdfxml", "turtle")
QUAD_FORMATS: Final[tuple[str, ...]] = ("nquads", "trig")
_DATA: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{kind.lower(): f"concept/{kind.lower()}/" for kind in vocab.Kind},
        **{
            name: f"{name}/"
            for name in ("extractor", "mention", "paper", "result", "run", "statement")
        },
    }
)


def write(
    triples: Iterable[Triple],
    stream: IO[bytes],
    format_name: str,
    *,
    base: str = vocab.BASE,
    names: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """
    Write triples to a binary stream, holding one subject's in memory at most.

    ``names`` are further prefixes, by name.

    Raises
    ------
    UnknownNameError
        Where there is no such format.

    """
    match format_name:
        case "jsonld":
            jsonld.write(triples, stream, names={**PREFIXES, **names})
        case "ntriples":
            serialize(triples, stream, RdfFormat.N_TRIPLES)
        case "rdfxml":
            names = {**prefixes(base), **names}
            serialize(triples, stream, RdfFormat.RDF_XML, prefixes=names)
        case "turtle":
            _write_airy(triples, stream, RdfFormat.TURTLE, {**prefixes(base), **names})
        case _:
            raise UnknownNameError("RDF format", format_name, FORMATS)


def write_quads(
    quads: Iterable[Quad],
    stream: IO[bytes],
    format_name: str,
    *,
    base: str = vocab.BASE,
    names: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """
    Write quads to a binary stream; ``names`` are further prefixes, by name.

    Raises
    ------
    UnknownNameError
        Where there is no such format.

    """
    match format_name:
        case "nquads":
            serialize(quads, stream, RdfFormat.N_QUADS)
        case "trig":
            _write_airy(quads, stream, RdfFormat.TRIG, {**prefixes(base), **names})
        case _:
            raise UnknownNameError("RDF format", format_name, QUAD_FORMATS)


def _write_airy(
    statements: Iterable[Triple] | Iterable[Quad],
    stream: IO[bytes],
    format_: RdfFormat,
    names: Mapping[str, str],
) -> None:
    airy = _Airy(stream, names)
    output = cast("IO[bytes]", airy)  # write and flush are all it needs
    serialize(statements, output, format_, prefixes=dict(names))
    airy.close()


def prefixes(base: str = vocab.BASE) -> dict[str, str]:
    """
    Return the prefixes of vocabularies and of data, by name.

    >>> prefixes("https://example.org/")["paper"]
    'https://example.org/paper/'
    """
    return {**PREFIXES, **{name: f"{base}{path}" for name, path in _DATA.items()}}


class _Airy:
    r"""
    Takes Turtle or TriG as Oxigraph writes it; makes it the same each time and airy.

    Oxigraph gives the prefixes in no fixed order and no blank line between subjects.
    It writes a line break within a literal as ``\n``, so a line that does not begin
    with a tab begins a subject or a graph, or ends one.
    """

    def __init__(self, stream: IO[bytes], names: Mapping[str, str]) -> None:
        self._stream = stream
        self._rest = b""
        for name, address in sorted(names.items()):
            stream.write(f"@prefix {name}: <{address}> .\n".encode())

    def write(self, data: bytes) -> int:
        """Take some bytes, not always whole lines."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._line(line)
        return len(data)

    def _line(self, line: bytes) -> None:
        if line.startswith(b"@prefix "):
            return
        if not line.startswith((b"\t", b"}")):
            self._stream.write(b"\n")
        self._stream.write(line + b"\n")

    def flush(self) -> None:
        """Do nothing: whole lines are written as they come."""

    def close(self) -> None:
        """Write what is left."""
        if self._rest:
            self._line(self._rest)
