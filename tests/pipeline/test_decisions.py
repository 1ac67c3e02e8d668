"""Outside lists and a person's decisions reach the graph, and can be taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scholargraph.errors import InputError
from scholargraph.knowledge_graph import open_graph
from scholargraph.model import Concept
from scholargraph.pipeline.build import build
from scholargraph.pipeline.folder import Folder
from scholargraph.pipeline.work import Options

Papers = Callable[[str, int, int], Path]
NTriples = Callable[[Path], bytes]

RENAMED = '[[rename]]\nconcept = "{id}"\nlabel = "Low-Rank Adaptation of everything"\n'
LIST = "id\tkind\tlabel\talt_labels\tbroader\nmine:{id}\t{kind}\t{label}\t\t\n"


def a_concept(folder: Path) -> Concept:
    with open_graph(folder) as graph:
        return max(graph.corpus.concepts, key=lambda concept: concept.paper_count)


def test_a_decision_is_applied_and_taken_back_byte_for_byte(
    tmp_path: Path, papers: Papers, ntriples: NTriples
) -> None:
    folder = Folder(tmp_path / "kg")
    file = str(papers("a", 1, 6))
    build([file], folder.path)
    before, untouched = ntriples(folder.path), folder.overrides.read_text()
    folder.overrides.write_text(RENAMED.format(id=a_concept(folder.path).id))
    assert build([file], folder.path).changed
    assert b"Low-Rank Adaptation of everything" in ntriples(folder.path)
    folder.overrides.write_text(untouched)
    build([file], folder.path)
    assert ntriples(folder.path) == before


def test_a_wrong_decision_stops_the_build_and_leaves_the_graph(
    tmp_path: Path, papers: Papers, ntriples: NTriples
) -> None:
    folder = Folder(tmp_path / "kg")
    file = str(papers("a", 1, 4))
    build([file], folder.path)
    before = ntriples(folder.path)
    folder.overrides.write_text('[[rename]]\nconcept = "method/none"\nlabel = "x"\n')
    with pytest.raises(InputError, match=r"method/none"):
        build([file], folder.path)
    assert ntriples(folder.path) == before


def test_a_decision_about_what_is_not_sure_enough_names_the_least_confidence(
    tmp_path: Path, papers: Papers
) -> None:
    folder = Folder(tmp_path / "kg")
    file = str(papers("a", 1, 4))
    build([file], folder.path)
    folder.overrides.write_text(RENAMED.format(id=a_concept(folder.path).id))
    with pytest.raises(InputError, match=r"at a least confidence of 0\.99"):
        build([file], folder.path, options=Options(min_confidence=0.99))


def test_concepts_are_linked_to_a_list_and_stay_so(
    tmp_path: Path, papers: Papers
) -> None:
    folder = tmp_path / "kg"
    build([str(papers("a", 1, 4))], folder)
    concept = a_concept(folder)
    names = tmp_path / "names.tsv"
    names.write_text(LIST.format(id=1, kind=concept.kind, label=concept.label))
    options = Options(authorities=(names,))
    build([str(papers("a", 1, 4))], folder, options=options)
    assert [match.target for match in a_concept(folder).matches] == ["mine:1"]
    build([str(papers("b", 5, 6))], folder)
    assert [match.target for match in a_concept(folder).matches] == ["mine:1"]
