"""
See how runaway queries end on a server, and whether its processors are free after.

``python benchmarks/serve_runaways.py http://127.0.0.1:8000 --pid PID --timeout 5``

Asks different runaways, some at once, each until it is answered. A row for each: the
status and reason of its answers, and the longest time from request to answer; it
should be a 503 within the limit, which ``--timeout`` names as the server has it, and
two seconds. Then tells how much of a processor the server and its processes take when
nothing is asked of them any more, and how long a simple query takes.
"""

import argparse
import asyncio
import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from serve_load import Client, family, used

RUNAWAYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "cross product": "SELECT (COUNT(*) AS ?n)"
        " { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
        "join by comparison": "SELECT (COUNT(*) AS ?n)"
        " { ?a rdfs:label ?x . ?b rdfs:label ?y . ?c rdfs:label ?z"
        " FILTER(CONTAINS(?x, ?y) && CONTAINS(?y, ?z) && ?x > ?z) }",
        "grouped cross product": "SELECT ?b (COUNT(*) AS ?n) (MAX(?f) AS ?m)"
        " { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?b",
        "paths of any length": "SELECT (COUNT(*) AS ?n)"
        " { ?a (sg:partOf|^sg:partOf|sg:usedFor|^sg:usedFor)* ?b . ?c ?d ?e . ?f ?g ?h"
        " }",
        "sorted cross product": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
        "expression on a cross product": "SELECT (MAX(SHA512(CONCAT(STR(?a), STR(?d))))"
        " AS ?m) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    }
)
SIMPLE: Final = "SELECT ?s { ?s a sg:Paper } LIMIT 1"
SETTLED: Final = 1.0
QUIET: Final = 3.0


async def ask(place: tuple[str, int], query: str) -> tuple[int, str, float]:
    """Return status, reason and seconds of the answer to a query, on its own line."""
    start = time.monotonic()
    # Never the same query again, of which the answer might be kept.
    status, body = await Client(*place).ask(f"{query} # {time.time_ns()}")
    seconds = time.monotonic() - start
    return status, body.decode("utf-8", "replace").strip()[:80], seconds


async def show(place: tuple[str, int], *, together: int, limit: float) -> bool:
    """Print a row for each runaway; tell whether all ended as they should."""
    print("| runaway | status | reason | longest, s |")
    print("|---|---|---|---|")
    right = True
    for name, query in RUNAWAYS.items():
        found = await asyncio.gather(*(ask(place, query) for _ in range(together)))
        statuses = sorted({status for status, _, _ in found})
        reasons = sorted({reason for _, reason, _ in found})
        longest = max(seconds for _, _, seconds in found)
        right &= statuses == [503] and all(reasons) and longest <= limit + 2
        cells = (name, ", ".join(map(str, statuses)), "; ".join(reasons))
        print(f"| {' | '.join(cells)} | {longest:.2f} |", flush=True)
    return right


def busy(pid: int) -> float:
    """Return how many processors a process and those below it take on average."""
    time.sleep(SETTLED)  # what has been killed is to be gone, and replaced
    before, start = {each: used(each)[0] for each in family(pid)}, time.monotonic()
    time.sleep(QUIET)
    seconds = time.monotonic() - start
    after = {each: used(each)[0] for each in family(pid)}
    taken = sum(spent - before.get(each, 0.0) for each, spent in after.items())
    return float(taken / seconds)


def main() -> None:
    """Read the command line, ask, and fail where a runaway does not end in time."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("address")
    parser.add_argument("--pid", type=int, required=True, help="the server's")
    parser.add_argument("--timeout", type=float, default=30, help="the server's limit")
    parser.add_argument("--together", type=int, default=4, help="of each, at once")
    options = parser.parse_args()
    parts = urlsplit(options.address)
    place = (parts.hostname or "127.0.0.1", parts.port or 80)
    count = len(list(family(options.pid)))
    right = asyncio.run(show(place, together=options.together, limit=options.timeout))
    load = busy(options.pid)
    status, _, seconds = asyncio.run(ask(place, SIMPLE))
    print(
        f"afterwards: {load:.2f} of a processor taken over {QUIET:g} s;"
        f" {len(list(family(options.pid)))} processes ({count} before);"
        f" a simple query {status} after {seconds * 1e3:.0f} ms"
    )
    if not right or load > 0.1 or status != 200:  # noqa: PLR2004 - a tenth; success
        raise SystemExit("not all ended as they should")


if __name__ == "__main__":
    main()
