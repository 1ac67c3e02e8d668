"""
Send a running server requests of all sorts, and count what it answers.

``python benchmarks/serve_fuzz.py http://127.0.0.1:8000 --requests 20000``

The requests are made from a seed, so that what fails can be sent again: methods,
addresses, headers and bodies that are right, nearly right, and no HTTP at all. Ends
with status 1 where an answer is 500 or shows a traceback, and says to which request.
"""

import argparse
import asyncio
import random
import re
import sys
from collections import Counter
from urllib.parse import quote, urlsplit

METHODS = ("GET", "GET", "GET", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "X")
PATHS = (
    *("/sparql", "/sparql", "/sparql", "/sparql/", "/search", "/search.json", "/"),
    *("/queries", "/queries/adoption", "/queries/who-introduced", "/queries/none"),
    *("/browse/methods", "/browse/papers", "/browse/x", "/leaderboards", "/ontology"),
    *("/paper/x", "/paper/x.ttl", "/concept/method/x.html", "/result/é", "/static/x"),
    *("/static/../../etc/passwd", "/static/style.css", "/health", "/metrics", "/%00"),
)
NAMES = ("query", "query", "query", "default-graph-uri", "named-graph-uri", "update")
OTHER_NAMES = ("q", "page", "concept", "least", "x", "")
WORDS = (
    *("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "{", "}", "(", ")", "*", "."),
    *("?s", "?p", "?o", "<a:b>", '"x"', "'y'@en", "1", "1e9", ";", ",", "OPTIONAL"),
    *("UNION", "FILTER", "BIND", "AS", "VALUES", "GROUP BY", "ORDER BY", "LIMIT 3"),
    *(
        "SERVICE",
        "FROM",
        "<file:///etc/passwd>",
        "sg:Paper",
        "a",
        "rdfs:label",
        "COUNT",
    ),
    *("(", "?s", "+", "/", "^", "|", "!", "EXISTS", "MINUS", "GRAPH", "#", "\n", "\\"),
    *(
        "INSERT",
        "DELETE",
        "LOAD",
        "PREFIX x:",
        "BASE",
        "_:b",
        "[]",
        "<<",
        ">>",
        "NOW()",
    ),
)
QUERIES = (
    "ASK {}",
    "SELECT * { ?s ?p ?o } LIMIT 5",
    "SELECT ?s { ?s a sg:Paper } LIMIT 3",
    "CONSTRUCT WHERE { ?s a sg:Paper } LIMIT 3",
    "DESCRIBE ?s { ?s a sg:Paper } LIMIT 1",
    "SELECT (COUNT(*) AS ?n) { ?s a sg:Paper }",
)
TYPES = (
    *("application/sparql-query", "application/x-www-form-urlencoded", "text/plain"),
    *("application/sparql-update", "application/sparql-query; charset=utf-16", "", ";"),
)
ACCEPTS = (
    *("*/*", "text/html", "text/csv", "application/sparql-results+xml", "text/turtle"),
    *("image/png", "", "a/b;q=2", ",;q=,", "application/ld+json;q=0.1", "*/*;q=0"),
)
HEADERS = (
    *("X-Forwarded-For: 1.2.3.4", "If-None-Match: *", 'If-None-Match: W/"x"'),
    *("Range: bytes=0-1", "Expect: 100-continue", "Origin: null", "Cookie: a=b"),
    *("Accept-Encoding: gzip", "Host: evil.example", "Upgrade: h2c", "X: \x7f"),
)
FLAWS = ("",) * 20 + ("%zz&%ff=%",)
PATIENCE = 120
FAULT = re.compile(rb"HTTP/1\.[01] 500|Traceback \(most recent")


def text(chosen: random.Random) -> str:
    """Return a query or something like one."""
    match chosen.choice(("right", "right", "words", "mistake", "mistake", "any")):
        case "right":
            return chosen.choice(QUERIES)
        case "words":
            return " ".join(chosen.choices(WORDS, k=chosen.randint(1, 30)))
        case "mistake":
            right = chosen.choice(QUERIES)
            at = chosen.randrange(len(right))
            rest = right[at + chosen.randint(0, 3) :]
            return right[:at] + chosen.choice(WORDS) + rest
        case _:
            points = (chosen.randrange(1, 0xD7FF) for _ in range(chosen.randint(1, 40)))
            return "".join(map(chr, points))


def fields(chosen: random.Random) -> str:
    """Return fields as a form or an address has them."""
    names = chosen.choices(NAMES + OTHER_NAMES, k=chosen.randint(0, 3))
    pairs = ((name, text(chosen)) for name in names)
    found = "&".join(f"{name}={quote(value)}" for name, value in pairs)
    return found + chosen.choice(FLAWS)


def request(number: int) -> bytes:
    """Return the request of that number."""
    chosen = random.Random(number)  # noqa: S311 - no secret
    if not chosen.randrange(50):
        return chosen.randbytes(chosen.randint(1, 200)) + b"\r\n\r\n"
    path = quote(chosen.choice(PATHS), safe="/.%")
    method = chosen.choice(METHODS if "sparql" in path else ("GET", *METHODS[:6]))
    query = chosen.choice((fields, fields, lambda _: ""))(chosen)
    body = b""
    if method in {"POST", "PUT"}:
        body = chosen.choice((fields, text))(chosen).encode()
    lines = [
        f"{method} {path}{'?' * bool(query)}{query} HTTP/1.1",
        "Host: localhost",
        f"Accept: {chosen.choice(ACCEPTS)}",
        f"Content-Type: {chosen.choice(TYPES)}",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *chosen.sample(HEADERS, k=chosen.randint(0, 2)),
    ]
    return "\r\n".join([*lines, "", ""]).encode("utf-8") + body


async def ask(place: tuple[str, int], data: bytes) -> bytes:
    """Return all that the server says to some bytes."""
    found = b""
    reader, writer = await asyncio.open_connection(*place)
    try:
        writer.write(data)
        async with asyncio.timeout(PATIENCE):
            while piece := await reader.read(2**16):
                found += piece
    except ConnectionError:
        pass
    finally:
        writer.close()
    return found


async def send(
    place: tuple[str, int], numbers: range, connections: int
) -> tuple[Counter[str], list[int]]:
    """Send the requests of those numbers; return statuses, and what failed."""
    statuses: Counter[str] = Counter()
    failed: list[int] = []
    waiting = iter(numbers)

    async def client() -> None:
        for number in waiting:
            try:
                answer = await ask(place, request(number))
            except TimeoutError:
                answer = b"HTTP/1.1 none"
            statuses[answer[9:12].decode("latin-1") or "closed"] += 1
            if FAULT.search(answer) or answer.endswith(b" none"):
                failed.append(number)

    await asyncio.gather(*(client() for _ in range(connections)))
    return statuses, failed


def main() -> None:
    """Read the command line, send the requests, print what was answered."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("address")
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0, help="begin with this number")
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    parts = urlsplit(options.address)
    place = (parts.hostname or "127.0.0.1", parts.port or 80)
    numbers = range(options.first, options.first + options.requests)
    statuses, failed = asyncio.run(send(place, numbers, options.connections))
    print(f"{options.requests:,} requests:", dict(sorted(statuses.items())))
    for number in sorted(failed)[:10]:
        print(f"request {number} failed: {request(number)[:300]!r}")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
