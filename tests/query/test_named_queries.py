"""Each named query has an expected answer, the same in Oxigraph and in rdflib."""

import csv
import io
import os
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Store
from rdflib.plugins.sparql.processor import prepareQuery

from scholargraph import query
from scholargraph.query.bindings import to_terms

HERE = Path(__file__).parent


def cases() -> list[tuple[str, str, dict[str, str]]]:
    found = []
    for line in (HERE / "cases/questions.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        case, _, values = line.partition("|")
        pairs = [pair.partition("=") for pair in values.split(";") if pair.strip()]
        given = {name.strip(): value.strip() for name, _, value in pairs}
        found.append((case.strip().replace(" ", "-"), case.split()[0], given))
    return found


def csv_of(answer: query.Answer) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(answer.variables)
    writer.writerows(answer.values())
    return stream.getvalue()


@pytest.mark.parametrize(("case", "name", "given"), cases())
def test_named_query_gives_its_expected_answer(
    store: Store, case: str, name: str, given: dict[str, str]
) -> None:
    found = csv_of(query.run(store, name, given))
    file = HERE / "answers" / f"{case}.csv"
    if "UPDATE_GOLDEN" in os.environ:
        file.write_text(found, "utf-8")
    assert found == file.read_text("utf-8")
    assert len(found.splitlines()) > 1, "an empty answer shows nothing"


@pytest.mark.parametrize(("name", "given"), [case[1:] for case in cases()])
def test_values_as_told_ask_for_the_same(
    store: Store, name: str, given: dict[str, str]
) -> None:
    told = query.as_told(query.find(name), given)
    assert query.run(store, name, told).rows == query.run(store, name, given).rows
    assert query.as_told(query.find(name), told) == told


@pytest.mark.parametrize(("name", "given"), [case[1:] for case in cases()])
def test_rdflib_gives_the_same_rows(
    store: Store, rdflib_graph: rdflib.Graph, name: str, given: dict[str, str]
) -> None:
    named = query.find(name)
    answer = query.run(store, name, given)
    bound = to_terms(named, given, store)
    terms = {v.value: to_rdflib(term) for v, term in bound.items()}
    result = rdflib_graph.query(prepareQuery(named.text), initBindings=terms)
    rows = [
        tuple(plain(binding.get(rdflib.Variable(v))) for v in answer.variables)
        for binding in result.bindings
    ]
    expected = [tuple(plain(value) for value in row) for row in answer.values()]
    assert sorted(rows, key=str) == sorted(expected, key=str)


def to_rdflib(term: NamedNode | Literal) -> rdflib.term.Identifier:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    type_ = term.datatype.value
    if type_.endswith("#string"):  # rdflib tells a plain literal from one typed so
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(type_))


def plain(value: object) -> object:
    python = value.toPython() if isinstance(value, rdflib.Literal) else value
    if python is None or isinstance(python, bool):
        return python
    if isinstance(python, int | Decimal):
        return f"{Decimal(python).normalize():f}"
    return str(value)


def test_each_named_query_has_a_case() -> None:
    assert {name for _, name, _ in cases()} == {q.name for q in query.queries()}


@pytest.mark.parametrize("named", query.queries(), ids=lambda q: q.name)
def test_named_query_says_what_it_is_for(named: query.NamedQuery) -> None:
    assert named.title
    assert named.question.endswith("?")
    assert all(parameter.description for parameter in named.parameters)
    assert all(f"?{p.name}" in named.text for p in named.parameters)
