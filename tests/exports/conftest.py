"""Two corpora, and for each format the way back: what was exported, read again."""

import gzip
import io
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]
import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, parse

from scholargraph import exports
from scholargraph.ids import slug
from scholargraph.model import Concept, Corpus, Paper, ResolvedPaper
from scholargraph.readers import read
from scholargraph.record_format import from_json

ANNOTATED = Path(__file__).parents[1] / "data" / "annotated_daily_papers.jsonl"
OXIGRAPH = {
    "ntriples": RdfFormat.N_TRIPLES,
    "turtle": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "nanopub": RdfFormat.TRIG,
}
RDFLIB = {
    "ntriples": "nt",
    "turtle": "turtle",
    "jsonld": "json-ld",
    "rdfxml": "xml",
    "nquads": "nquads",
    "trig": "trig",
    "nanopub": "trig",
}
QUADS = ("nquads", "trig", "nanopub")
TITLE = NamedNode("http://purl.org/dc/terms/title")


@dataclass(frozen=True)
class Listed:
    """Concepts and papers in lists, as a corpus."""

    concepts: Sequence[Concept]
    resolved: Sequence[ResolvedPaper]

    def papers(self) -> Iterator[ResolvedPaper]:
        return iter(self.resolved)


@pytest.fixture(scope="session")
def annotated() -> Corpus:
    """Return 24 papers of daily pages, each name a concept."""
    papers, concepts, counts = [], {}, dict[str, int]()
    for line in ANNOTATED.read_text("utf-8").splitlines():
        paper, extraction = from_json(json.loads(line))
        names = {}
        for entity in extraction.entities:
            id_ = f"{entity.kind.lower()}/{slug(entity.name)}"
            concepts[id_] = (entity.kind, entity.name)
            names[entity.name] = id_
        for id_ in set(names.values()):
            counts[id_] = counts.get(id_, 0) + 1
        papers.append(ResolvedPaper(paper, extraction, names))
    return Listed(
        [
            Concept(id_, kind, name, paper_count=counts[id_])
            for id_, (kind, name) in sorted(concepts.items())
        ],
        sorted(papers, key=lambda p: p.paper.id),
    )


@pytest.fixture
def exported(tmp_path: Path) -> Callable[..., list[Path]]:
    """Export a corpus; return the files or folders, which are all that is there."""

    def run(
        corpus: Corpus, format_name: str, name: str = "graph", **settings: Any
    ) -> list[Path]:
        place = tmp_path / "out" / name
        place.parent.mkdir(exist_ok=True)
        made = exports.Settings(**{"run": "test", **settings})
        exports.export(corpus, str(place), format_name, made)
        return sorted(place.parent.iterdir())

    return run


Row = dict[str, Any]
CASTS: Mapping[str, Callable[[str], Any]] = {"string": str, "int": int, "double": float}
FIELD = re.compile(r'("(?:[^"]|"")*"|[^",\n]*)([,\n])')


class Back:
    """Reads exports, each with what its users would."""

    @staticmethod
    def unpacked(file: Path) -> bytes:
        """Return what a file holds, whichever way it is compressed."""
        data = file.read_bytes()
        if data[:2] == b"\x1f\x8b":
            return gzip.decompress(data)
        if data[:4] == b"\x28\xb5\x2f\xfd":
            with pa.CompressedInputStream(pa.BufferReader(data), "zstd") as stream:
                return bytes(stream.read())
        return data

    @staticmethod
    def oxigraph(data: bytes, format_name: str) -> set[str]:
        """Return the triples or quads that Oxigraph reads."""
        return {str(quad) for quad in parse(data, format=OXIGRAPH[format_name])}

    @staticmethod
    def rdflib(data: bytes, format_name: str) -> set[str]:
        """Return the triples or quads that rdflib reads, as Oxigraph writes them."""
        if format_name in QUADS:
            found = rdflib.Dataset()
            found.parse(data=data, format=RDFLIB[format_name])
            again = found.serialize(format="nquads", encoding="utf-8")
            return {str(quad) for quad in parse(again, format=RdfFormat.N_QUADS)}
        graph = rdflib.Graph().parse(data=data, format=RDFLIB[format_name])
        again = graph.serialize(format="nt", encoding="utf-8")
        return {str(quad) for quad in parse(again, format=RdfFormat.N_TRIPLES)}

    @staticmethod
    def network(data: bytes, format_name: str) -> nx.MultiDiGraph:
        """Return the network that NetworkX reads."""
        stream = io.BytesIO(data)
        if format_name == "gexf":
            return nx.MultiDiGraph(nx.read_gexf(stream))
        return nx.MultiDiGraph(nx.read_graphml(stream, force_multigraph=True))

    @staticmethod
    def neo4j(folder: Path) -> tuple[list[Row], list[Row]]:
        """
        Return the nodes and relationships, read as the import command says.

        By the rules of the headers: a column is NAME:TYPE; :ID, :LABEL, :START_ID,
        :END_ID and :TYPE are the import's own. Of several files the first has the
        header.
        """
        command = (folder / "import-command.txt").read_text("utf-8")
        nodes: list[Row] = []
        edges: list[Row] = []
        for word in command.split():
            option, _, names = word.partition("=")
            if option in {"--nodes", "--relationships"}:
                files = [Back.unpacked(folder / name) for name in names.split(",")]
                rows = _rows(b"".join(files).decode())
                (nodes if option == "--nodes" else edges).extend(rows)
        return nodes, edges

    @staticmethod
    def papers(file: Path, format_name: str) -> list[Paper]:
        """Return the papers that our own reader reads; a reject is a fault."""
        plain = file.parent.parent / "read"
        plain.write_bytes(Back.unpacked(file))
        if not plain.stat().st_size:  # a shard without papers
            return []
        records = list(read(str(plain), format_name=format_name))
        papers = [record for record in records if isinstance(record, Paper)]
        assert len(papers) == len(records)
        return papers

    @staticmethod
    def titles(places: Sequence[Path], format_name: str) -> list[str]:
        """Return the titles of an export's papers, sorted, as often as they occur."""
        titled = _TITLED.get(format_name, _rdf_titles)
        return sorted(t for place in places for t in titled(place, format_name))


def _rows(text: str) -> Iterator[Row]:
    """Yield rows by column; a field that is empty and not in quotes is missing."""
    head: list[str] = []
    cells: list[str] = []
    for field, end in FIELD.findall(text):
        cells.append(field)
        if end == ",":
            continue
        if head:
            yield dict(_values(head, cells))
        else:
            head = cells
        cells = []


def _values(head: list[str], cells: list[str]) -> Iterator[tuple[str, Any]]:
    for column, field in zip(head, cells, strict=True):
        name, _, type_ = column.partition(":")
        value = field[1:-1].replace('""', '"') if field[:1] == '"' else field
        if type_ in CASTS and field:
            assert (type_ == "string") == (field[:1] == '"')
            yield name, CASTS[type_](value)
        elif type_ not in CASTS:
            yield f":{type_}", value


def _neo4j_titles(place: Path, _: str) -> list[str]:
    nodes, _edges = Back.neo4j(place)
    return [node["title"] for node in nodes if node[":LABEL"] == "Paper"]


def _parquet_titles(place: Path, _: str) -> list[str]:
    return [t for f in place.glob("papers*") for t in pd.read_parquet(f)["title"]]


def _network_titles(place: Path, format_name: str) -> list[str]:
    nodes = Back.network(Back.unpacked(place), format_name).nodes.values()
    return [node["title"] for node in nodes if node["type"] == "paper"]


def _reader_titles(place: Path, format_name: str) -> list[str]:
    return [paper.title for paper in Back.papers(place, format_name)]


def _rdf_titles(place: Path, format_name: str) -> set[str]:
    found = parse(Back.unpacked(place), format=OXIGRAPH[format_name])
    return {q.object.value for q in found if q.predicate == TITLE}


_TITLED: Mapping[str, Callable[[Path, str], Collection[str]]] = {
    "bibtex": _reader_titles,
    "gexf": _network_titles,
    "graphml": _network_titles,
    "neo4j": _neo4j_titles,
    "parquet": _parquet_titles,
    "ris": _reader_titles,
}


@pytest.fixture(scope="session")
def back() -> Back:
    return Back()
