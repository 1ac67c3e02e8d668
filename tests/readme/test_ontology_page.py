"""The page of the ontology is what the ontology says, and needs nothing else."""

import re
import subprocess
import sys
from pathlib import Path

import rdflib
from rdflib import RDF, SKOS

from scholargraph.vocab import SG

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/ontology.html").read_text("utf-8")


def test_the_page_is_up_to_date() -> None:
    checked = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "ontology_page.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_every_term_has_its_section_with_definition_and_example() -> None:
    graph = rdflib.Graph().parse(ROOT / "ontology/scholargraph.ttl")
    terms = {s for s in graph.subjects(RDF.type) if str(s).startswith(SG)}
    assert len(terms) > 60
    text = re.sub(r"&#39;", "'", PAGE)
    for term in terms:
        assert f'id="{str(term).removeprefix(SG)}"' in text, term
        assert str(graph.value(term, SKOS.definition)) in text, term


def test_the_diagram_shows_every_class_and_object_property() -> None:
    graph = rdflib.Graph().parse(ROOT / "ontology/scholargraph.ttl")
    diagram = PAGE.partition("<svg")[2].partition("</svg>")[0]
    words = set(re.findall(r">([\w:]+)", diagram))
    for type_ in (rdflib.OWL.Class, rdflib.OWL.ObjectProperty):
        for term in graph.subjects(RDF.type, type_):
            if str(term).startswith(SG):
                assert str(term).removeprefix(SG) in words, term


def test_the_page_loads_nothing() -> None:
    assert not re.search(r'<(script|img|iframe|link)\b|url\(["\']?http|@import', PAGE)
    links = set(re.findall(r'href="#([^"]+)"', PAGE))
    assert links <= set(re.findall(r'id="([^"]+)"', PAGE))
