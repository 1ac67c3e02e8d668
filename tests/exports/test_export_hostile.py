"""Text with all that breaks files: every format stays whole and loses no paper."""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scholargraph import exports
from scholargraph.exports.bibliography import balanced
from scholargraph.exports.parts import parts
from scholargraph.model import Concept, Corpus, Extraction, Paper, ResolvedPaper
from scholargraph.readers import read
from scholargraph.text import clean

# Markup, marks that formats give a meaning, controls, halves of surrogate pairs.
TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("{}\\\"'@,;=#%&<>|-\n\r\t\x00\x1c\x85\u2028\ud800\ufffe"),
    ),
    max_size=30,
)
WORDS = st.sampled_from(
    ["@article{", "}\n\n@book{x,", "ER  - ", "\nTY  - JOUR\n", "TI  - ", "<b>", "]]>"]
)
MIXED = st.lists(st.one_of(TEXT, WORDS), max_size=4).map("".join)


@dataclass(frozen=True)
class Listed:
    concepts: Sequence[Concept]
    resolved: Sequence[ResolvedPaper]

    def papers(self) -> Iterator[ResolvedPaper]:
        return iter(self.resolved)


@st.composite
def papers(draw: st.DrawFn) -> Corpus:
    found = []
    for number in range(2):
        paper = Paper(
            f"paper-{number}",
            f"Title {draw(MIXED)} {number}",
            draw(MIXED),
            date=draw(st.sampled_from([None, "2024", "2024-05", "2024-05-31"])),
            authors=tuple(draw(st.lists(MIXED, max_size=2))),
            venue=draw(MIXED) or None,
            categories=tuple(draw(st.lists(MIXED, max_size=2))),
            address=draw(MIXED) or None,
        )
        nothing = Extraction(paper.id, (), (), (), (), "test")
        found.append(ResolvedPaper(paper, nothing, {}))
    return Listed([], found)


def written(corpus: Corpus, format_name: str) -> bytes:
    stream = io.BytesIO()
    settings = exports.Settings(run="test")
    write = exports.FORMATS[format_name].writing(format_name, corpus, settings)
    for part in parts(corpus, 1):
        write(part, stream)
    return stream.getvalue()


@pytest.mark.parametrize("format_name", ["bibtex", "ris"])
@settings(max_examples=40)
@given(corpus=papers())
def test_a_bibliography_gives_each_paper_back(
    corpus: Corpus, format_name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / f"hostile.{format_name}"
    file.write_bytes(written(corpus, format_name))
    found = list(read(str(file), format_name=format_name))
    assert [type(record) for record in found] == [Paper, Paper]


FORMULAS = st.lists(
    st.sampled_from([*"&%#_^$<>=,;@ab ", "$x_i$", r"5\%", r"\&", "$$", "{and} ", "é"]),
    max_size=12,
).map("".join)


@settings(max_examples=100)
@given(title=FORMULAS, abstract=FORMULAS, name=FORMULAS)
def test_bibtex_gives_texts_back_as_they_were(
    title: str, abstract: str, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    name = clean(name.translate(dict.fromkeys(map(ord, "\\$^{},;")))) or "a"
    paper = Paper(
        "x", clean(f"A {title}"), clean(abstract), venue=f"A {name}", categories=(name,)
    )
    found = through_bibtex(paper, tmp_path_factory.getbasetemp())
    # Braces are taken off, but for those in formulas.
    assert without(found.title) == without(paper.title)
    assert without(found.abstract) == without(paper.abstract)
    assert found.venue == paper.venue
    assert found.categories == paper.categories


def without(text: str) -> str:
    return text.replace("{and}", "and")


def through_bibtex(paper: Paper, folder: Path) -> Paper:
    """Write a paper as BibTeX, and read it."""
    nothing = Extraction(paper.id, (), (), (), (), "test")
    file = folder / "texts.bib"
    file.write_bytes(written(Listed([], [ResolvedPaper(paper, nothing, {})]), "bibtex"))
    (found,) = read(str(file), format_name="bibtex")
    assert isinstance(found, Paper)
    return found


ENDS = ["C:\\", "a lone { and \\", "a lone } and \\", "x \\\\\\", "$a$ \\"]


@pytest.mark.parametrize("text", ENDS)
def test_a_backslash_at_the_end_of_a_text_ends_no_field(
    text: str, tmp_path: Path
) -> None:
    paper = Paper("x", text, text, venue=text, categories=(text, "cs.CL"))
    found = through_bibtex(paper, tmp_path)
    field = (tmp_path / "texts.bib").read_text("utf-8")
    assert field.count("\\textbackslash{}") == 4
    assert "\\}" not in field
    expected = balanced(text)
    assert found.title == found.abstract == found.categories[0] == expected
    assert found.venue is not None
    assert found.venue.endswith(text[-1])


NAMES = ("R&D^2 Team", "Snake_Case #1", "100% Team", "Ends in \\")


def test_names_of_authors_are_escaped_and_come_back(tmp_path: Path) -> None:
    found = through_bibtex(Paper("x", "A title", "", authors=NAMES), tmp_path)
    assert r"{R\&{}D\^{}2 Team} and {Snake\_{}Case" in (
        (tmp_path / "texts.bib").read_text("utf-8")
    )
    assert found.authors == NAMES


def test_an_address_is_written_as_it_is(tmp_path: Path) -> None:
    address = "https://example.org/~lab/a_b?c=1&d=50%25#part^1$"
    found = through_bibtex(Paper("x", "A title", "", address=address), tmp_path)
    assert f"url = {{{address}}}" in (tmp_path / "texts.bib").read_text("utf-8")
    assert found.address == address


@pytest.mark.parametrize("format_name", ["gexf", "graphml"])
@settings(max_examples=40)
@given(corpus=papers())
def test_a_network_is_xml_whatever_is_in_it(corpus: Corpus, format_name: str) -> None:
    reader = nx.read_gexf if format_name == "gexf" else nx.read_graphml
    assert len(reader(io.BytesIO(written(corpus, format_name)))) == 2


@settings(max_examples=40)
@given(corpus=papers())
def test_rows_for_neo4j_are_rows_whatever_is_in_them(corpus: Corpus) -> None:
    files: dict[str, io.BytesIO] = {}

    @contextmanager
    def open_(name: str) -> Iterator[IO[bytes]]:
        yield files.setdefault(name, io.BytesIO())

    opens: Callable[[str], AbstractContextManager[IO[bytes]]] = open_
    write = exports.FORMATS["neo4j"].writing("neo4j", corpus, exports.Settings())
    for part in parts(corpus, 1):
        write(part, opens)
    text = files["papers.csv"].getvalue().decode()
    # Outside of quotes: the header and a row a paper.
    outside = "".join(text.split('"')[::2])
    assert outside.count("\n") == 3
    assert {line.count(",") for line in outside.splitlines()} == {8}


def test_a_paper_is_not_changed_by_its_way_through_a_file(
    corpus: Corpus, tmp_path: Path
) -> None:
    first = next(iter(corpus.papers()))
    braces = r"Unbalanced { braces } and } more \{ of \} them \} at the end \\"
    paper = replace(first.paper, title="Plain title", abstract=braces)
    changed = Listed([], [replace(first, paper=paper)])
    for format_name, abstract in (
        ("ris", braces),
        (
            "bibtex",
            braces.replace("{ braces }", "braces")
            .replace("} more", r"\textbraceright{} more")
            .replace(r"\} at", r"\textbraceright{} at"),
        ),
    ):
        file = tmp_path / f"x.{format_name}"
        file.write_bytes(written(changed, format_name))
        (found,) = read(str(file), format_name=format_name)
        assert isinstance(found, Paper)
        assert found.abstract.split() == abstract.split()
