"""What a server works out before it is asked."""

import asyncio
import io
import re
import shutil
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from pyoxigraph import Literal

from scholargraph import query, vocab
from scholargraph.query import Answer
from scholargraph.serve.ahead import Ahead
from scholargraph.serve.asking import named_job
from scholargraph.serve.pool import Pool
from scholargraph.serve.publish import Publish
from scholargraph.serve.recall import Recall, packed
from scholargraph.serve.settings import Settings

Server = Any  # the one of conftest.py, which no test can import
Serve = Callable[..., Server]
PATIENCE = 300  # seconds after which a test fails that hangs; no test times the machine
NEED_NOTHING = [
    asked.name
    for asked in query.queries()
    if all(parameter.default is not None for parameter in asked.parameters)
]
ACCEPTED = (
    "application/sparql-results+json",
    "text/csv",
    "text/tab-separated-values",
    "application/sparql-results+xml",
)


def warmed(server: Server) -> Server:
    """Wait until a server has asked itself all that it means to."""
    end = time.monotonic() + PATIENCE
    while server.get("/health").json()["asking_ahead"]:
        assert time.monotonic() < end
        time.sleep(0.05)
    return server


def figure(server: Server, name: str) -> int:
    found = re.search(
        rf"^scholargraph_{name} (\d+)$", server.get("/metrics").text, re.MULTILINE
    )
    assert found
    return int(found[1])


def misses(server: Server) -> int:
    return figure(server, 'kept_answers_total{result="misses"}'.replace("{", r"\{"))


def path(name: str, **values: str) -> str:
    return f"/queries/{name}?{urlencode(values)}"


def test_a_query_that_needs_no_value_is_answered_before_it_is_asked(
    server: Server, serve: Serve
) -> None:
    warm = warmed(serve("--warm-up"))
    assert warm.get("/health").json()["asked_ahead"] >= len(NEED_NOTHING)
    assert figure(warm, "answers_asked_ahead_total") >= len(NEED_NOTHING)
    assert figure(warm, "answers_failed_ahead_total") == 0
    before = misses(warm)
    for name in NEED_NOTHING:
        for accept in ACCEPTED:
            found = warm.get(path(name), accept)
            assert (found.status, found.type) == (200, accept)
            assert found.body == server.get(path(name), accept).body
    assert misses(warm) == before


MOST_USED = """
SELECT ?dataset ?label {
  ?dataset a sg:Dataset ; skos:prefLabel ?label ; sg:paperCount ?papers ; sg:key ?key .
  FILTER NOT EXISTS { ?other sg:key ?key FILTER(?other != ?dataset) }
} ORDER BY DESC(?papers) ?dataset LIMIT 1
"""


def test_a_concept_is_asked_about_under_any_name_in_any_spelling(
    server: Server, serve: Serve
) -> None:
    warm = warmed(serve("--warm-up"))
    ((address, label),) = warm.query(MOST_USED).rows()
    before = misses(warm)
    asked = [
        path("papers-on-dataset", dataset=name)
        for name in (label, f"  {label.upper()} ", address)
    ]
    found = [warm.get(each) for each in asked]
    assert len({answer.headers["etag"] for answer in found}) == 1
    assert [answer.body for answer in found] == [server.get(a).body for a in asked]
    assert found[0].rows()
    assert misses(warm) == before


def test_names_are_alike_for_as_long_as_the_same_graph_is_shown(tmp_path: Path) -> None:
    recall = Recall(1000)
    first, second = (Publish(tmp_path, number, 0) for number in (1, 2))
    jobs = [
        named_job("lineage", {"method": name}, "csv") for name in ("GAN", "gans", "VAE")
    ]
    recall.take_as_alike(first, "lineage", [job["values"] for job in jobs[:2]])
    one, same, other = (recall.key(first, job) for job in jobs)
    assert one == same != other
    assert len({recall.key(second, job) for job in jobs}) == 3
    assert len({recall.key(first, job) for job in jobs}) == 3


def test_an_answer_that_is_kept_packed_is_found_whole(tmp_path: Path) -> None:
    recall, publish = Recall(100_000), Publish(tmp_path, 1, 0)
    job = named_job("unlinked-concepts", {}, "json")
    key = recall.key(publish, job)
    assert key
    answer = Answer(
        "rows", ("a",), ((Literal("x" * 9_000),), (Literal("=1\n"),), (None,))
    )
    reply = {"status": 200, "format": "json", "file": None}, written(answer, "json")
    recall.keep(publish, key, packed(reply))
    assert recall.figures()["bytes"] < 9_000
    assert recall.find(publish, key) == reply
    for name in ("csv", "tsv", "xml"):
        found = recall.find(publish, (key[0], name))
        assert found == ({**reply[0], "format": name}, written(answer, name))
        assert recall.has(publish, (key[0], name))
    assert recall.find(publish, (key[0], None)) is None


def test_what_is_too_large_to_be_converted_is_not_unpacked_for_it(
    tmp_path: Path,
) -> None:
    recall, publish = Recall(2**20), Publish(tmp_path, 1, 0)
    key = recall.key(publish, named_job("unlinked-concepts", {}, "json"))
    assert key
    rows = tuple((Literal("x" * 1_000),) for _ in range(5_000))
    reply = {"format": "json"}, written(Answer("rows", ("a",), rows), "json")
    head, body = packed(reply)
    assert isinstance(body, bytes)
    # Without its end it cannot be unpacked.
    recall.keep(publish, key, (head, body[:-8]))
    assert recall.has(publish, key)
    assert recall.find(publish, (key[0], "csv")) is None
    with pytest.raises(zlib.error):
        recall.find(publish, key)


def written(answer: Answer, name: str) -> bytes:
    stream = io.BytesIO()
    query.write(answer, stream, name)
    return stream.getvalue()


def test_a_default_that_is_given_makes_no_other_question(server: Server) -> None:
    plain = server.get(path("code-share"))
    given = server.get(path("code-share", task="", least="1"))
    other = server.get(path("code-share", least="2"))
    assert plain.headers["etag"] == given.headers["etag"] != other.headers["etag"]


def test_each_publish_is_asked_about_anew(
    serve: Serve, graph_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "kg"
    for name in ("1", "2"):
        shutil.copytree((graph_folder / "store").resolve(), folder / name)
    (folder / "store").symlink_to("1")
    server = warmed(serve("--warm-up", folder=folder))
    first = server.get("/health").json()
    (folder / "new").symlink_to("2")
    (folder / "new").replace(folder / "store")
    while server.get("/health").json()["publish"] == first["publish"]:
        time.sleep(0.05)
    second = warmed(server).get("/health").json()
    assert second["asked_ahead"] == 2 * first["asked_ahead"]
    before = misses(server)
    assert server.get(path("unlinked-concepts")).status == 200
    assert misses(server) == before


@pytest.mark.parametrize("options", [["--no-warm-up"], ["--warm-up", "--kept", "0"]])
def test_nothing_is_asked_ahead_where_it_is_not_wanted(
    serve: Serve, options: list[str]
) -> None:
    server = serve(*options)
    assert server.get(path("adoption")).status == 200
    state = server.get("/health").json()
    assert (state["asked_ahead"], state["asking_ahead"]) == (0, False)


def test_a_server_stops_in_the_midst_of_asking(serve: Serve) -> None:
    server = serve("--warm-up")
    started = server.processes()
    assert server.stop() == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in started)


def asked_ahead(folder: Path, scratch: Path, settings: Settings) -> Ahead:
    """Ask ahead about a folder, all that the settings allow."""

    async def run() -> Ahead:
        pool = Pool(folder, settings, base=vocab.BASE, scratch=scratch)
        ahead = Ahead(pool, Recall(settings.kept), settings)
        await pool.start()
        try:
            async with asyncio.timeout(PATIENCE), ahead.asking():
                while ahead.busy:  # noqa: ASYNC110 - there is no event to wait for
                    await asyncio.sleep(0.01)
        finally:
            await pool.close()
        return ahead

    # In a thread of its own: where a browser is driven, this one's loop runs already.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(run())).result()


def test_what_fails_ends_the_questions_of_its_own_query_alone(
    graph_folder: Path, tmp_path: Path
) -> None:
    settings = replace(Settings(), timeout=1e-6)
    ahead = asked_ahead(graph_folder, tmp_path, settings)
    assert ahead.asked == 0
    assert ahead.failed > len(NEED_NOTHING)


def test_half_of_what_may_be_kept_is_left_for_clients(
    graph_folder: Path, tmp_path: Path
) -> None:
    all_of_it = asked_ahead(graph_folder, tmp_path, Settings())
    settings = replace(Settings(), kept=20_000)
    some = asked_ahead(graph_folder, tmp_path, settings)
    assert 0 < some.asked < all_of_it.asked
