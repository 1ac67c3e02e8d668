"""
What a graph has, by name: the lists of concepts and papers, and a search index.

It is made anew for each publish, in a worker of its own.
"""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from scholargraph.rdf import key, terms
from scholargraph.rdf.terms import Sg
from scholargraph.serve.faults import Fault, failed
from scholargraph.serve.frames import Json
from scholargraph.vocab import Kind

Texts = dict[str, list[str]]  # an address to the values of a property

PAGE: Final = 100
_KINDS: Final = ("Paper", *(kind.value for kind in Kind))
_WORD: Final = re.compile(r"\w+")
_SCHEMA: Final = """
CREATE TABLE things (
    id INTEGER PRIMARY KEY, path TEXT, kind TEXT, label TEXT, number INTEGER, date TEXT
);
CREATE INDEX by_kind ON things (kind, number DESC, date DESC, label);
CREATE VIRTUAL TABLE names USING fts5(
    name, thing UNINDEXED, own UNINDEXED, prefix='1 2 3',
    tokenize="unicode61 remove_diacritics 2"
);
"""
# The weight of a name: an exact one first, then a beginning, then well-known things.
_SEARCH: Final = """
SELECT path, kind, label, number, date, min(rank_) AS best, name FROM (
    SELECT things.*, names.name, CASE
        WHEN lower(names.name) = lower(:text) THEN 0
        WHEN lower(substr(names.name, 1, length(:text))) = lower(:text) THEN 1
        ELSE 2 END + CASE WHEN names.own THEN 0.0 ELSE 0.25 END
        + CASE WHEN kind = 'Paper' THEN 0.5 ELSE 0.0 END AS rank_
    FROM names JOIN things ON things.id = names.thing
    WHERE names MATCH :match LIMIT 20000
) GROUP BY id ORDER BY best, number DESC, length(label), label, path LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class _Thing:
    path: str
    kind: str
    label: str
    number: int
    date: str
    aliases: tuple[str, ...]


class Catalogue:
    """An index, in memory, of the concepts and papers of a store."""

    def __init__(self, store: Store, base: str) -> None:
        """Read the names of all things."""
        self._sql = sqlite3.connect(":memory:")
        self._sql.row_factory = sqlite3.Row
        self._sql.executescript(_SCHEMA)
        labels = _texts(store, terms.LABEL)
        for number, thing in enumerate(_things(store, base, labels)):
            self._add(number, thing)
        self._counts = self._count()
        self._boards = _leaderboards(store, base, labels)
        self._facts = {"triples": len(store), **_counted(store)}

    def _add(self, number: int, thing: _Thing) -> None:
        self._sql.execute(
            "INSERT INTO things VALUES (?, ?, ?, ?, ?, ?)",
            (number, thing.path, thing.kind, thing.label, thing.number, thing.date),
        )
        self._sql.executemany(
            "INSERT INTO names VALUES (?, ?, ?)",
            [
                (name, number, name == thing.label)
                for name in (thing.label, *thing.aliases)
            ],
        )

    def _count(self) -> dict[str, int]:
        rows = self._sql.execute("SELECT kind, count(*) FROM things GROUP BY kind")
        found = {kind: int(number) for kind, number in rows}
        return {kind: found.get(kind, 0) for kind in _KINDS}

    def answer(self, name: str, job: Json) -> Json:
        """
        Return what is asked for: ``search``, ``list``, ``home`` or ``boards``.

        Raises
        ------
        Fault
            Where it is something else.

        """
        match name:
            case "search":
                found: Json = {"found": self.search(job["text"], int(job["limit"]))}
            case "list":
                found = self._listed(job["kind"], int(job["page"]))
            case "boards":
                found = {"boards": self._boards}
            case "home":
                found = self._home()
            case _:
                raise failed()
        return {"status": 200, **found}

    def search(self, text: str, limit: int) -> list[Json]:
        """Return the things with a name that has all words of a text, best first."""
        words = _WORD.findall(text)
        if not words:
            return []
        match = " ".join(f'"{word}"' for word in words[:12]) + "*"
        values = {"text": text.strip(), "match": match, "limit": limit}
        try:
            rows = self._sql.execute(_SEARCH, values).fetchall()
        except sqlite3.Error as error:
            raise Fault(400, f"no search is possible for {text!r}: {error}") from error
        return [_found(row) for row in rows]

    def _listed(self, kind: str, page: int) -> Json:
        order = "date DESC, label, path" if kind == "Paper" else "number DESC, label"
        rows = self._sql.execute(
            f"SELECT * FROM things WHERE kind = ? ORDER BY {order}, path"  # noqa: S608 - one of two texts
            " LIMIT ? OFFSET ?",
            (kind, PAGE, (page - 1) * PAGE),
        )
        things = [_shown(row) for row in rows]
        pages = max(1, -(-self._counts[kind] // PAGE))
        return {"things": things, "number": self._counts[kind], "pages": pages}

    def _home(self) -> Json:
        top = {kind: self._listed(kind, 1)["things"][:10] for kind in _KINDS}
        return {
            "counts": self._counts,
            "facts": self._facts,
            "top": top,
            "boards": self._boards[:12],
        }


def _found(row: sqlite3.Row) -> Json:
    shown = _shown(row)
    if row["name"] != row["label"]:
        shown["alias"] = row["name"]
    return shown


def _shown(row: sqlite3.Row) -> Json:
    return {name: row[name] for name in ("path", "kind", "label", "number", "date")}


def _things(store: Store, base: str, labels: Texts) -> Iterator[_Thing]:
    numbers = _texts(store, Sg.paperCount)
    aliases = _texts(store, terms.ALT_LABEL)
    for kind, class_ in terms.KINDS.items():
        for node in _members(store, class_):
            if node.value.startswith(base):
                iri = node.value
                yield _Thing(
                    iri.removeprefix(base),
                    kind.value,
                    _first(labels, iri, iri),
                    int(_first(numbers, iri, "0")),
                    "",
                    tuple(sorted(set(aliases.get(iri, ())))),
                )
    yield from _papers(store, base, labels)


def _papers(store: Store, base: str, labels: Texts) -> Iterator[_Thing]:
    dates = _texts(store, terms.DATE)
    identifiers = _texts(store, terms.IDENTIFIER)
    for node in _members(store, Sg.Paper):
        if node.value.startswith(base):
            iri = node.value
            yield _Thing(
                iri.removeprefix(base),
                "Paper",
                _first(labels, iri, iri),
                0,
                _first(dates, iri, ""),
                tuple(sorted(set(identifiers.get(iri, ())))),
            )


def _members(store: Store, class_: NamedNode) -> list[NamedNode]:
    quads = store.quads_for_pattern(None, terms.TYPE, class_, None)
    found = {q.subject for q in quads if isinstance(q.subject, NamedNode)}
    return sorted(found, key=lambda node: node.value)


def _texts(store: Store, property_: NamedNode) -> Texts:
    found: dict[str, list[str]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, property_, None, None):
        if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
            found[quad.subject.value].append(quad.object.value)
    return found


def _first(found: Texts, iri: str, without: str) -> str:
    return next(iter(found.get(iri, ())), without)


def _leaderboards(store: Store, base: str, labels: Texts) -> list[Json]:
    """Return the datasets that results are on, those with most results first."""
    numbers: dict[str, int] = defaultdict(int)
    for quad in store.quads_for_pattern(None, Sg.onDataset, None, None):
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(base):
            numbers[quad.object.value] += 1
    boards = [
        {
            "path": iri.removeprefix(base),
            "label": _first(labels, iri, iri),
            "number": number,
        }
        for iri, number in numbers.items()
    ]
    return sorted(boards, key=lambda b: (-int(str(b["number"])), key(str(b["label"]))))


def _counted(store: Store) -> dict[str, int]:
    classes: Iterable[tuple[str, NamedNode]] = (
        ("statements", Sg.Statement),
        ("results", Sg.Result),
        ("repositories", Sg.Repository),
    )
    return {
        name: sum(1 for _ in store.quads_for_pattern(None, terms.TYPE, class_, None))
        for name, class_ in classes
    }
