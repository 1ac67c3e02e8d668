"""A file of RDF as a store in memory, to be checked as a graph folder is."""

import gzip
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final, cast

from pyoxigraph import Quad, RdfFormat, Store, parse

from scholargraph.errors import InputError, reason

_FORMATS: Final[Mapping[str, RdfFormat]] = MappingProxyType(
    {
        ".ttl": RdfFormat.TURTLE,
        ".nt": RdfFormat.N_TRIPLES,
        ".nq": RdfFormat.N_QUADS,
        ".trig": RdfFormat.TRIG,
        ".jsonld": RdfFormat.JSON_LD,
        ".rdf": RdfFormat.RDF_XML,
    }
)


_PACKED: Final = (".gz", ".zst")


def read_store(path: Path) -> Store:
    """
    Return what a file holds, named by its ending (``.ttl``, ``.nt.gz``), as a store.

    What stands in named graphs is taken as one graph.

    Raises
    ------
    InputError
        Where the ending is none of RDF, or the file is not what it says.

    """
    packed = path.suffix in _PACKED
    ending = (path.with_suffix("") if packed else path).suffix
    if ending not in _FORMATS:
        known = [*sorted(_FORMATS), "the same with .gz or .zst"]
        raise InputError(path, "is no graph folder and no file of RDF", known)
    found = Store()
    try:
        with path.open("rb") as file:
            stream = _unpacked(file, path.suffix)
            quads = parse(stream, _FORMATS[ending], base_iri=path.resolve().as_uri())
            found.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in quads)
    except (SyntaxError, ValueError, EOFError, gzip.BadGzipFile) as error:
        raise InputError(path, f"is no such RDF: {error}") from error
    except OSError as error:
        raise InputError(path, reason(error)) from error
    return found


def _unpacked(file: IO[bytes], suffix: str) -> IO[bytes]:
    if suffix == ".gz":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=file))
    if suffix == ".zst":
        # pyarrow is slow to import, and few files are packed so.
        import pyarrow as pa  # type: ignore[import-untyped]  # noqa: PLC0415

        return cast("IO[bytes]", pa.CompressedInputStream(file, "zstd"))
    return file
