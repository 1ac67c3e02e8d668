import os
from collections.abc import Callable
from pathlib import Path

import pytest

from scholargraph.errors import InputError
from scholargraph.model import Extraction, Match, Paper
from scholargraph.resolve import Resolution, read_overrides, resolve
from scholargraph.resolve.overrides import apply, parse_overrides
from scholargraph.vocab import Kind, Role

Make = Callable[..., tuple[Paper, Extraction]]
M, T = Kind.METHOD, Kind.TASK
CASES = Path(__file__).parent / "cases" / "overrides"


@pytest.fixture
def papers(make_paper: Make) -> list[tuple[Paper, Extraction]]:
    return [
        make_paper(
            "p1", ("Foo", M, Role.USES, ["Foo"]), ("Bar", M, Role.USES, ["Bar"])
        ),
        make_paper(
            "p2",
            ("Foo", M, Role.USES, ["Foo"]),
            ("sorting", T, Role.ADDRESSES, ["sorting"]),
        ),
        make_paper("p3", ("stable sorting", T, Role.ADDRESSES, ["stable sorting"])),
        make_paper("p4", ("sorting", T, Role.ADDRESSES, ["sorting"])),
    ]


def changed(papers: list[tuple[Paper, Extraction]], text: str) -> Resolution:
    return resolve(papers, overrides=parse_overrides(text))


def test_merge_makes_one_concept_of_several(
    papers: list[tuple[Paper, Extraction]],
) -> None:
    text = '[[merge]]\nconcepts = ["method/foo", "method/bar"]\nlabel = "FooBar"'
    resolution = changed(papers, text)
    concept = resolution.find("method/foo")
    assert (concept.label, concept.paper_count) == ("FooBar", 2)
    assert concept.aliases == ("Bar", "Foo")
    assert set(resolution.concept_ids("p1").values()) == {"method/foo"}
    assert "decided in overrides" in {
        item.reason for item in resolution.why("method/foo")
    }


def test_split_gives_some_papers_a_concept_of_their_own(
    papers: list[tuple[Paper, Extraction]],
) -> None:
    text = '[[split]]\nconcept = "method/foo"\npapers = ["p2"]\nlabel = "Foo (other)"'
    resolution = changed(papers, text)
    assert resolution.concept_ids("p2")["Foo"] == "method/foo-other"
    assert resolution.concept_ids("p1")["Foo"] == "method/foo"
    assert resolution.find("method/foo").paper_count == 1


def test_rename_keeps_the_id_and_the_old_label_as_an_alias(
    papers: list[tuple[Paper, Extraction]],
) -> None:
    resolution = changed(
        papers, '[[rename]]\nconcept = "method/foo"\nlabel = "Foo Net"'
    )
    concept = resolution.find("method/foo")
    assert (concept.label, concept.aliases) == ("Foo Net", ("Foo",))


def test_drop_leaves_a_concept_out_everywhere(
    papers: list[tuple[Paper, Extraction]],
) -> None:
    resolution = changed(papers, '[[drop]]\nconcept = "task/sorting"')
    assert "sorting" not in resolution.concept_ids("p2")
    assert resolution.find("task/stable-sorting").broader == ()


def test_retype_moves_a_concept_to_another_kind(
    papers: list[tuple[Paper, Extraction]],
) -> None:
    resolution = changed(
        papers, '[[retype]]\nconcept = "task/sorting"\nkind = "Method"'
    )
    assert resolution.find("method/sorting").kind is M
    assert resolution.concept_ids("p2")["sorting"] == "method/sorting"
    assert resolution.find("task/stable-sorting").broader == ()


def test_link_says_what_a_concept_is_elsewhere(
    papers: list[tuple[Paper, Extraction]],
) -> None:
    text = '[[link]]\nconcept = "method/foo"\nto = "https://e.org/foo"\nmatch = "close"'
    matches = changed(papers, text).find("method/foo").matches
    assert matches == (
        Match(
            "https://e.org/foo", exact=False, method="decided in overrides", score=1.0
        ),
    )


def test_without_overrides_the_concepts_are_what_they_were(
    papers: list[tuple[Paper, Extraction]],
) -> None:
    before = resolve(papers)
    changed(papers, '[[drop]]\nconcept = "task/sorting"')
    assert resolve(papers) == before
    assert apply(before, parse_overrides("")) == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[merge", "is no TOML"),
        ('[[fuse]]\nx = "y"', "nothing is done by 'fuse'; known: merge"),
        ('[merge]\nconcepts = ["a", "b"]', "merge is to be written [[merge]]"),
        ("merge = [1]", "merge 1: is no table"),
        ("[[merge]]\nlabel = 'x'", "merge 1: says no concepts"),
        ("[[merge]]\nconcepts = 'x'", "merge 1: concepts is no list of texts"),
        ("[[merge]]\nconcepts = [1, 2]", "holds something other than text"),
        ("[[drop]]\nconcept = 'method/foo'\nwhy = 'x'", "drop 1: has no field 'why'"),
        ("[[drop]]\nconcept = ''", "concept is no text"),
        (
            "[[drop]]\nconcept = 'method/fo'",
            "no concept 'method/fo'; known: method/foo",
        ),
        ("[[merge]]\nconcepts = ['method/foo']", "fewer than two"),
        ("[[merge]]\nconcepts = ['method/foo', 'task/sorting']", "several kinds"),
        (
            "[[retype]]\nconcept = 'method/foo'\nkind = 'Thing'",
            "no kind is named 'Thing'",
        ),
        (
            "[[link]]\nconcept = 'method/foo'\nto = 'https://e.org'\nmatch = 'near'",
            "no match is named",
        ),
        (
            "[[split]]\nconcept = 'method/foo'\npapers = ['p9']\nlabel = 'F'",
            "'p9' does not speak",
        ),
        (
            "[[split]]\nconcept = 'method/foo'\npapers = ['p1']\nlabel = 'Bar'",
            "method/bar is taken",
        ),
        (
            "# a note\n\n[[link]]\nconcept = 'method/foo'\nto = 'q:1'",
            "overrides.toml:3, link 1: to: 'q:1' is no http or https address",
        ),
        ("[[link]]\nconcept = 'method/foo'\nto = 'javascript:x'", "no http or https"),
        ("[[link]]\nconcept = 'method/foo'\nto = 'https://'", "no http or https"),
        ("[[link]]\nconcept = 'method/foo'\nto = 'http://[x'", "no http or https"),
        ("[[link]]\nconcept = 'method/foo'\nto = 'https://e.org/a b'", "no http"),
        ("[[link]]\nconcept = 'method/foo'\nto = 'https://e.org/>'", "no http"),
        ("[[rename]]\nconcept = 'method/foo'\nlabel = '  '", "1: label is no text"),
        ('[[rename]]\nconcept = "method/foo"\nlabel = "a\\nb"', "line break"),
        (
            "rename = [{concept = 'method/no', label = 'x'}]",
            "overrides.toml, rename 1: there is no concept",
        ),
    ],
)
def test_a_wrong_override_is_named_in_one_line(
    papers: list[tuple[Paper, Extraction]], text: str, message: str
) -> None:
    with pytest.raises(InputError) as caught:
        changed(papers, text)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_file_is_no_override_and_a_folder_is_refused(tmp_path: Path) -> None:
    assert read_overrides(tmp_path / "overrides.toml").decisions == ()
    with pytest.raises(InputError, match="cannot be read"):
        read_overrides(tmp_path)


def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "overrides.toml"
    os.mkfifo(path)
    with pytest.raises(InputError, match="is no file"):
        read_overrides(path)
    path.unlink()
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="cannot be read"):
        read_overrides(path)
    path.unlink()
    path.symlink_to(path)
    with pytest.raises(InputError, match=r"cannot be read: Too many [a-z ]+$"):
        read_overrides(path)


def test_a_file_of_an_editor_that_marks_utf_8_is_read(tmp_path: Path) -> None:
    path = tmp_path / "overrides.toml"
    path.write_text('\ufeff[[drop]]\nconcept = "method/foo"', "utf-8")
    assert [item.action for item in read_overrides(path).decisions] == ["drop"]
