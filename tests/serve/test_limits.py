"""What a server spends: time, rows, bytes, memory, processes; and who gets how much."""

import contextlib
import http.client
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from scholargraph import store, vocab

Server = Any  # the one of conftest.py, which no test can import
Serve = Callable[..., Server]
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
SIMPLE = "SELECT ?s { ?s a sg:Paper } LIMIT 1"
ALL = "SELECT * { ?s ?p ?o }"
LIMIT = 4
NUMBERS = itertools.count()
OWN = os.getpriority(os.PRIO_PROCESS, 0)


def in_threads(number: int, work: Callable[[], Any]) -> list[threading.Thread]:
    threads = [threading.Thread(target=work) for _ in range(number)]
    for thread in threads:
        thread.start()
    return threads


def fresh(text: str) -> str:
    """Return a query that has not been answered before, so that a worker answers it."""
    return f"{text} # {next(NUMBERS)}"


def until(true: Callable[[], bool], seconds: float = 300) -> None:
    """Wait until something is true; fail where it never is."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def test_a_runaway_ends_with_a_reason_and_others_are_answered(serve: Serve) -> None:
    server = serve("--timeout", str(LIMIT))
    ended: list[Any] = []

    def burn() -> None:
        ended.append(server.query(RUNAWAY))

    threads = in_threads(4, burn)
    statuses = []
    while any(thread.is_alive() for thread in threads):
        answer = server.query(fresh(SIMPLE))
        statuses.append(answer.status)
        assert answer.status == 503 or len(answer.rows()) == 1
    assert 200 in statuses
    assert len(ended) == 4
    for answer in ended:
        assert answer.status == 503
        assert f"time limit of {LIMIT} s" in answer.text
    until(lambda: not burning(server))


def test_a_worker_is_made_without_the_web() -> None:
    code = "import sys, scholargraph.serve.nursery; print(*sys.modules)"
    made = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert {"starlette", "uvicorn", "jinja2"}.isdisjoint(made.stdout.split())


def burning(server: Server) -> list[int]:
    """Return the workers that have given way, as long queries' do."""
    found = []
    for pid in server.workers():
        try:
            if os.getpriority(os.PRIO_PROCESS, pid) > OWN:
                found.append(pid)
        except ProcessLookupError:
            continue
    return found


def test_a_client_that_goes_away_ends_its_query(serve: Serve) -> None:
    server = serve("--timeout", "1000")
    body = RUNAWAY.encode()
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: "
            b"application/sparql-query\r\nContent-Length: %d\r\n\r\n%s"
            % (len(body), body)
        )
        until(lambda: bool(burning(server)))
    until(lambda: not burning(server))
    # Nor is a process left when the server is told to stop in the middle of queries.
    stops(server, signal.SIGINT)


def stops(server: Server, number: int) -> None:
    threads = in_threads(3, lambda: ended_early(server))
    until(lambda: bool(burning(server)))
    processes = server.processes()
    assert len(processes) >= 4
    assert server.stop(number) == 0
    for thread in threads:
        thread.join()
    until(lambda: not any(map(alive, processes)))


def ended_early(server: Server) -> None:
    try:
        assert server.query(RUNAWAY).status == 503
    except (OSError, http.client.HTTPException):
        return


def test_a_worker_that_dies_is_told_of_and_replaced(serve: Serve) -> None:
    server = serve("--memory", "64", "--timeout", "1000")
    answer = server.query(HUNGRY)
    assert answer.status == 503
    assert "memory" in answer.text
    until(lambda: len(server.workers()) >= 3)
    for pid in server.workers():
        with contextlib.suppress(ProcessLookupError):  # it was replaced meanwhile
            os.kill(pid, signal.SIGKILL)
    until(lambda: server.query(fresh(SIMPLE)).status == 200)
    until(lambda: server.get("/search.json?q=a").status == 200)
    (nursery,) = server.nurseries()
    os.kill(nursery, signal.SIGKILL)
    until(lambda: server.query(fresh(SIMPLE)).status == 200)
    # Nor is a process left when the server itself is killed.
    processes = server.processes()
    server.stop(signal.SIGKILL)
    until(lambda: not any(map(alive, processes)))


def test_a_query_that_is_too_deep_or_long_ends_no_server(server: Server) -> None:
    deep = server.query("ASK " + "{" * 40_000 + "}" * 40_000)
    assert deep.status in {400, 503}
    assert server.query("ASK { # " + "a" * 200_000 + "\n}").status == 413
    slow = server.query("SELECT * { ?s ?p ?o FILTER(" + "a." * 3_000 + ") }")
    assert slow.status in {400, 503}
    assert server.query(fresh(SIMPLE)).status == 200


@pytest.mark.parametrize("type_", ["application/json", "text/csv", "text/turtle"])
def test_a_large_result_arrives_whole(server: Server, type_: str) -> None:
    text = "CONSTRUCT WHERE { ?s ?p ?o }" if "turtle" in type_ else ALL
    small = server.query(ALL.replace("*", "(COUNT(*) AS ?n)")).rows()[0][0]
    answer = server.query(text, type_)
    assert answer.status == 200
    assert len(answer.body) == int(answer.headers["content-length"])
    assert len(answer.body) > (2**18 if "turtle" in type_ else 2**20)
    if type_ == "application/json":
        assert len(answer.rows()) == int(small)


def test_no_file_or_process_is_left_and_each_request_is_logged(
    serve: Serve, tmp_path: Path
) -> None:
    server = serve("--access-log", "--timeout", "1000", scratch=tmp_path)
    assert len(server.query(ALL, User_Agent="a\tb").body) > 2**20
    (scratch,) = tmp_path.iterdir()
    assert list(scratch.iterdir()) == []
    server.get("/health?a=%0a%22")
    stops(server, signal.SIGTERM)
    assert server.process.stderr.read() == ""
    assert list(tmp_path.iterdir()) == []
    # A line is written after its answer: the next request's may be there before it.
    lines = list(map(json.loads, server.process.stdout))
    (first,) = (line for line in lines if line["agent"] == "a\tb")
    assert (first["path"], first["status"]) == ("/sparql", 200)
    assert first["client"] == "127.0.0.1"
    (second,) = (line for line in lines if line["path"] == "/health")
    assert second["query"] == "a=%0a%22"


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2][:3]
    except OSError:
        return False


def test_a_new_publish_is_shown_without_a_restart(serve: Serve, tmp_path: Path) -> None:
    folder = tmp_path / "kg"
    for number in (1, 2):
        publish(folder, number)
    link(folder, 1)
    server = serve(folder=folder)
    ask = "SELECT ?label { ?s rdfs:label ?label }"
    before = server.query(ask)
    assert before.rows() == [["number 1"]]
    assert "number 1" in server.get("/search?q=number").text
    link(folder, 2)
    until(lambda: bool(server.query(ask).rows() == [["number 2"]]))
    # What was kept is dropped, and its tag holds no more.
    tag = before.headers["etag"]
    asked = server.get("/sparql?query=" + quote(ask), If_None_Match=tag)
    assert (asked.status, asked.rows()) == (200, [["number 2"]])
    until(lambda: "number 2" in server.get("/search?q=number").text)
    page = server.get("/concept/method/it.html").text
    assert "number 2" in page
    # What shows nothing changes nothing.
    (folder / "store").unlink()
    (folder / "store").symlink_to("nowhere")
    time.sleep(1)
    assert server.query(ask).rows() == [["number 2"]]
    until(lambda: len(server.workers()) == len(set(server.workers())) <= 7)


def publish(folder: Path, number: int) -> None:
    place = folder / str(number)
    place.mkdir(parents=True)
    it = NamedNode(vocab.BASE + "concept/method/it")
    rdfs = "http://www.w3.org/2000/01/rdf-schema#label"
    type_ = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    quads = [
        Quad(it, NamedNode(rdfs), Literal(f"number {number}")),
        Quad(it, NamedNode(type_), NamedNode(vocab.SG + "Method")),
    ]
    store.build(quads, place)


def link(folder: Path, number: int) -> None:
    beside = folder / "new"
    beside.symlink_to(str(number))
    beside.replace(folder / "store")


def test_what_is_no_graph_folder_is_said_in_a_line(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        command = [sys.executable, "-m", "scholargraph", "serve", str(folder)]
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        assert found.returncode == 1
        assert found.stderr.count("\n") == 1
        assert "no graph folder" in found.stderr


def test_a_taken_port_is_said_in_a_line(server: Server) -> None:
    command = [sys.executable, "-m", "scholargraph", "serve", str(server.folder)]
    command += ["--port", str(server.port)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 1
    assert found.stderr == f"127.0.0.1:{server.port}: Address already in use\n"


def test_the_store_is_not_written(server: Server) -> None:
    before = {p.name: p.stat().st_mtime_ns for p in (server.folder / "store").iterdir()}
    assert server.query(fresh(SIMPLE)).status == 200
    server.query("CLEAR ALL")
    after = {p.name: p.stat().st_mtime_ns for p in (server.folder / "store").iterdir()}
    assert after == before
    assert len(Store.read_only(str(server.folder / "store"))) > 1000
