"""Every format, read back: nothing is lost, nothing twice, the same bytes each time."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from scholargraph import exports, graph
from scholargraph.exports import neo4j, network
from scholargraph.exports.parts import Part, parts
from scholargraph.frames import COLUMNS, Frames
from scholargraph.ids import local_name
from scholargraph.model import Corpus
from scholargraph.rdf import FORMATS as TRIPLE_FORMATS
from scholargraph.rdf import QUAD_FORMATS, Maker
from scholargraph.rdf.profiles import OWN, PROFILES
from scholargraph.text import clean, without_markup

Exported = Callable[..., list[Path]]

RDF = [(f, p) for f in TRIPLE_FORMATS for p in (None, *PROFILES)]
QUADS = [(f, p) for f in QUAD_FORMATS for p in (None, *PROFILES)]
# rdflib's own readers of JSON-LD and TriG use what it deprecates.
DEPRECATED = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated", "ignore:Dataset"
)


def facts(corpus: Corpus, profile: str | None) -> Iterator[Triple]:
    make = PROFILES[profile].make if profile else OWN.make
    maker = make(
        corpus.concepts, base="https://example.org/kg/", run="test", apart=False
    )
    yield from maker.concepts(corpus.concepts)
    for resolved in corpus.papers():
        yield from maker.paper(resolved)


def either(request: pytest.FixtureRequest) -> Corpus:
    found: Corpus = request.getfixturevalue(request.param)
    return found


corpora = pytest.fixture(params=["corpus", "annotated"], name="any_corpus")(either)


@DEPRECATED
@pytest.mark.parametrize(("format_name", "profile"), RDF)
def test_triples_are_read_back_by_oxigraph_and_rdflib(
    any_corpus: Corpus,
    format_name: str,
    *,
    profile: str | None,
    exported: Exported,
    back: Any,
) -> None:
    settings = {"profile": profile, "base": "https://example.org/kg/"}
    (file,) = exported(any_corpus, format_name, **settings)
    expected = {str(Quad(*t)) for t in facts(any_corpus, profile)}
    assert back.oxigraph(file.read_bytes(), format_name) == expected
    assert back.rdflib(file.read_bytes(), format_name) == expected


@pytest.mark.parametrize("shards", [1, 3])
def test_lines_are_written_as_oxigraph_writes_their_triples(
    any_corpus: Corpus, shards: int, exported: Exported
) -> None:
    base = "https://example.org/kg/"
    for format_name, to_lines in (("ntriples", triple_lines), ("nquads", quad_lines)):
        places = exported(any_corpus, format_name, shards=shards, base=base)
        apart = format_name == "nquads"
        maker = Maker(any_corpus.concepts, base=base, run="test", apart=apart)
        for place, part in zip(places, parts(any_corpus, shards), strict=True):
            assert place.read_bytes() == to_lines(maker, part, base)


def triple_lines(maker: Maker, part: Part, _: str) -> bytes | None:
    found = [*maker.concepts(part.concepts)]
    found += [t for resolved in part.papers() for t in maker.paper(resolved)]
    return serialize(found, format=RdfFormat.N_TRIPLES)


def quad_lines(maker: Maker, part: Part, base: str) -> bytes | None:
    found = [Quad(*triple) for triple in maker.concepts(part.concepts)]
    for resolved in part.papers():
        graph = NamedNode(f"{base}graph/{local_name(resolved.paper.id)}")
        found += [
            Quad(t.subject, t.predicate, t.object, graph) for t in maker.paper(resolved)
        ]
    return serialize(found, format=RdfFormat.N_QUADS)


@pytest.mark.parametrize("profile", [None, *PROFILES])
def test_no_triple_is_written_twice(
    any_corpus: Corpus, profile: str | None, exported: Exported
) -> None:
    (file,) = exported(any_corpus, "ntriples", profile=profile)
    lines = file.read_text("utf-8").splitlines()
    assert len(lines) == len(set(lines))


@DEPRECATED
@pytest.mark.parametrize(("format_name", "profile"), QUADS)
def test_quads_are_the_same_triples_with_a_graph_for_each_paper(
    any_corpus: Corpus,
    format_name: str,
    *,
    profile: str | None,
    exported: Exported,
    back: Any,
) -> None:
    base = "https://example.org/kg/"
    (file,) = exported(any_corpus, format_name, profile=profile, base=base)
    found = back.oxigraph(file.read_bytes(), format_name)
    assert back.rdflib(file.read_bytes(), format_name) == found
    graphs = Counter(
        quad.rpartition(" ")[2] for quad in found if f"{base}graph/" in quad
    )
    named = (local_name(r.paper.id) for r in any_corpus.papers())
    assert graphs.keys() == {f"<{base}graph/{name}>" for name in named}
    plain = {quad.removesuffix(f" {g}") for quad in found for g in graphs}
    plain = {t for t in plain if not any(t.endswith(f" {g}") for g in graphs)}
    assert plain == {str(t) for t in facts(any_corpus, profile)}


def like(value: Any) -> Any:
    """Return the value as a graph file gives it back."""
    return value if isinstance(value, int | float) else str(value)


def shape(found: nx.MultiDiGraph) -> tuple[dict[str, Any], Counter[str]]:
    """Return the nodes by name and the edges, as often as they are there."""
    own = {"id", "key", "for"}
    nodes = {
        n: {k: like(v) for k, v in sorted(a.items()) if k not in own}
        for n, a in found.nodes(data=True)
    }
    edges = Counter(
        json.dumps([u, v, sorted((k, like(x)) for k, x in a.items() if k not in own)])
        for u, v, a in found.edges(data=True)
    )
    return nodes, edges


@pytest.mark.parametrize("format_name", ["gexf", "graphml"])
def test_the_network_is_read_back_by_networkx(
    any_corpus: Corpus, format_name: str, exported: Exported, back: Any
) -> None:
    (file,) = exported(any_corpus, format_name)
    found = back.network(file.read_bytes(), format_name)
    expected = graph.build(any_corpus)
    for _, _, attributes in found.edges(data=True):
        # GEXF has a label of its own for what an edge is.
        label = attributes.pop("label", attributes["type"])
        assert label == attributes["type"]
    assert shape(found) == shape(expected)


def test_the_attributes_of_the_network_are_those_that_files_declare(
    any_corpus: Corpus,
) -> None:
    types = {"text": str, "integer": int, "number": float}
    built = graph.build(any_corpus)
    for _, attributes in built.nodes(data=True):
        for name, value in attributes.items():
            assert isinstance(value, types[network.NODE_TYPES[name]])
    for _, _, attributes in built.edges(data=True):
        for name, value in attributes.items():
            assert isinstance(value, types[network.EDGE_TYPES[name]])


@pytest.mark.parametrize("shards", [1, 3])
@pytest.mark.parametrize("compress", [None, "gz"])
def test_neo4j_files_are_the_network_by_the_rules_of_their_headers(
    any_corpus: Corpus,
    *,
    shards: int,
    compress: str | None,
    exported: Exported,
    back: Any,
) -> None:
    (folder,) = exported(any_corpus, "neo4j", shards=shards, compress=compress)
    nodes, edges = back.neo4j(folder)
    expected = graph.build(any_corpus)
    labels = {n.pop(":ID"): n.pop(":LABEL").split(";") for n in nodes}
    assert len(labels) == len(nodes), "an import takes each node once"
    for node, attributes in expected.nodes(data=True):
        first = attributes["type"].capitalize()
        kinds = [attributes["kind"]] if first == "Concept" else []
        assert labels[node] == [first, *kinds]
    found = nx.MultiDiGraph()
    for node, attributes in zip(labels, nodes, strict=True):
        found.add_node(node, type=labels[node][0].lower(), **attributes)
    for edge in edges:
        ends = edge.pop(":START_ID"), edge.pop(":END_ID")
        found.add_edge(*ends, type=edge.pop(":TYPE").lower(), **edge)
    assert shape(found) == shape(expected)


def test_a_formula_is_kept_and_warned_of(
    corpus: Corpus, exported: Exported, back: Any, caplog: pytest.LogCaptureFixture
) -> None:
    first, *others = corpus.papers()
    evil = '=HYPERLINK("http://x.org","a;b")\n,"'
    paper = replace(first.paper, title=evil, abstract="")
    bare = replace(first.extraction, entities=(), relations=(), results=(), links=())
    changed = type(corpus)(  # type: ignore[call-arg] # the small corpus
        corpus.concepts, [replace(first, paper=paper, extraction=bare), *others]
    )
    (folder,) = exported(changed, "neo4j")
    nodes, _ = back.neo4j(folder)
    assert evil in {node.get("title") for node in nodes}
    assert "a spreadsheet may run them" in caplog.text


def test_the_tables_are_those_of_neo4j_and_the_frames() -> None:
    def names(format_name: str) -> set[str]:
        return {n.partition(".")[0] for n in exports.FORMATS[format_name].folder}

    assert names("neo4j") == {*neo4j.TABLES, neo4j.COMMAND.partition(".")[0]}
    assert names("parquet") == set(COLUMNS)


@pytest.mark.parametrize("compress", [None, "gz", "zst"])
@pytest.mark.parametrize("shards", [1, 3])
def test_parquet_tables_are_the_data_frames(
    any_corpus: Corpus, *, shards: int, compress: str | None, exported: Exported
) -> None:
    (folder,) = exported(any_corpus, "parquet", shards=shards, compress=compress)
    frames = Frames(any_corpus)
    assert len(list(folder.iterdir())) == len(COLUMNS) * shards
    for name, columns in COLUMNS.items():
        parts = [pd.read_parquet(f) for f in sorted(folder.glob(f"{name}*"))]
        found = pd.concat(parts, ignore_index=True)
        expected = getattr(frames, name)()
        assert list(found) == [column.name for column in columns]
        assert len(found) == len(expected)
        for column in found:
            pairs = zip(found[column], expected[column], strict=True)
            assert all(same(a, b) for a, b in pairs), (name, column)


def same(one: Any, other: Any) -> bool:
    if isinstance(other, tuple):
        return tuple(one) == other
    if pd.isna(one) or pd.isna(other):
        return bool(pd.isna(one) and pd.isna(other))
    return bool(one == (other.date() if isinstance(other, pd.Timestamp) else other))


@pytest.mark.parametrize("format_name", ["bibtex", "ris"])
def test_papers_are_read_back_by_our_own_readers(
    corpus: Corpus, format_name: str, exported: Exported, back: Any
) -> None:
    (file,) = exported(corpus, format_name)
    papers = [resolved.paper for resolved in corpus.papers()]
    for paper, read in zip(papers, back.papers(file, format_name), strict=True):
        assert read.title == as_read(paper.title)
        # The formats do not keep the breaks of lines.
        assert read.abstract.split() == paper.abstract.split()
        fields = ("date", "authors", "identifiers", "venue", "categories")
        for field in fields:
            assert getattr(read, field) == getattr(paper, field), field


def as_read(title: str) -> str:
    """Return a title as our readers take it from formats that may hold markup."""
    return clean(without_markup(title))


def titles(corpus: Corpus, format_name: str) -> list[str]:
    marked = format_name in {"bibtex", "ris"}
    found = (resolved.paper.title for resolved in corpus.papers())
    return sorted(as_read(title) if marked else title for title in found)


@pytest.mark.parametrize("format_name", exports.FORMATS)
def test_every_format_holds_each_paper_once(
    any_corpus: Corpus, format_name: str, exported: Exported, back: Any
) -> None:
    places = exported(any_corpus, format_name)
    assert back.titles(places, format_name) == titles(any_corpus, format_name)


@pytest.mark.parametrize("format_name", exports.FORMATS)
@pytest.mark.parametrize("number", [2, 4, 7])
def test_the_shards_together_hold_each_paper_once(
    corpus: Corpus, format_name: str, *, number: int, exported: Exported, back: Any
) -> None:
    places = exported(corpus, format_name, "graph.x", shards=number)
    if not exports.FORMATS[format_name].folder:
        names = [f"graph-{n}-of-{number}.x" for n in range(1, number + 1)]
        assert [place.name for place in places] == names
    assert back.titles(places, format_name) == titles(corpus, format_name)


@pytest.mark.parametrize("profile", [None, *PROFILES])
def test_the_shards_together_hold_each_triple_once(
    corpus: Corpus, profile: str | None, exported: Exported
) -> None:
    places = exported(corpus, "ntriples", shards=3, profile=profile)
    lines = [line for place in places for line in place.read_bytes().splitlines()]
    (whole,) = exported(corpus, "ntriples", "graph", profile=profile)[:1]
    assert Counter(lines) == Counter(whole.read_bytes().splitlines())


@pytest.mark.parametrize("format_name", [*TRIPLE_FORMATS, *QUAD_FORMATS])
def test_what_an_address_that_was_given_up_leads_to_is_told_once(
    corpus: Corpus, format_name: str, exported: Exported, back: Any
) -> None:
    replaced = {"method/old": "method/fracal", "method/gone": "method/unheard-of"}
    places = exported(corpus, format_name, shards=2, replaced=replaced)
    read = [back.oxigraph(place.read_bytes(), format_name) for place in places]
    found = [quad for quads in read for quad in quads if "isReplacedBy" in quad]
    assert len(found) == 1
    assert "concept/method/old" in found[0]
    (other,) = exported(corpus, "ntriples", "x", profile="mls", replaced=replaced)[2:]
    assert "isReplacedBy" not in other.read_text("utf-8"), "another vocabulary"


@pytest.mark.parametrize("format_name", ["gexf", "graphml"])
def test_each_shard_of_the_network_is_a_network_of_its_own(
    corpus: Corpus, format_name: str, exported: Exported, back: Any
) -> None:
    places = exported(corpus, format_name, shards=3)
    whole = graph.build(corpus)
    nodes: set[str] = set()
    edges: set[str] = set()
    for place in places:
        part = back.network(place.read_bytes(), format_name)
        assert all(attributes for _, attributes in part.nodes(data=True))
        for _, _, attributes in part.edges(data=True):
            attributes.pop("label", None)
        nodes |= set(part)
        edges |= shape(part)[1].keys()
    assert nodes == set(whole)
    assert edges == shape(whole)[1].keys()


@pytest.mark.parametrize("compress", [None, "gz", "zst"])
@pytest.mark.parametrize("format_name", exports.FORMATS)
def test_the_same_graph_gives_the_same_bytes(
    corpus: Corpus, format_name: str, *, compress: str | None, exported: Exported
) -> None:
    if compress and compress not in exports.FORMATS[format_name].compress:
        return
    for name in ("one", "two"):
        places = exported(corpus, format_name, name, compress=compress, shards=2)
    is_folder = bool(exports.FORMATS[format_name].folder)
    files = [f for p in places for f in (sorted(p.iterdir()) if is_folder else [p])]
    half = len(files) // 2
    assert half
    for one, two in zip(files[:half], files[half:], strict=True):
        assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("compress", ["gz", "zst"])
@pytest.mark.parametrize("format_name", exports.FORMATS)
def test_what_is_compressed_is_the_same(
    corpus: Corpus, format_name: str, *, compress: str, exported: Exported, back: Any
) -> None:
    if exports.FORMATS[format_name].folder:
        return
    (plain,) = exported(corpus, format_name, "x")
    (packed,) = exported(corpus, format_name, f"y.{compress}")[1:]
    assert packed.read_bytes() != plain.read_bytes()
    assert back.unpacked(packed) == plain.read_bytes()
