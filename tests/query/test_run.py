"""What a query may hold, what is refused, and how parameters are bound."""

import io
import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, Quad, Store
from rdflib import Graph

from scholargraph import query
from scholargraph.errors import QueryError, UnknownNameError
from scholargraph.knowledge_graph import open_graph
from scholargraph.rdf import terms

HERE = Path(__file__).parent
HOSTILE = "\"; } DROP ALL # \\ \n <http://x/> ?s ' "


def lines(name: str) -> list[str]:
    text = (HERE / "cases" / name).read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def written(answer: query.Answer, format_name: str) -> str:
    stream = io.BytesIO()
    query.write(answer, stream, format_name)
    return stream.getvalue().decode()


@pytest.mark.parametrize("text", lines("refused.txt"))
def test_query_that_reaches_out_or_changes_is_refused(store: Store, text: str) -> None:
    with pytest.raises(QueryError, match="is refused"):
        query.run(store, text)


@pytest.mark.parametrize("text", lines("allowed.txt"))
def test_query_that_only_looks_like_it_is_answered(store: Store, text: str) -> None:
    assert query.run(store, text).form == "rows"


@settings(deadline=None)
@given(st.text())
def test_any_text_is_answered_or_refused_in_one_line(store: Store, text: str) -> None:
    try:
        query.run(store, text)
        said = ""
    except (QueryError, UnknownNameError) as error:
        said = str(error)
    assert "\n" not in said


def test_malformed_query_says_where(store: Store) -> None:
    with pytest.raises(QueryError, match=r"query: is not SPARQL 1\.1: .*1:"):
        query.run(store, "SELECT ?s WHERE { ?s ?p }")


def test_usual_prefixes_need_no_declaration(store: Store) -> None:
    answer = query.run(store, "SELECT ?l { method:fracal skos:prefLabel ?l }")
    assert list(answer.values()) == [("FRACAL",)]


@pytest.mark.parametrize(
    "name", ["fracal", "FRACAL", "  FrActal   calibration", "method/fracal"]
)
def test_any_name_of_a_method_finds_its_papers(store: Store, name: str) -> None:
    expected = query.run(store, "papers-using-method", {"method": "FRACAL"})
    assert len(expected) == 3
    assert query.run(store, "papers-using-method", {"method": name}) == expected


def test_address_of_a_concept_stands_for_it(store: Store) -> None:
    address = "https://w3id.org/scholargraph/concept/method/fracal"
    assert len(query.run(store, "papers-using-method", {"method": address})) == 3


def test_name_that_matches_nothing_says_what_comes_close(store: Store) -> None:
    with pytest.raises(QueryError) as caught:
        query.run(store, "papers-using-method", {"method": "FRACLA"})
    assert str(caught.value) == ("method: no method is named 'FRACLA'; close: FRACAL")


def test_name_of_another_kind_is_said_to_be_of_it(store: Store) -> None:
    with pytest.raises(QueryError, match="no method is named 'LVIS', but a dataset is"):
        query.run(store, "papers-using-method", {"method": "LVIS"})


@pytest.mark.parametrize(
    ("name", "given_", "message"),
    [
        ("papers-using-method", {}, "the parameter 'method' is missing"),
        ("adoption", {"last": "2"}, "has no parameter 'last'; known: least"),
        ("adoption", {"least": "two"}, "least=two: is no whole number"),
        ("low-confidence", {"below": "half"}, "below=half: is no number"),
        ("low-confidence", {"below": "NaN"}, "is no number of at most 18 digits"),
        ("low-confidence", {"below": "1e999"}, "is no number of at most 18 digits"),
        ("trending", {"earlier": "May", "later": "2025"}, "is no period such as 2024"),
    ],
)
def test_wrong_value_is_named(
    store: Store, name: str, given_: dict[str, str], message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        query.run(store, name, given_)


def test_unknown_query_says_which_are_known(store: Store) -> None:
    with pytest.raises(UnknownNameError, match=r"known: adoption, .*, who-introduced"):
        query.run(store, "papers-using")


def test_hostile_value_is_a_value(tmp_path: Path) -> None:
    memory = Store()
    memory.add(Quad(terms.Sg.Paper, terms.LABEL, Literal(HOSTILE)))
    file = tmp_path / "mine.rq"
    file.write_text("# parameter name: text\nSELECT ?s ?name { ?s rdfs:label ?name }")
    found = query.run(memory, file, {"name": HOSTILE})
    assert found.variables == ("s",)
    assert found.rows == ((terms.Sg.Paper,),)
    assert len(query.run(memory, file, {"name": HOSTILE + "x"})) == 0


@settings(deadline=None)
@given(st.text())
def test_any_name_is_found_or_not_found(store: Store, name: str) -> None:
    try:
        said = f"{len(query.run(store, 'who-introduced', {'concept': name}))} found"
    except QueryError as error:
        said = str(error)
    assert re.search("no concept is named|[01] found", said)


def test_file_that_is_not_there_is_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="cannot be read"):
        query.run(store, tmp_path / "missing.rq")


def test_parameter_that_is_not_selected_is_explained(store: Store) -> None:
    with pytest.raises(QueryError, match="in its SELECT projection"):
        query.run(store, "SELECT ?s { ?s rdfs:label ?l }", {"l": "FRACAL"})


def test_rows_can_be_read_as_json_csv_tsv_and_xml(store: Store) -> None:
    answer = query.run(
        store, "SELECT ?l ?n ?none { method:fracal rdfs:label ?l ; sg:paperCount ?n }"
    )
    row = json.loads(written(answer, "json"))["results"]["bindings"][0]
    assert row["l"] == {"type": "literal", "value": "FRACAL"}
    assert row["n"]["datatype"].endswith("#integer")
    assert written(answer, "csv") == "l,n,none\r\nFRACAL,4,\r\n"
    assert written(answer, "tsv") == '?l\t?n\t?none\n"FRACAL"\t4\t\n'
    assert "<literal>FRACAL</literal>" in written(answer, "xml")


def test_truth_has_its_own_form(store: Store) -> None:
    answer = query.run(store, "ASK { method:fracal a sg:Method }")
    assert list(answer.values()) == [(True,)]
    assert json.loads(written(answer, "json"))["boolean"] is True
    assert "true" in written(answer, "table")
    assert written(answer, "csv") == "true\n"


@pytest.mark.parametrize("format_name", ["csv", "json", "tsv", "xml", "table"])
@pytest.mark.parametrize("text", ["ASK {}", "SELECT (1 AS ?n) {}"])
def test_an_answer_ends_with_a_line_break(
    store: Store, text: str, format_name: str
) -> None:
    assert written(query.run(store, text), format_name).endswith("\n")


def test_an_engines_long_message_is_cut(store: Store) -> None:
    with pytest.raises(QueryError) as caught:
        query.run(store, "SELECT * { ?s ?p ?o FILTER(" + "a." * 500)
    assert len(str(caught.value)) < 500


def test_a_named_query_is_answered_from_memory_the_second_time(
    folder_of_papers: Path,
) -> None:
    with open_graph(folder_of_papers) as graph:
        first = graph.query("low-confidence", below=1)
        assert len(first) > 0
        assert graph.query("low-confidence", below=1) is first
        again = graph.query("low-confidence", below="1")
        assert again is not first
        assert again.answer == first.answer
        text = "SELECT (RAND() AS ?r) {}"
        assert list(graph.query(text)) != list(graph.query(text))


# rdflib's own JSON-LD parser makes one.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("format_name", query.GRAPH_FORMATS)
def test_graph_can_be_written_as_rdf(store: Store, format_name: str) -> None:
    answer = query.run(store, "CONSTRUCT { ?s rdfs:label ?l } { ?s skos:prefLabel ?l }")
    names = {"ntriples": "nt", "turtle": "turtle", "jsonld": "json-ld", "rdfxml": "xml"}
    graph = Graph().parse(data=written(answer, format_name), format=names[format_name])
    assert len(graph) == len(answer)


def test_format_for_another_sort_of_answer_is_refused(store: Store) -> None:
    rows = query.run(store, "SELECT ?s { ?s a sg:Paper }")
    with pytest.raises(QueryError, match="holds graphs; these are rows; known: table"):
        written(rows, "turtle")
    graph = query.run(store, "CONSTRUCT WHERE { ?s a sg:Paper }")
    with pytest.raises(QueryError, match="csv: holds no graph"):
        written(graph, "csv")
    with pytest.raises(UnknownNameError, match="none is named 'xlsx'"):
        written(rows, "xlsx")


def test_table_keeps_what_looks_like_markup(store: Store) -> None:
    answer = query.run(store, 'SELECT ?x { VALUES ?x { "[bold]a[/bold]" } }')
    assert "[bold]a[/bold]" in written(answer, "table")


def test_an_answer_that_is_cut_says_which_rows_it_has() -> None:
    cut = {item.name: item for item in query.queries() if item.rows}
    assert "papers-using-method" in cut
    # Each file that cuts its answer says so in its head, with the same number.
    limits = {
        item.name: int(limit[1])
        for item in query.queries()
        if (limit := re.search(r"LIMIT (\d+)", item.text))
    }
    assert set(limits) == set(cut)
    for name, most in limits.items():
        assert cut[name].is_cut(rows(cut[name], range(most)))
        assert not cut[name].is_cut(rows(cut[name], range(most - 1)))


def test_where_names_are_limited_their_rows_may_be_more() -> None:
    named = query.find("ambiguous-abbreviations")
    assert f"?{named.limited} " in named.text
    assert not named.is_cut(rows(named, [*range(99)] * 3))
    assert named.is_cut(rows(named, [*range(100)] * 3))


def rows(named: query.NamedQuery, numbers: Iterable[int]) -> query.Answer:
    """Return an answer with a row for each number."""
    variable = named.limited or "x"
    return query.Answer(
        "rows", (variable,), tuple((Literal(number),) for number in numbers)
    )
