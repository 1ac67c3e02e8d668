from collections.abc import Callable
from pathlib import Path

import pytest

from scholargraph.errors import InputError
from scholargraph.model import Extraction, Paper
from scholargraph.resolve import read_authority, resolve
from scholargraph.vocab import Kind, Role

Make = Callable[..., tuple[Paper, Extraction]]
HEADER = "id\tkind\tlabel\talt_labels\tbroader\n"
TABLE = HEADER + (
    "x:task/od\tTask\tObject Detection\t\tx:task/cv\n"
    "x:task/sl\tTask\tlabelling sequences\t\t\n"
    "x:task/cv\tTask\tScene Sorting\t\t\n"
    "x:dataset/lvis\tDataset\tLarge Vocabulary Set\tLVIS;lvis_v1\t\n"
    "x:method/od\tMethod\tZoggle Detection\t\t\n"
)
SKOS = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://example.org/od> a skos:Concept ; skos:prefLabel "Object Detection"@en ,
    "Objekterkennung"@de ; skos:altLabel "finding objects" ;
    skos:broader <http://example.org/cv> .
<http://example.org/cv> a skos:Concept ; skos:prefLabel "scene sorting" .
"""


@pytest.fixture
def papers(make_paper: Make) -> list[tuple[Paper, Extraction]]:
    entities = [
        (name, Kind.TASK, Role.ADDRESSES, [name])
        for name in (
            "object detection",
            "sequence labeling",
            "scene sorting",
            "zoggle detection",
        )
    ]
    return [
        make_paper("p1", ("LVIS", Kind.DATASET, Role.EVALUATES, ["LVIS"]), *entities)
    ]


def test_concepts_are_linked_by_label_alias_and_likeness_within_their_kind(
    tmp_path: Path, papers: list[tuple[Paper, Extraction]]
) -> None:
    path = tmp_path / "list.tsv"
    path.write_text(TABLE, "utf-8")
    resolution = resolve(papers, authorities=[read_authority(path)])
    found = {
        concept.id: [(m.target, m.exact, m.method) for m in concept.matches]
        for concept in resolution.concepts
    }
    assert found == {
        "dataset/lvis": [("x:dataset/lvis", True, "alias")],
        "task/object-detection": [("x:task/od", True, "label")],
        "task/scene-sorting": [("x:task/cv", True, "label")],
        "task/sequence-labeling": [("x:task/sl", False, "names compared")],
        "task/zoggle-detection": [],
    }


def test_a_list_vouches_for_what_is_broader(
    tmp_path: Path, papers: list[tuple[Paper, Extraction]]
) -> None:
    path = tmp_path / "list.tsv"
    path.write_text(TABLE, "utf-8")
    resolution = resolve(papers, authorities=[read_authority(path)])
    assert resolution.find("task/object-detection").broader == ("task/scene-sorting",)


def test_a_skos_file_links_by_its_english_labels(
    tmp_path: Path, papers: list[tuple[Paper, Extraction]]
) -> None:
    path = tmp_path / "list.ttl"
    path.write_text(SKOS, "utf-8")
    concept = resolve(papers, authorities=[read_authority(path)]).find(
        "task/object-detection"
    )
    assert [match.target for match in concept.matches] == ["http://example.org/od"]
    assert concept.broader == ("task/scene-sorting",)


def test_lists_that_disagree_are_each_linked(
    tmp_path: Path, papers: list[tuple[Paper, Extraction]]
) -> None:
    one, two = tmp_path / "one.tsv", tmp_path / "two.tsv"
    one.write_text(TABLE, "utf-8")
    two.write_text(TABLE.replace("x:", "y:"), "utf-8")
    lists = [read_authority(one), read_authority(two)]
    concept = resolve(papers, authorities=lists).find("task/object-detection")
    assert [match.target for match in concept.matches] == ["x:task/od", "y:task/od"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.tsv", "", "does not begin with the columns"),
        ("a.tsv", HEADER, "holds no concepts"),
        ("a.tsv", HEADER + "x\tTask\n", ":2: has 2 columns"),
        ("a.tsv", HEADER + "x\tThing\tX\t\t\n", ":2: no kind is named 'Thing'"),
        ("a.tsv", HEADER + "\tTask\tX\t\t\n", ":2: has no id"),
        ("a.ttl", "nonsense", "is no RDF"),
        ("a.rdf", "nonsense", "is no RDF"),
        ("a.jsonld", "nonsense", "is no RDF"),
        ("a.ttl", "", "holds no concepts"),
    ],
)
def test_a_bad_list_is_refused_with_its_line(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_authority(path)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_list_is_refused(tmp_path: Path) -> None:
    for name in ("none.tsv", "none.ttl"):
        with pytest.raises(InputError, match=r"cannot be read: No such [a-z ]+$"):
            read_authority(tmp_path / name)


def test_a_short_form_is_linked_only_where_it_has_its_common_meaning(
    tmp_path: Path, make_paper: Make
) -> None:
    path = tmp_path / "list.tsv"
    rows = "x:epe\tMetric\tEPE\t\t\nx:lcs\tMetric\tLCS\t\t\nx:23\tMetric\tZMC23\t\t\n"
    path.write_text(HEADER + rows, "utf-8")
    metric, reports = Kind.METRIC, Role.REPORTS
    papers = [
        make_paper("p1", ("EPE", metric, reports, ["endpoint error", "EPE"])),
        make_paper("p2", ("LCS", metric, reports, ["lexical content score", "LCS"])),
        make_paper("p3", ("ZMC", metric, reports, ["ZMC", "ZMC23"])),
    ]
    found = resolve(papers, authorities=[read_authority(path)]).concepts
    linked = {match.target for concept in found for match in concept.matches}
    assert linked == {"x:epe"}


def test_a_list_without_kinds_puts_the_concepts_of_each_kind_under_each_other(
    tmp_path: Path, make_paper: Make
) -> None:
    path = tmp_path / "list.ttl"
    path.write_text(SKOS, "utf-8")
    entities = [
        (f"{name}{mark}", kind, Role.MENTIONS, [name])
        for kind, mark in ((Kind.METHOD, ""), (Kind.TASK, " "))
        for name in ("object detection", "scene sorting")
    ]
    papers = [make_paper("p1", *entities)]
    found = resolve(papers, authorities=[read_authority(path)]).concepts
    assert {concept.id: concept.broader for concept in found} == {
        "method/object-detection": ("method/scene-sorting",),
        "method/scene-sorting": (),
        "task/object-detection": ("task/scene-sorting",),
        "task/scene-sorting": (),
    }
