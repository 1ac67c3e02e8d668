"""Answers that are kept: the same, and only whole ones."""

import itertools
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

Server = Any  # the one of conftest.py, which no test can import
Serve = Callable[..., Server]
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
NUMBERS = itertools.count()


def fresh(text: str = "SELECT ?s { ?s a sg:Paper } ORDER BY ?s") -> str:
    return f"{text} # recall {next(NUMBERS)}"


def kept(server: Server) -> dict[str, int]:
    """Return the figures of the answers that a server keeps."""
    text = server.get("/metrics").text
    found = re.findall(r'kept_answers_([a-z]+)(?:{result="(\w+)"})? (\d+)', text)
    return {result or name: int(number) for name, result, number in found}


def test_the_same_question_gets_the_same_answer(server: Server) -> None:
    text = fresh()
    before = kept(server)
    first, second = server.query(text), server.query(text)
    after = kept(server)
    assert first.body == second.body
    assert first.headers["etag"] == second.headers["etag"]
    assert after["hits"] == before["hits"] + 1
    assert after["misses"] == before["misses"] + 1
    assert after["entries"] == before["entries"] + 1
    assert after["bytes"] > before["bytes"] + len(first.body)


def test_each_format_and_dataset_is_an_answer_of_its_own(
    server: Server, graphs: tuple[str, ...]
) -> None:
    path = "/sparql?query=" + quote(fresh("ASK { ?s a sg:Paper }"))
    asked = [
        server.get(path, accept)
        for accept in ("text/csv", "application/sparql-results+xml", "*/*")
    ]
    assert len({answer.headers["etag"] for answer in asked}) == 3
    assert len({answer.body for answer in asked}) == 3
    assert asked[2].json()["boolean"] is True
    elsewhere = server.get(f"{path}&default-graph-uri={quote(graphs[0])}")
    assert elsewhere.json()["boolean"] is False


def test_a_client_that_has_the_answer_is_told_that_it_holds(server: Server) -> None:
    path = "/sparql?query=" + quote(fresh())
    tag = server.get(path).headers["etag"]
    for given in (tag, f'"other", {tag}', tag.removeprefix("W/")):
        for method in ("GET", "HEAD"):
            answer = server.ask(method, path, If_None_Match=given)
            assert (answer.status, answer.body) == (304, b"")
            assert answer.headers["etag"] == tag
            assert answer.headers["vary"] == "Accept"
    assert server.get(path, If_None_Match='"other"').status == 200
    assert server.get(path, "text/csv", If_None_Match=tag).status == 200


def test_a_named_query_and_a_things_triples_are_kept_too(server: Server) -> None:
    for path in ("/queries/unlinked-concepts?least=1", "/concept/method/nasty.ttl"):
        first = server.get(path)
        before = kept(server)["hits"]
        assert server.get(path).body == first.body
        assert kept(server)["hits"] == before + 1
    assert server.get("/queries/unlinked-concepts?least=9").body != first.body


@pytest.mark.parametrize("call", ["RAND()", "UUID()", "STRUUID()", "NOW()", "rand()"])
def test_what_is_another_answer_each_time_is_asked_anew(
    server: Server, call: str
) -> None:
    text = f"SELECT ({call} AS ?x) {{}}"
    first, second = server.query(text), server.query(text)
    assert first.rows() != second.rows()
    assert "etag" not in first.headers


def test_a_large_answer_is_kept_whole(server: Server) -> None:
    text = fresh("SELECT * { ?s ?p ?o }")
    first = server.query(text)
    assert len(first.body) > 2**20
    before = kept(server)["hits"]
    second = server.query(text)
    assert kept(server)["hits"] == before + 1
    assert second.body == first.body
    assert second.headers["content-length"] == str(len(first.body))


def test_no_fault_is_kept(serve: Serve) -> None:
    server = serve("--timeout", "1")
    for text, status in (("SELECT", 400), (RUNAWAY, 503), (RUNAWAY, 503)):
        answer = server.query(text)
        assert answer.status == status
        assert "etag" not in answer.headers
    figures = kept(server)
    assert (figures["entries"], figures["hits"], figures["bytes"]) == (0, 0, 0)


def test_a_server_may_keep_nothing(serve: Serve) -> None:
    server = serve("--kept", "0")
    text = fresh()
    first, second = server.query(text), server.query(text)
    assert first.body == second.body
    assert "etag" not in first.headers
    assert kept(server) == {"hits": 0, "misses": 0, "entries": 0, "bytes": 0}
