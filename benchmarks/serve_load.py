"""
Load a running server, and print how it bears it.

``python benchmarks/serve_load.py http://127.0.0.1:8000 --seconds 600 --hostile``

Counts simple requests a second and how long they take at some connections, alone and
beside runaway queries; with ``--hostile``, beside requests that mean no good too.
Every answer is checked: what is wrong, missing or a 500 is counted and told.
"""

import argparse
import asyncio
import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

SIMPLE = "SELECT ?s { ?s a sg:Paper } ORDER BY ?s LIMIT 1"
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


async def simple(client: Client, tally: Tally, end: float, right: list[str]) -> None:
    """Ask the simple query until the end, and check the answers."""
    while time.monotonic() < end:
        start = time.monotonic()
        status, body = await client.ask(SIMPLE)
        tally.times.append(time.monotonic() - start)
        tally.statuses[status] += 1
        if status == 200:  # noqa: PLR2004 - HTTP's code for success
            rows = json.loads(body)["results"]["bindings"]
            values = [row["s"]["value"] for row in rows]
            right = right or values
            tally.wrong += values != right


async def others(client: Client, tally: Tally, end: float, queries: list[str]) -> None:
    """Ask other queries until the end."""
    chosen = random.Random(1)  # noqa: S311 - no secret
    while time.monotonic() < end:
        status, _ = await client.ask(chosen.choice(queries))
        tally.statuses[status] += 1


async def load(place: tuple[str, int], seconds: float, counts: tuple[int, ...]) -> None:
    """Load the server with some clients of each sort, and print what was seen."""
    connections, runaways, hostile = counts
    end = time.monotonic() + seconds
    plain, other = Tally(), Tally()
    await asyncio.gather(
        *(simple(Client(*place), plain, end, []) for _ in range(connections)),
        *(others(Client(*place), other, end, [RUNAWAY]) for _ in range(runaways)),
        *(others(Client(*place), other, end, [*HOSTILE]) for _ in range(hostile)),
    )
    plain.times.sort()
    at = [plain.times[int(len(plain.times) * share)] for share in (0.5, 0.95, 0.99)]
    print(
        f"{connections} connections, {runaways} runaways, {hostile} hostile:"
        f" {len(plain.times) / seconds:,.0f} requests/s;"
        f" p50 {at[0]:.3f} s, p95 {at[1]:.3f} s, p99 {at[2]:.3f} s;"
        f" simple {dict(plain.statuses)}, wrong {plain.wrong};"
        f" others {dict(other.statuses)}"
    )


def memory(pid: int) -> int:
    """Return the MiB that a process and those below it take."""
    total = 0
    for folder in Path(f"/proc/{pid}/task").glob("*/children"):
        total += sum(memory(int(child)) for child in folder.read_text().split())
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return total + int(status.partition("VmRSS:")[2].split()[0]) // 1024


def main() -> None:
    """Read the command line and load the server."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("address")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--runaways", type=int, default=4)
    parser.add_argument("--hostile", action="store_true")
    parser.add_argument("--pid", type=int, help="the server's, to see its memory")
    options = parser.parse_args()
    parts = urlsplit(options.address)
    place = (parts.hostname or "127.0.0.1", parts.port or 80)
    hostile = 8 if options.hostile else 0
    plans = [(options.connections, 0, 0), (8, options.runaways, hostile)]
    for counts in plans:
        if options.pid:
            print(f"memory {memory(options.pid):,} MiB")
        asyncio.run(load(place, options.seconds, counts))
    if options.pid:
        print(f"memory {memory(options.pid):,} MiB")


if __name__ == "__main__":
    main()
