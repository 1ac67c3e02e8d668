"""The formats that a graph is exported in, and what each can do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final

from scholargraph.errors import ScholargraphError, UnknownNameError
from scholargraph.exports.settings import Settings
from scholargraph.model import Corpus
from scholargraph.rdf.profiles import PROFILES

_ALL: Final = tuple(PROFILES)


@dataclass(frozen=True, slots=True)
class Format:
    """
    A format: what it holds, the vocabularies it can be in, and what writes it.

    ``writer`` names a module of this package and a function of it, which is loaded
    when it is needed: some load slowly. Files of a ``folder`` begin with one of its
    names.
    """

    about: str
    writer: str
    profiles: tuple[str, ...] = ()
    compress: tuple[str, ...] = ("gz", "zst")
    folder: tuple[str, ...] = ()

    def writing(
        self, name: str, corpus: Corpus, settings: Settings
    ) -> Callable[..., None]:
        """
        Return what writes a part of a corpus: to a stream, or into a folder.

        ``name`` is the format's own, since one function may write several.
        """
        module, _, function = self.writer.partition(".")
        loaded: Any = getattr(import_module(f"scholargraph.exports.{module}"), function)
        begun: Callable[..., None] = loaded(corpus, settings, name)
        return begun

    def is_ours(self, name: str) -> bool:
        """
        Tell whether a file of a folder is one that this format writes.

        >>> FORMATS["neo4j"].is_ours("papers-1-of-2.csv.gz")
        True
        >>> FORMATS["neo4j"].is_ours("papers.txt")
        False
        """
        stem, _, suffix = name.partition(".")
        return any(
            (stem == table or stem.startswith(f"{table}-")) and f".{suffix}" in endings
            for table, endings in map(_named, self.folder)
        )


def _named(entry: str) -> tuple[str, tuple[str, ...]]:
    table, _, endings = entry.partition(".")
    return table, tuple(f".{ending}" for ending in endings.split("|"))


_CSV: Final = ".csv|csv.gz"
_FRAMES: Final = (
    *("papers", "concepts", "roles", "mentions", "relations", "results", "links"),
)
_NETWORK: Final = ("concepts", "papers", "repositories", "results", "relationships")

FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "bibtex": Format("the papers, BibTeX", "bibliography.bibtex"),
        "gexf": Format("the network, GEXF, for Gephi", "xml_graphs.gexf"),
        "graphml": Format("the network, GraphML", "xml_graphs.graphml"),
        "jsonld": Format("JSON-LD, an object a line", "rdf_files.triples", _ALL),
        "nanopub": Format(
            "each statement as a nanopublication, TriG", "rdf_files.nanopublications"
        ),
        "neo4j": Format(
            "a folder: the network, CSV for Neo4j's bulk import",
            "neo4j.write_csv",
            compress=("gz",),
            folder=(*(name + _CSV for name in _NETWORK), "import-command.txt"),
        ),
        "nquads": Format("N-Quads, a named graph a paper", "rdf_files.quads", _ALL),
        "ntriples": Format("N-Triples", "rdf_files.triples", _ALL),
        "parquet": Format(
            "a folder: the data frames, Parquet",
            "tables.write_parquet",
            folder=tuple(f"{name}.parquet" for name in _FRAMES),
        ),
        "rdfxml": Format("RDF/XML", "rdf_files.triples", _ALL),
        "ris": Format("the papers, RIS", "bibliography.ris"),
        "trig": Format("TriG, a named graph a paper", "rdf_files.quads", _ALL),
        "turtle": Format("Turtle", "rdf_files.triples", _ALL),
    }
)


def find(name: str, profile: str | None = None) -> Format:
    """
    Return the format of a name, which can be in a profile's vocabulary.

    Raises
    ------
    UnknownNameError
        Where there is no such format or profile.
    ScholargraphError
        Where the format is in one vocabulary alone.

    """
    if name not in FORMATS:
        raise UnknownNameError("export format", name, FORMATS)
    found = FORMATS[name]
    if profile is None:
        return found
    if profile not in PROFILES:
        raise UnknownNameError("profile", profile, PROFILES)
    if profile not in found.profiles:
        able = [f for f, other in FORMATS.items() if profile in other.profiles]
        what = f"has no profile {profile!r}; {', '.join(able)} have it"
        raise ScholargraphError(f"export format {name}", what)
    return found
