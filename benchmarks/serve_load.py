"""
Load a running server, and print how it bears it.

``python benchmarks/serve_load.py http://127.0.0.1:8000 --seconds 600 --hostile``

Counts simple requests a second (the title of a paper, each asked for by its address)
and how long they take at some connections, alone and beside runaway queries; with
``--hostile``, beside requests that mean no good too. No simple request is made twice,
so that a worker answers each; with ``--again``, all are, and the server may give what
it has kept. Every answer is checked: what is wrong, missing or a 500 is told. With
``--pid``, tells also memory and processor time of the server and its processes.
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

PAPERS = "SELECT ?s ?title { ?s a sg:Paper ; dcterms:title ?title } LIMIT 500"
SIMPLE = "SELECT ?title { <%s> dcterms:title ?title }"
OK = 200
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HOSTILE = (
    "SELECT * { ?s ?p ?o",
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "SELECT (GROUP_CONCAT(?o) AS ?all) { ?s ?p ?o . ?t ?q ?o }",
    "ASK " + "{" * 20_000 + "}" * 20_000,
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
)


@dataclass(frozen=True)
class Plan:
    """Clients that ask simple queries, runaways and hostile ones, and for how long."""

    counts: tuple[int, int, int]
    seconds: float
    again: bool


@dataclass
class Tally:
    """What was seen."""

    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: int = 0


class Client:
    """A connection to the server, opened anew when it is closed."""

    def __init__(self, host: str, port: int) -> None:
        """Name the server."""
        self.place = (host, port)
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, query: str) -> tuple[int, bytes]:
        """Return status and body of the answer to a query."""
        if self.streams is None:
            self.streams = await asyncio.open_connection(*self.place)
        reader, writer = self.streams
        body = f"query={quote(query)}".encode()
        writer.write(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nContent-Type:"
            b" application/x-www-form-urlencoded\r\n\r\n%s" % (len(body), body)
        )
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].split(b"\r\n")[0])
        found = await reader.readexactly(length)
        if b"connection: close" in head:
            writer.close()
            self.streams = None
        return int(head.split()[1]), found


@dataclass(frozen=True)
class Questions:
    """Simple questions and their right answers; a number makes each a new one."""

    titles: list[tuple[str, str]]
    again: bool
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def next(self) -> tuple[str, str]:
        """Return a query and the title that answers it."""
        number = next(self.numbers)
        paper, title = self.titles[number % len(self.titles)]
        text = SIMPLE % paper
        return (text if self.again else f"{text} # {time.time_ns()}.{number}"), title


async def find_questions(place: tuple[str, int], *, again: bool) -> Questions:
    """Ask the server for what can be asked about."""
    _, body = await Client(*place).ask(PAPERS)
    rows = json.loads(body)["results"]["bindings"]
    titles = [(row["s"]["value"], row["title"]["value"]) for row in rows]
    return Questions(titles, again)


async def simple(
    client: Client, tally: Tally, end: float, questions: Questions
) -> None:
    """Ask simple queries until the end, and check the answers."""
    while time.monotonic() < end:
        text, title = questions.next()
        start = time.monotonic()
        status, body = await client.ask(text)
        tally.times.append(time.monotonic() - start)
        tally.statuses[status] += 1
        if status == OK:
            rows = json.loads(body)["results"]["bindings"]
            tally.wrong += [row["title"]["value"] for row in rows] != [title]


async def others(client: Client, tally: Tally, end: float, queries: list[str]) -> None:
    """Ask other queries until the end."""
    chosen = random.Random(1)  # noqa: S311 - no secret
    while time.monotonic() < end:
        status, _ = await client.ask(chosen.choice(queries))
        tally.statuses[status] += 1


async def load(place: tuple[str, int], plan: Plan) -> int:
    """Load the server with clients of each sort; return how many simple requests."""
    connections, runaways, hostile = plan.counts
    questions = await find_questions(place, again=plan.again)
    end = time.monotonic() + plan.seconds
    plain, other = Tally(), Tally()
    await asyncio.gather(
        *(simple(Client(*place), plain, end, questions) for _ in range(connections)),
        *(others(Client(*place), other, end, [RUNAWAY]) for _ in range(runaways)),
        *(others(Client(*place), other, end, [*HOSTILE]) for _ in range(hostile)),
    )
    plain.times.sort()
    at = [plain.times[int(len(plain.times) * share)] for share in (0.5, 0.95, 0.99)]
    print(
        f"{connections} connections, {runaways} runaways, {hostile} hostile:"
        f" {len(plain.times) / plan.seconds:,.0f} requests/s;"
        f" p50 {at[0]:.3f} s, p95 {at[1]:.3f} s, p99 {at[2]:.3f} s;"
        f" simple {dict(plain.statuses)}, wrong {plain.wrong};"
        f" others {dict(other.statuses)}",
        flush=True,
    )
    return len(plain.times)


def family(pid: int) -> Iterator[int]:
    """Yield a process and those below it."""
    yield pid
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in file.read_text().split():
                yield from family(int(child))


def memory(pid: int) -> int:
    """Return the MiB that a process and those below it take."""
    total = 0
    for each in family(pid):
        with contextlib.suppress(OSError, IndexError):  # it ends just now
            status = Path(f"/proc/{each}/status").read_text(encoding="utf-8")
            total += int(status.partition("VmRSS:")[2].split()[0])
    return total // 1024


def used(pid: int) -> tuple[float, float]:
    """Return the processor seconds of a process, and of those below it that live."""
    found = []
    for each in family(pid):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            found.append((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"))
    return found[0], sum(found[1:])


def main() -> None:
    """Read the command line and load the server."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("address")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--runaways", type=int, default=4)
    parser.add_argument("--hostile", action="store_true")
    parser.add_argument("--pid", type=int, help="the server's, to see its memory")
    parser.add_argument("--again", action="store_true", help="ask the same again")
    options = parser.parse_args()
    parts = urlsplit(options.address)
    place = (parts.hostname or "127.0.0.1", parts.port or 80)
    plans = [(options.connections, 0, 0)]
    if options.runaways or options.hostile:
        plans.append((8, options.runaways, 8 if options.hostile else 0))
    for counts in plans:
        before = used(options.pid) if options.pid else (0.0, 0.0)
        number = asyncio.run(load(place, Plan(counts, options.seconds, options.again)))
        if options.pid:
            own, others = (
                (b - a) / number * 1e3
                for a, b in zip(before, used(options.pid), strict=True)
            )
            print(
                f"memory {memory(options.pid):,} MiB; processor time a request:"
                f" server {own:.2f} ms, workers {others:.2f} ms",
                flush=True,
            )


if __name__ == "__main__":
    main()
