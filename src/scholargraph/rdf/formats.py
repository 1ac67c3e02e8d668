"""Files of triples: the formats, and one way to write them all, as a stream."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import IO, Final, cast

from pyoxigraph import RdfFormat, Triple, serialize

from scholargraph import vocab
from scholargraph.errors import UnknownNameError
from scholargraph.rdf import jsonld
from scholargraph.rdf.terms import PREFIXES

FORMATS: Final[tuple[str, ...]] = ("jsonld", "ntriples", "rdfxml", "turtle")
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
) -> None:
    """
    Write triples to a binary stream, holding one subject's in memory at most.

    Raises
    ------
    UnknownNameError
        Where there is no such format.

    """
    match format_name:
        case "jsonld":
            jsonld.write(triples, stream)
        case "ntriples":
            serialize(triples, stream, RdfFormat.N_TRIPLES)
        case "rdfxml":
            serialize(triples, stream, RdfFormat.RDF_XML, prefixes=prefixes(base))
        case "turtle":
            turtle = _Turtle(stream, prefixes(base))
            output = cast("IO[bytes]", turtle)  # write and flush are all it needs
            serialize(triples, output, RdfFormat.TURTLE, prefixes=prefixes(base))
            turtle.close()
        case _:
            raise UnknownNameError("RDF format", format_name, FORMATS)


def prefixes(base: str = vocab.BASE) -> dict[str, str]:
    """
    Return the prefixes of vocabularies and of data, by name.

    >>> prefixes("https://example.org/")["paper"]
    'https://example.org/paper/'
    """
    return {**PREFIXES, **{name: f"{base}{path}" for name, path in _DATA.items()}}


class _Turtle:
    r"""
    Takes Turtle as Oxigraph writes it and makes it the same each time and airy.

    Oxigraph gives the prefixes in no fixed order and no blank line between subjects.
    It writes a line break within a literal as ``\n``, so a line that does not begin
    with a tab begins a subject.
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
        if not line.startswith(b"\t"):
            self._stream.write(b"\n")
        self._stream.write(line + b"\n")

    def flush(self) -> None:
        """Do nothing: whole lines are written as they come."""

    def close(self) -> None:
        """Write what is left."""
        if self._rest:
            self._line(self._rest)
