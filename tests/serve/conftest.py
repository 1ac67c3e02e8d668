"""A server in a process of its own, and a small graph for it."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pyoxigraph import Literal, NamedNode, Quad

from scholargraph import rdf, store, vocab
from scholargraph.ids import slug
from scholargraph.model import Concept, ResolvedPaper
from scholargraph.rdf import terms
from scholargraph.rdf.replacements import replacements
from scholargraph.record_format import from_json
from scholargraph.vocab import Kind

ROOT = Path(__file__).parents[2]
ANNOTATED = ROOT / "tests" / "data" / "annotated_daily_papers.jsonl"
GRAPHS = tuple(f"http://kasei.us/2009/09/sparql/data/data{n}.rdf" for n in range(4))
PATIENCE = 300  # seconds after which a test fails that hangs; no test times the machine
NASTY = '<script>alert("1")</script> & "quoted" </script>'


@dataclass(frozen=True)
class Papers:
    """A corpus in memory."""

    concepts: tuple[Concept, ...]
    resolved: tuple[ResolvedPaper, ...]

    def papers(self) -> Iterator[ResolvedPaper]:
        return iter(self.resolved)


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    def json(self) -> Any:
        return json.loads(self.body)

    def rows(self) -> list[list[str | None]]:
        found = self.json()
        names = found["head"]["vars"]
        bindings = found["results"]["bindings"]
        return [[row.get(name, {}).get("value") for name in names] for row in bindings]


@dataclass
class Server:
    """A server to ask."""

    port: int
    process: subprocess.Popen[str]
    folder: Path
    said: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        timeout: float = PATIENCE,
        **headers: str,
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, names)
            found = connection.getresponse()
            known = {name.lower(): value for name, value in found.getheaders()}
            return Answer(found.status, known, found.read())
        finally:
            connection.close()

    def get(self, path: str, accept: str = "*/*", **options: Any) -> Answer:
        return self.ask("GET", path, Accept=accept, **options)

    def query(self, text: str, accept: str = "*/*", **options: Any) -> Answer:
        type_ = "application/sparql-query"
        body = text.encode()
        return self.ask(
            "POST", "/sparql", body, Accept=accept, Content_Type=type_, **options
        )

    def workers(self) -> list[int]:
        """Return the numbers of the worker processes."""
        return sorted(pid for own in self.nurseries() for pid in children(own))

    def processes(self) -> list[int]:
        """Return the numbers of all processes that the server has started."""
        return sorted([*self.nurseries(), *self.workers()])

    def nurseries(self) -> list[int]:
        """Return the number of the process that makes workers, while there is one."""
        return children(self.process.pid)

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def children(pid: int) -> list[int]:
    files = Path(f"/proc/{pid}/task").glob("*/children")
    try:
        return [int(child) for file in files for child in file.read_text().split()]
    except OSError:
        return []


def corpus() -> Papers:
    """Return the annotated papers, each name a concept, with names that attack."""
    resolved = []
    names: dict[str, tuple[str, Kind]] = {}
    for line in ANNOTATED.read_text(encoding="utf-8").splitlines():
        paper, extraction = from_json(json.loads(line))
        ids = {e.name: f"{e.kind.lower()}/{slug(e.name)}" for e in extraction.entities}
        names |= {ids[e.name]: (e.name, e.kind) for e in extraction.entities}
        resolved.append(ResolvedPaper(paper, extraction, ids))
    named = {r.paper.id: set(r.concept_ids.values()) for r in resolved}
    concepts = [
        Concept(id_, kind, label, (), (), sum(id_ in ids for ids in named.values()))
        for id_, (label, kind) in names.items()
    ]
    concepts += [
        Concept("method/nasty", Kind.METHOD, NASTY, (NASTY * 2,)),
        Concept("method/深度", Kind.METHOD, "深度学习"),
        Concept("dataset/dots-a.b", Kind.DATASET, "dots a.b", ("alias of dots",)),
    ]
    return Papers(
        tuple(sorted(concepts, key=lambda c: c.id)),
        tuple(sorted(resolved, key=lambda r: r.paper.id)),
    )


def quads() -> Iterator[Quad]:
    """Yield a triple in each of the graphs of the protocol's tests."""
    for number, name in enumerate(GRAPHS[1:], start=1):
        iri = NamedNode(name)
        yield Quad(iri, terms.TYPE, NamedNode(vocab.SG + "Paper"), iri)
        yield Quad(iri, NamedNode(vocab.SG + "key"), Literal(str(number)), iri)


def build(place: Path) -> None:
    """Build a store of the corpus and the named graphs."""
    triples = rdf.triples(corpus(), base=vocab.BASE, run="test")
    given_up = replacements({"method/given-up": "method/nasty"})
    store.build(chain(triples, given_up, quads()), place)


@contextmanager
def serving(
    folder: Path, *options: str, scratch: Path | None = None
) -> Iterator[Server]:
    """Serve a folder while the block runs."""
    command = [sys.executable, "-m", "scholargraph", "serve", str(folder)]
    process = subprocess.Popen(
        # No test but those of the limit, which name their own, is about the time, and
        # but those of the warm-up, which count what is kept.
        [*command, "--port", "0", "--timeout", str(PATIENCE), "--no-warm-up", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ
        | {"PYTHONPATH": str(ROOT / "src")}
        | ({"TMPDIR": str(scratch)} if scratch else {}),
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        match = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        assert match, line + process.stderr.read()
        yield Server(int(match[1]), process, folder)
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="session")
def graph_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("serve") / "kg"
    place = folder / ".generations" / "000001" / "store"
    place.mkdir(parents=True)
    build(place)
    (folder / "store").symlink_to(place.relative_to(folder))
    return folder


@pytest.fixture(scope="session")
def server(graph_folder: Path) -> Iterator[Server]:
    with serving(graph_folder) as found:
        yield found


@pytest.fixture(scope="session")
def graphs() -> tuple[str, ...]:
    return GRAPHS


def starting(graph_folder: Path) -> Iterator[Callable[..., Server]]:
    """Return a function that serves the graph with options, until the end."""
    from contextlib import ExitStack

    with ExitStack() as stack:

        def start(*options: str, folder: Path = graph_folder, **more: Any) -> Server:
            return stack.enter_context(serving(folder, *options, **more))

        yield start


serve = pytest.fixture(name="serve")(starting)
# For a server that the tests of a module share.
serve_all = pytest.fixture(scope="module", name="serve_all")(starting)


@pytest.fixture
def watched(browser: Browser) -> Iterator[Callable[[Server], Callable[..., Page]]]:
    """Open a server's pages; fail if any said or asked for what it should not."""
    said: list[str] = []
    context = browser.new_context()
    context.set_default_timeout(PATIENCE * 1000)
    expect.set_options(timeout=PATIENCE * 1000)

    def of(server: Server) -> Callable[..., Page]:
        def seen(request: Any) -> None:
            if not request.url.startswith((server.address, "blob:", "data:")):
                said.append(request.url)

        def open_page(path: str, **options: Any) -> Page:
            page = context.new_page()
            page.on("console", lambda message: said.append(message.text))
            page.on("pageerror", lambda error: said.append(str(error)))
            page.on("dialog", lambda dialog: said.append(dialog.message))
            page.on("request", seen)
            page.emulate_media(**options)
            page.goto(server.address + path)
            return page

        return open_page

    yield of
    context.close()
    assert said == []
