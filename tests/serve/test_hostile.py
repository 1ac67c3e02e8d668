"""Requests that mean no good: none is answered with 500, a traceback, or a secret."""

import re
import socket
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PATIENCE = 300  # seconds, for a machine that is busy with other things
Server = Any  # the one of conftest.py, which no test can import


def raw(server: Server, data: bytes) -> bytes:
    """Return all that a server says to some bytes until it ends."""
    found = b""
    with connected(server) as client:
        try:
            client.sendall(data)
            while piece := client.recv(65536):
                found += piece
        except ConnectionError:
            pass
    return found


def connected(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)


def head(line: str, *headers: str) -> bytes:
    return "\r\n".join([line, "Host: x", "Connection: close", *headers, "", ""]).encode(
        "latin-1"
    )


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/static/....//app.py",
        "/static//etc/passwd",
        "/static/",
        "/static/%00",
        "/paper/../../../../etc/passwd",
        "/concept/%2e%2e/%2e%2e/etc/passwd.ttl",
        "//etc/passwd",
        "/.git/config",
    ],
)
def test_no_path_leads_out(server: Server, path: str) -> None:
    answer = raw(server, head(f"GET {path} HTTP/1.1"))
    assert re.match(rb"HTTP/1\.1 40[0-5] ", answer)
    assert b"root:" not in answer
    assert b"import " not in answer


@pytest.mark.parametrize(
    "path",
    [
        "/paper/a%0d%0aX-Evil:%201",
        "/concept/method/nasty%0d%0aSet-Cookie:%20a=b",
        "/search?q=%0d%0aX-Evil:1",
        "/ontology%0d%0aX-Evil:1",
        "/queries/adoption%0d%0aX-Evil:1",
    ],
)
def test_no_header_is_put_in(server: Server, path: str) -> None:
    answer = raw(server, head(f"GET {path} HTTP/1.1", "Accept: text/html"))
    headers = answer.partition(b"\r\n\r\n")[0].lower()
    assert b"\r\nx-evil" not in headers
    assert b"\r\nset-cookie" not in headers


def test_a_redirect_ignores_who_the_client_says_the_host_is(server: Server) -> None:
    answer = server.get(
        "/concept/method/nasty",
        "text/turtle",
        X_Forwarded_Host="evil.example",
        X_Forwarded_Proto="https",
        X_Forwarded_For="10.0.0.1",
        Forwarded="host=evil.example",
    )
    assert answer.headers["location"] == "/concept/method/nasty.ttl"
    request = "GET /concept/method/nasty HTTP/1.1\r\nHost: evil.example\r\n"
    assert b"evil" not in raw(server, f"{request}Connection: close\r\n\r\n".encode())


@pytest.mark.parametrize(
    "host", ['x"y', "<script>", "a b", "", "x\\y", "ü", "[::1", "%zz", "a" * 5000]
)
def test_any_host_may_be_given_to_the_description(server: Server, host: str) -> None:
    request = f"GET /sparql HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    answer = raw(server, request.encode("utf-8"))
    assert re.match(rb"HTTP/1\.1 (200|400) ", answer)


def test_a_huge_body_is_not_read(server: Server) -> None:
    declared = head(
        "POST /sparql HTTP/1.1",
        "Content-Type: application/sparql-query",
        "Content-Length: 99999999999",
    )
    assert b" 413 " in raw(server, declared)[:20]
    chunked = head(
        "POST /sparql HTTP/1.1",
        "Content-Type: application/sparql-query",
        "Transfer-Encoding: chunked",
    )
    piece = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    assert b" 413 " in raw(server, chunked + piece * 3 + b"0\r\n\r\n")[:20]


@pytest.mark.parametrize(
    "data",
    [
        b"\0\1\2\3\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
        b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: x\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: a\0b\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_no_http_gets_400(server: Server, data: bytes) -> None:
    assert re.match(rb"HTTP/1\.1 4\d\d ", raw(server, data))
    assert server.get("/health").status == 200


@pytest.mark.parametrize("start", [b"GET / HTTP/1.1\r\nHost: x\r\nA: ", b"GET /"])
def test_a_head_without_end_is_cut_off(server: Server, start: bytes) -> None:
    # The server stops reading, so its answer may be lost in the reset that follows.
    answer = raw(server, start + b"a" * 2_000_000)
    assert not answer or re.match(rb"HTTP/1\.1 4\d\d ", answer)
    assert server.get("/health").status == 200


def test_a_client_that_dawdles_is_dropped(serve: Any) -> None:
    server = serve("--patience", "2")
    with connected(server) as silent:
        assert dropped(silent)
    with connected(server) as slow:
        assert dropped(slow, b"GET / HT")
    # This test may itself be held up for so long that it is dropped before.
    answers = (raw(server, DAWDLING)[:20] for _ in range(20))
    assert any(b" 408 " in answer for answer in answers)


DAWDLING = (
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n"
    b"Content-Type: application/sparql-query\r\n\r\nASK"
)


def dropped(client: socket.socket, data: bytes = b"") -> bool:
    try:
        client.sendall(data)
        return client.recv(4096) == b""
    except ConnectionError:
        return True


def test_what_fails_shows_no_traceback(server: Server) -> None:
    for text in ("SELECT", "SELECT * { BIND(1/0 AS ?x) } GROUP BY", "\ufeffASK {}"):
        answer = server.query(text)
        assert answer.status in {200, 400}
        assert "Traceback" not in answer.text
        assert ".py" not in answer.text
        assert "\n" not in answer.text.rstrip("\n")


NAMES = st.sampled_from(
    ["query", "update", "default-graph-uri", "named-graph-uri", "q", "page", "x"]
)
TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "ASK {}",
            "SELECT * { ?s ?p ?o } LIMIT 2",
            "DESCRIBE ?s { ?s a sg:Paper } LIMIT 1",
            "CONSTRUCT { [] <a:p> ?o } { ?s ?p ?o } LIMIT 2",
            "SELECT (GROUP_CONCAT(?o) AS ?x) { ?s ?p ?o }",
            "http://example.org/g",
            "file:///etc/passwd",
            "SELECT * FROM <http://a/> { SERVICE <http://127.0.0.1:1> { ?s ?p ?o } }",
        ]
    ),
)
PATHS = st.sampled_from(
    [
        *("/sparql", "/search", "/search.json", "/browse/tasks", "/queries/adoption"),
        *("/", "/paper/x.ttl", "/concept/method/nasty", "/result/é", "/ontology.rdf"),
        *("/metrics", "/health", "/leaderboards", "/static/style.css"),
    ]
)
ACCEPTS = st.one_of(
    st.sampled_from(["*/*", "text/html", "text/csv", "application/rdf+xml", "a/b;q=2"]),
    st.text("abc/*;q=.,01 +", max_size=20),
)
TYPES = st.sampled_from(
    ["application/sparql-query", "application/x-www-form-urlencoded", "text/plain", "x"]
)


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    method=st.sampled_from(["GET", "GET", "POST", "HEAD", "OPTIONS", "PUT"]),
    path=PATHS,
    pairs=st.lists(st.tuples(NAMES, TEXTS), max_size=3),
    accept=ACCEPTS,
    type_=TYPES,
    body=st.one_of(
        TEXTS.map(lambda t: t.encode("utf-8", "replace")), st.binary(max_size=40)
    ),
)
def test_no_request_is_answered_with_500(  # noqa: PLR0917 - hypothesis gives them by name
    server: Server,
    method: str,
    path: str,
    pairs: Any,
    accept: str,
    type_: str,
    body: bytes,
) -> None:
    from urllib.parse import quote, urlencode

    query = urlencode(pairs, errors="replace")
    address = quote(path) + (f"?{query}" if query else "")
    sent = body if method in {"POST", "PUT"} else None
    answer = server.ask(method, address, sent, Accept=accept, Content_Type=type_)
    assert answer.status < 500 or answer.status == 503  # a busy machine's
    assert b"Traceback" not in answer.body
