"""Addresses of concepts that are given up lead to those in their place."""

import json
import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import Graph

from scholargraph.database import Database
from scholargraph.extract import load_extractor
from scholargraph.knowledge_graph import open_graph
from scholargraph.model import Entity, Extraction, Mention, Paper
from scholargraph.pipeline.build import build
from scholargraph.pipeline.deciding import resolution
from scholargraph.pipeline.folder import Folder
from scholargraph.pipeline.publishing import code_hash
from scholargraph.vocab import BASE, Kind, Role

pytestmark = pytest.mark.slow

NTriples = Callable[[Path], bytes]
LONG, SHORT = "fourier nested form", "FNF"
SHAPES = Path(__file__).parents[2] / "ontology" / "shapes.ttl"
OLD, NEW = f"<{BASE}concept/method/fourier-nested-form>", f"<{BASE}concept/method/fnf>"
LEADS = f"{OLD} <http://purl.org/dc/terms/isReplacedBy> {NEW} .\n".encode()
MERGED = '[[merge]]\nconcepts = ["dataset/grid", "dataset/mesh"]\n'
RETYPED = '[[retype]]\nconcept = "dataset/mesh"\nkind = "Method"\n'
SPLIT = '[[split]]\nconcept = "dataset/grid"\npapers = ["p-1"]\nlabel = "Grid 1"\n'
DROPPED = '[[drop]]\nconcept = "dataset/grid"\n'


def entity(paper: Paper, kind: Kind, *names: str) -> Entity:
    starts = [(paper.text.index(name), name) for name in names]
    mentions = tuple(Mention(s, s + len(n), n, kind, 1.0) for s, n in starts)
    role = Role.USES if kind is Kind.METHOD else Role.EVALUATES
    return Entity(names[0], kind, role, mentions, 1.0)


def written(file: Path, papers: Iterable[Paper]) -> Path:
    rows = [{"id": p.id, "title": p.title, "abstract": p.abstract} for p in papers]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def few() -> list[Paper]:
    return [
        Paper("p-1", "One", f"We use the {LONG} on Grid."),
        Paper("p-2", "Two", f"We use the {LONG} on Mesh."),
    ]


def more() -> list[Paper]:
    text = f"An {SHORT}, the {LONG}, on Grid."
    return [Paper(f"q-{n}", f"No. {n}", text) for n in range(4)]


def read(paper: Paper) -> Extraction:
    names = [SHORT, LONG] if SHORT in paper.text else [LONG]
    data = "Mesh" if "Mesh" in paper.text else "Grid"
    entities = (
        entity(paper, Kind.METHOD, *names),
        entity(paper, Kind.DATASET, data),
    )
    name = load_extractor().name
    return Extraction(paper.id, entities, (), (), (), name)


def add(folder: Folder, papers: Iterable[Paper]) -> bool:
    """Build papers that are read already; tell whether the graph changed."""
    papers = list(papers)
    folder.path.mkdir(exist_ok=True)
    with Database.open(folder.database) as database:
        database.add_extractions([(paper, read(paper)) for paper in papers])
    file = written(folder.path.parent / f"{len(papers)}.jsonl", papers)
    manifest = build([str(file)], folder.path)
    assert manifest.counts["extracted"] == 0
    return manifest.changed


def test_an_address_that_added_papers_change_stays_and_leads_to_the_new_one(
    tmp_path: Path, ntriples: NTriples
) -> None:
    folder = Folder(tmp_path / "kg")
    add(folder, few())
    assert OLD.encode() in ntriples(folder.path)
    add(folder, more())
    published = ntriples(folder.path)
    assert LEADS in published
    assert OLD.encode() + b" <http://www.w3.org/" not in published
    assert conforms(published)
    replaced = {"method/fourier-nested-form": "method/fnf"}
    with open_graph(folder.path) as graph:
        assert graph.replaced == replaced
    assert resolution(folder.path).replaced == replaced
    assert not add(folder, few())
    assert ntriples(folder.path) == published


def conforms(published: bytes) -> bool:
    graph = Graph().parse(data=published, format="nt")
    return bool(validate(graph, shacl_graph=Graph().parse(SHAPES))[0])


@pytest.mark.parametrize("decision", [MERGED, RETYPED, SPLIT, DROPPED])
def test_a_decision_leads_on_and_is_taken_back_byte_for_byte(
    tmp_path: Path, ntriples: NTriples, decision: str
) -> None:
    folder = Folder(tmp_path / "kg")
    add(folder, few() + more())
    before, untouched = ntriples(folder.path), folder.overrides.read_text()
    folder.overrides.write_text(decision)
    assert add(folder, few() + more())
    decided = ntriples(folder.path)
    leads = b"dataset/mesh> <http://purl.org/dc/terms/isReplacedBy>"
    assert (leads in decided) is (decision in {MERGED, RETYPED})
    assert conforms(decided)
    folder.overrides.write_text(untouched)
    assert add(folder, few() + more())
    assert ntriples(folder.path) == before


def test_rows_and_files_in_any_order_give_the_same_graph(
    tmp_path: Path, ntriples: NTriples
) -> None:
    papers = few() + more()
    graphs = set()
    for seed in range(3):
        random.Random(seed).shuffle(papers)
        folder = Folder(tmp_path / f"kg{seed}" / "kg")
        folder.path.parent.mkdir()
        add(folder, papers)
        graphs.add(ntriples(folder.path))
    assert len(graphs) == 1


def test_code_that_is_changed_has_another_hash(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("A = 1")
    (tmp_path / "b.py").write_text("")
    before = code_hash(tmp_path)
    assert code_hash(tmp_path) == before
    (tmp_path / "b.py").write_text("B = 2")
    assert code_hash(tmp_path) != before
