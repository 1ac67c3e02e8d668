"""
Write an error browser: each paper's text with gold and predicted mentions marked.

One self-contained HTML file; every text in it is escaped, and its policy lets no
request leave the page.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import pairwise
from typing import TypeAlias

from scholargraph.evaluation.annotation import ConceptNote, ResultNote
from scholargraph.evaluation.counting import Aligned, address, row, triple
from scholargraph.evaluation.layout import to_text
from scholargraph.evaluation.report import Case, Report

# How a stretch of text is marked, by what gold and prediction say of it.
AGREED, OTHER_PLACE, OTHER_KIND, MISSED, SPURIOUS = (
    "agreed",
    "place",
    "kind",
    "missed",
    "spurious",
)
_LEGEND = (
    (AGREED, "as in gold"),
    (OTHER_PLACE, "right kind, other borders"),
    (OTHER_KIND, "another kind than in gold"),
    (MISSED, "in gold only"),
    (SPURIOUS, "predicted only"),
)


def browser(report: Report) -> Iterator[str]:
    """Yield the page, piece by piece, the papers with most errors first."""
    page = files("scholargraph.evaluation") / "browser.html"
    head, _, tail = page.read_text("utf-8").partition("<!-- papers -->")
    legend = " ".join(f'<mark class="{mark}">{text}</mark>' for mark, text in _LEGEND)
    yield head.replace("<!-- report -->", escape(to_text(report))).replace(
        "<!-- legend -->", legend
    )
    for case in report.worst(len(report.cases)):
        yield from _article(case)
    yield tail


def marked(case: Case) -> str:
    """Return the paper's text as HTML, each stretch marked by who names it."""
    text = case.paper.text
    gold = _cover(case.aligned.gold.concepts)
    predicted = _cover(case.aligned.predicted.concepts)
    borders = {0, len(text), len(case.paper.title) + 1}
    for start, end, _ in (*gold, *predicted):
        borders |= {start, end}
    cuts = sorted(border for border in borders if 0 <= border <= len(text))
    parts = []
    left = right = 0
    for start, end in pairwise(cuts):
        left = _skip(gold, left, start)
        right = _skip(predicted, right, start)
        wanted = _at(gold, left, start)
        given = _at(predicted, right, start)
        parts.append(_stretch(text[start:end], wanted, given))
    return "".join(parts)


Cover: TypeAlias = tuple[int, int, ConceptNote]


def _cover(concepts: Iterable[ConceptNote]) -> list[Cover]:
    """Return the places of mentions in text order, none over another."""
    found: list[Cover] = []
    places = [
        (start, end, concept)
        for concept in concepts
        for start, end, _ in concept.places
    ]
    for start, end, concept in sorted(places, key=lambda place: (place[0], -place[1])):
        if not found or start >= found[-1][1]:
            found.append((start, end, concept))
    return found


def _skip(places: Sequence[Cover], index: int, start: int) -> int:
    while index < len(places) and places[index][1] <= start:
        index += 1
    return index


def _at(places: Sequence[Cover], index: int, start: int) -> Cover | None:
    if index < len(places) and places[index][0] <= start:
        return places[index]
    return None


def _stretch(text: str, wanted: Cover | None, given: Cover | None) -> str:
    if not wanted and not given:
        return escape(text)
    says = "; ".join(
        f"{who}: {place[2].kind}, {place[2].role}, {place[2].name}"
        for who, place in (("gold", wanted), ("predicted", given))
        if place
    )
    return (
        f'<mark class="{_mark(wanted, given)}" title="{escape(says)}">'
        f"{escape(text)}</mark>"
    )


def _mark(wanted: Cover | None, given: Cover | None) -> str:
    if not given:
        return MISSED
    if not wanted:
        return SPURIOUS
    if wanted[2].kind is not given[2].kind:
        return OTHER_KIND
    return AGREED if wanted[:2] == given[:2] else OTHER_PLACE


def _article(case: Case) -> Iterator[str]:
    counts = case.layers["concept+role"]
    heading = escape(case.paper.title or case.paper.id)
    yield (
        f'<article data-errors="{case.errors}"><h2>{heading}</h2>\n'
        f"<p class=id>{escape(case.paper.id)}: {case.errors} errors in concepts and "
        f"roles, F1 {counts.f1:.2f}</p>\n<p class=text>{marked(case)}</p>\n"
    )
    for title, items in _errors(case.aligned):
        if items:
            lines = "".join(f"<li>{escape(item)}</li>" for item in items)
            yield f"<details><summary>{title} ({len(items)})</summary>"
            yield f"<ul>{lines}</ul></details>\n"
    yield "</article>\n"


def _errors(case: Aligned) -> Iterator[tuple[str, list[str]]]:
    gold, predicted = case.gold.concepts, case.predicted.concepts
    left, right = {one for one, _ in case.pairs}, {other for _, other in case.pairs}
    yield "concepts missed", _concepts(gold, left)
    yield "concepts only predicted", _concepts(predicted, right)
    yield (
        "other roles",
        [
            f"{gold[one].name}: {gold[one].role}, predicted {predicted[other].role}"
            for one, other in case.pairs
            if gold[one].role is not predicted[other].role
        ],
    )
    wanted = {(head, str(kind), tail) for (head, kind, tail), _ in case.gold.relations}
    given = {triple(item, case) for item, _ in case.predicted.relations}
    yield "relations missed", [" · ".join(item) for item in sorted(wanted - given)]
    yield (
        "relations only predicted",
        [" · ".join(item) for item in sorted(given - wanted)],
    )
    rows = {row(item): item for item in case.gold.results}
    found = {row(item, case): item for item in case.predicted.results}
    yield "results missed", _results(rows[key] for key in rows if key not in found)
    yield (
        "results only predicted",
        _results(found[key] for key in found if key not in rows),
    )
    urls = {address(link.url) for link in case.gold.links}
    seen = {address(link.url) for link in case.predicted.links}
    yield "links missed", sorted(urls - seen)
    yield "links only predicted", sorted(seen - urls)


def _concepts(concepts: Sequence[ConceptNote], found: set[int]) -> list[str]:
    return [
        f"{concept.name}: {concept.kind}, {concept.role}"
        for index, concept in enumerate(concepts)
        if index not in found
    ]


def _results(items: Iterable[ResultNote]) -> list[str]:
    return [
        f"{item.value}{item.unit} {item.metric or '?'} ({item.kind}): "
        f"{item.method or '?'} on {item.dataset or '?'}"
        for item in items
    ]
