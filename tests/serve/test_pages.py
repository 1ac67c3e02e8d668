"""Linked data and pages: what leads where, what is shown, and nothing that runs."""

import json
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from scholargraph import vocab

Server = Any  # the one of conftest.py, which no test can import
NASTY = '<script>alert("1")</script> & "quoted" </script>'
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
FORMATS = {
    ".ttl": ("text/turtle", RdfFormat.TURTLE),
    ".nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    ".rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
    ".jsonld": ("application/ld+json", RdfFormat.JSON_LD),
}
THING = "/concept/method/nasty"


class Page(HTMLParser):
    """The parts of a page that matter here; a parser for it, strict about nesting."""

    VOID = frozenset({"meta", "link", "input", "br", "circle", "line", "path"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.scripts: list[str] = []
        self.ids: list[str] = []
        self.headings: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        assert not [name for name in known if name.startswith("on")]
        self.sources += [
            known[n] or "" for n in ("src", "srcset", "data") if n in known
        ]
        if tag == "link":
            self.sources.append(known["href"] or "")
        if tag == "a":
            self.links.append(known["href"] or "")
        if "id" in known:
            self.ids.append(known["id"] or "")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"li", "p", "dt", "dd"} or self.open[-1] == tag:
            while self.open.pop() != tag:
                pass
            return
        assert self.get_starttag_text(), tag
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script" and data.strip():
            self.scripts.append(data)
        if self.open and self.open[-1] in {"h1", "h2"}:
            self.headings.append(data)


def crawl(server: Server, most: int) -> dict[str, Any]:
    """Return pages that can be reached from the first one, some of each sort."""
    seen: dict[str, Any] = {}
    sorts: dict[str, int] = {}
    waiting = ["/"]
    while waiting and len(seen) < most:
        path = waiting.pop(0).partition("#")[0]
        sort = path.split("/")[1].partition("?")[0]
        if path in seen or sorts.get(sort, 0) >= 6:
            continue
        sorts[sort] = sorts.get(sort, 0) + 1
        answer = server.get(path, BROWSER)
        if answer.status == 303:
            answer = server.get(answer.headers["location"], BROWSER)
        seen[path] = answer
        if answer.type == "text/html":
            waiting += [x for x in Page(answer.text).links if x.startswith("/")]
    return seen


def test_every_link_leads_somewhere_and_nothing_is_remote(server: Server) -> None:
    pages = crawl(server, 60)
    assert len(pages) > 30
    for path, answer in pages.items():
        assert answer.status == 200, path
        assert "content-security-policy" in answer.headers
        if answer.type == "text/html":
            page = Page(answer.text)
            assert all(s.startswith("/") for s in page.sources), path
            assert len(page.ids) == len(set(page.ids)), path
            assert page.headings, path


@pytest.mark.parametrize("accept", [BROWSER, *(t for t, _ in FORMATS.values()), ""])
def test_a_thing_leads_to_what_is_liked(server: Server, accept: str) -> None:
    answer = server.get(THING, accept)
    suffixes = {type_: suffix for suffix, (type_, _) in FORMATS.items()}
    suffix = suffixes.get(accept, ".html" if accept else ".ttl")
    assert answer.status == 303
    assert answer.headers["location"] == THING + suffix
    assert answer.headers["vary"] == "Accept"
    assert server.ask("HEAD", THING, Accept=accept).status == 303


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_thing_has_its_triples_in_each_format(server: Server, suffix: str) -> None:
    type_, format_ = FORMATS[suffix]
    answer = server.get(THING + suffix)
    assert answer.type == type_
    this = NamedNode(vocab.BASE + THING[1:])
    found = list(parse(answer.body, format_))
    assert {q.subject for q in found} == {this}
    assert NASTY in {q.object.value for q in found if isinstance(q.object, Literal)}


def test_a_papers_triples_have_what_it_states(server: Server) -> None:
    (first, *_) = server.query("SELECT ?s { ?s a sg:Paper } ORDER BY ?s").rows()
    path = "/" + first[0].removeprefix(vocab.BASE)
    found = list(parse(server.get(path + ".nt").body, RdfFormat.N_TRIPLES))
    counted = server.query(
        f"SELECT (COUNT(*) AS ?n) {{ ?s sg:statedIn <{first[0]}> ; ?p ?o }}"
    )
    own = server.query(f"SELECT (COUNT(*) AS ?n) {{ <{first[0]}> ?p ?o }}")
    assert len(found) == int(counted.rows()[0][0]) + int(own.rows()[0][0])
    page = server.get(path + ".html").text
    assert page.count("<q>") > 3


@pytest.mark.parametrize("suffix", ["", ".html", *FORMATS])
@pytest.mark.parametrize(
    "path", ["/paper/none", "/concept/method/", "/result/%22%3E%3Cx", "/run/%00"]
)
def test_what_is_not_there_is_not_found(server: Server, path: str, suffix: str) -> None:
    for accept in (BROWSER, "*/*", "text/turtle"):
        assert server.get(path + suffix, accept).status == 404


def test_names_are_shown_and_never_run(server: Server) -> None:
    paths = (THING + ".html", f"/search?q={quote(NASTY)}", "/browse/methods", "/")
    for path in paths:
        text = server.get(path, BROWSER).text
        assert "<script>alert" not in text
        page = Page(text)
        for script in page.scripts:
            json.loads(script)
    page = Page(server.get(THING + ".html").text)
    (metadata,) = page.scripts
    assert json.loads(metadata)["name"] == NASTY
    assert NASTY in "".join(page.headings)


def test_the_page_of_a_concept_given_up_leads_to_the_one_in_its_place(
    server: Server,
) -> None:
    answer = server.get("/concept/method/given-up.html")
    assert (answer.status, answer.headers["location"]) == (303, THING + ".html")
    old = f"{vocab.BASE}concept/method/given-up"
    described = server.get("/concept/method/given-up.nt").text
    assert described.startswith(f"<{old}> <http://purl.org/dc/terms/isReplacedBy>")


def test_a_name_of_other_letters_has_its_page(server: Server) -> None:
    path = "/concept/method/" + quote("深度")
    assert server.get(path, BROWSER).headers["location"] == path + ".html"
    assert "深度学习" in server.get(path + ".html").text
    found = server.get("/search.json?q=" + quote("深度")).json()
    assert [thing["path"] for thing in found] == [path[1:]]


def test_a_name_with_a_dot_keeps_it(server: Server) -> None:
    path = "/concept/dataset/dots-a.b"
    assert server.get(path, BROWSER).headers["location"] == path + ".html"
    assert "alias of dots" in server.get(path + ".html").text


def test_a_name_is_found_while_it_is_typed(server: Server) -> None:
    label = server.query(
        "SELECT ?l { ?c a sg:Dataset ; skos:prefLabel ?l } ORDER BY STRLEN(?l)"
    ).rows()[5][0]
    for text in (label, label.lower(), label[:-1]):
        found = server.get("/search.json?q=" + quote(text)).json()
        assert label in [thing["label"] for thing in found], text
    found = server.get("/search.json?q=alias+dots").json()
    assert found[0]["label"] == "dots a.b"
    assert found[0]["alias"] == "alias of dots"


@pytest.mark.parametrize(
    "text", ["", '"', "*", "a AND", "NEAR(", "-", "{x}:y", "'; DROP TABLE names", "\0"]
)
def test_any_text_may_be_searched_for(server: Server, text: str) -> None:
    for path in ("/search", "/search.json"):
        assert server.get(f"{path}?q={quote(text)}").status == 200


def test_lists_have_all_things_once(server: Server) -> None:
    for name, kind in (("methods", "Method"), ("papers", "Paper")):
        number = int(
            server.query(f"SELECT (COUNT(*) AS ?n) {{ ?s a sg:{kind} }}").rows()[0][0]
        )
        shown: list[str] = []
        page, more = 1, True
        while more:
            answer = server.get(f"/browse/{name}?page={page}")
            links = Page(answer.text).links
            shown += [x for x in links if x.startswith(("/concept/", "/paper/"))]
            more = 'rel="next"' in answer.text
            page += 1
        assert len(shown) == len(set(shown)) == number
    for bad in ("0", "-1", "x", "99999", "1e3", "٣"):
        assert server.get("/browse/papers?page=" + quote(bad)).status in {400, 404}
    assert server.get("/browse/none").status == 404


def test_a_board_never_mixes_scores_and_changes(server: Server) -> None:
    boards = server.get("/leaderboards", BROWSER)
    places = [x for x in Page(boards.text).links if x.startswith("/concept/dataset")]
    assert places
    for place in places[:8]:
        text = server.get(place.partition("#")[0] + ".html").text
        for table in re.findall(r"<table>\s*<caption>.*?</table>", text, re.DOTALL):
            results = re.findall(r'href="/(result/[^"]+)"', table)
            values = " ".join(f"<{vocab.BASE}{path}>" for path in results)
            kinds = server.query(
                f"SELECT DISTINCT ?k ?m {{ VALUES ?r {{ {values} }} ?r sg:resultKind ?k"
                " OPTIONAL { ?r sg:withMetric ?m } }"
            ).rows()
            assert len(kinds) == 1
            assert ("changes" in table) == (not kinds[0][0].endswith("absolute"))


def test_named_queries_are_answered_with_parameters(server: Server) -> None:
    names = {item["name"] for item in server.get("/queries").json()}
    assert "who-introduced" in names
    label = server.query(
        "SELECT ?l { ?p sg:introduces ?c . ?c skos:prefLabel ?l } ORDER BY ?l"
    ).rows()[0][0]
    answer = server.get("/queries/who-introduced?concept=" + quote(label))
    assert answer.status == 200
    assert answer.json()["results"]["bindings"]
    assert "parameter" in server.get("/queries/who-introduced?nothing=1").text
    assert server.get("/queries/who-introduced").status == 400
    assert server.get("/queries/none").status == 404
    assert "<form" in server.get("/queries/who-introduced", BROWSER).text


def test_the_ontology_is_shown_and_given(server: Server) -> None:
    assert server.get("/ontology", "text/turtle").headers["location"] == "/ontology.ttl"
    assert 'id="Paper"' in server.get("/ontology.html").text
    for suffix, (type_, format_) in FORMATS.items():
        answer = server.get("/ontology" + suffix)
        assert answer.type == type_
        assert len(list(parse(answer.body, format_))) > 100


def test_health_and_metrics_are_told(server: Server) -> None:
    assert server.get("/health").json()["status"] == "ok"
    answer = server.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = answer.text.splitlines()
    assert 'scholargraph_requests_total{route="health",status="200"}' in answer.text
    pattern = (
        r'(# (TYPE|HELP) .*|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [\d.e+-]+)'
    )
    assert all(re.fullmatch(pattern, line) for line in lines)
