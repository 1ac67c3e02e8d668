"""A store that is made from the one before it holds what one made anew would hold."""

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from scholargraph import rdf, store, vocab
from scholargraph.database import Database, Draft
from scholargraph.model import Concept, Corpus, Link, ResolvedPaper, Span
from scholargraph.pipeline import tripling
from scholargraph.pipeline.folder import Folder
from scholargraph.pipeline.publishing import CHANGED, RUN, publish
from scholargraph.vocab import LinkKind

EXTRACTOR = "reader 1"
COPIES = 5
BASE = vocab.BASE
ALIKE = Link(
    f"{BASE}paper/arxiv-2401.00001", LinkKind.CODE, own=False, evidence=Span(0, 3)
)


@dataclass(frozen=True)
class State:
    """What a folder is to hold: papers, concepts, and ids that were given up."""

    resolved: Sequence[ResolvedPaper]
    concepts: Sequence[Concept]
    replaced: Mapping[str, str] = field(default_factory=dict)

    def papers(self) -> Sequence[ResolvedPaper]:
        return self.resolved


def copied(resolved: ResolvedPaper, number: int) -> ResolvedPaper:
    id_ = f"{resolved.paper.id}-{number}"
    title = f"{resolved.paper.title} {number}"
    extraction = replace(resolved.extraction, paper_id=id_, extractor=EXTRACTOR)
    paper = replace(
        resolved.paper, id=id_, abstract=f"{resolved.paper.abstract} {title}"
    )
    return replace(resolved, paper=paper, extraction=extraction)


@pytest.fixture(scope="module")
def whole(corpus: Corpus) -> State:
    papers = [copied(p, n) for n in range(COPIES) for p in corpus.papers()]
    return State(sorted(papers, key=lambda p: p.paper.id), corpus.concepts)


class Kept:
    """A graph folder that states are published into."""

    def __init__(self, path: Path) -> None:
        self.folder = Folder(path)
        path.mkdir()

    def publish(self, state: State, jobs: int = 1) -> int:
        """Publish a state; return how many triples changed since all were made."""
        with self.folder.building(), Database.open(self.folder.database) as database:
            draft = database.draft(EXTRACTOR)
            draft.fill((p.paper for p in state.resolved), ())
            unread = {paper.id for paper in draft.unread()}
            database.add_extractions(
                (p.paper, p.extraction) for p in state.resolved if p.paper.id in unread
            )
            self._resolve(draft, state)
            kept = {"base": BASE, "replaced": json.dumps(state.replaced)}
            publish(self.folder, database, draft, kept, jobs=jobs)
            return int(database.note(CHANGED) or 0)

    def _resolve(self, draft: Draft, state: State) -> None:
        draft.resolve(
            state.concepts, ((p.paper.id, p.concept_ids) for p in state.resolved)
        )

    def triples(self) -> set[str]:
        return {str(quad.triple) for quad in store.open_read_only(self.folder.store)}

    def anew(self) -> set[str]:
        """Return the triples of what the database holds."""
        with Database.read(self.folder.database) as database:
            replaced = json.loads(database.note("replaced") or "{}")
            made = rdf.triples(database.corpus(), base=BASE, run=RUN, replaced=replaced)
            return {str(triple) for triple in made}

    def noted(self) -> int:
        with Database.read(self.folder.database) as database:
            return int(database.note("triples") or 0)


def said(state: State) -> set[str]:
    made = rdf.triples(state, base=BASE, run=RUN, replaced=state.replaced)  # type: ignore[arg-type] # a list for an iterator
    return {str(triple) for triple in made}


def without(state: State, *numbers: int) -> State:
    kept = [p for n, p in enumerate(state.resolved) if n not in numbers]
    return replace(state, resolved=kept)


def test_a_small_change_is_made_in_a_copy(tmp_path: Path, whole: State) -> None:
    kept = Kept(tmp_path / "kg")
    assert kept.publish(without(whole, 3)) == 0
    first = kept.folder.store.resolve()
    before = {str(q) for q in store.open_read_only(first)}
    assert kept.publish(whole) > 0
    assert kept.triples() == said(whole)
    assert kept.noted() == len(said(whole))
    # Who reads the store before it is not disturbed.
    assert {str(q) for q in store.open_read_only(first)} == before
    assert kept.publish(without(whole, 1, 2)) > 0
    assert kept.triples() == said(without(whole, 1, 2))


def test_what_the_last_paper_said_of_two_concepts_goes_with_it(
    tmp_path: Path, whole: State
) -> None:
    # Of all copies of a paper but one, and then of the last.
    kept = Kept(tmp_path / "kg")
    places = [n for n, p in enumerate(whole.resolved) if ":2401.00001-" in p.paper.id]
    kept.publish(without(whole, *places[1:]))
    assert kept.publish(without(whole, *places)) > 0
    assert kept.triples() == said(without(whole, *places))
    assert kept.triples() != said(whole)


def test_much_change_is_made_anew(tmp_path: Path, whole: State) -> None:
    kept = Kept(tmp_path / "kg")
    kept.publish(without(whole, *range(10)))
    assert kept.publish(whole) == 0
    assert kept.triples() == said(whole)


def test_a_link_to_an_address_of_the_graph_takes_nothing_with_it(
    tmp_path: Path, whole: State
) -> None:
    kept = Kept(tmp_path / "kg")
    changed = [
        replace(p, extraction=replace(p.extraction, links=(*p.extraction.links, ALIKE)))
        if number in {0, 7}
        else p
        for number, p in enumerate(whole.resolved)
    ]
    state = replace(whole, resolved=changed)
    kept.publish(state)
    for gone in ((0,), (0, 7)):
        kept.publish(without(state, *gone))
        assert kept.triples() == said(without(state, *gone))


def broken(place: Path) -> None:
    for file in place.glob("*.sst"):
        file.unlink()
        file.write_bytes(b"nonsense")


def emptied(place: Path) -> None:
    shutil.rmtree(place)


def foreign(place: Path) -> None:
    node = NamedNode("https://example.org/mine")
    graph = Store(place)
    graph.add(Quad(node, node, Literal("mine")))
    graph.flush()
    del graph


@pytest.mark.parametrize("harm", [broken, emptied, foreign])
def test_a_store_that_is_not_as_it_was_left_is_not_gone_on_from(
    tmp_path: Path, whole: State, harm: object
) -> None:
    kept = Kept(tmp_path / "kg")
    kept.publish(without(whole, 3))
    assert callable(harm)
    harm(kept.folder.place(1))
    assert kept.publish(whole) == 0
    assert kept.triples() == said(whole)


def test_where_files_cannot_have_two_names_they_are_copied(
    tmp_path: Path, whole: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    kept = Kept(tmp_path / "kg")
    kept.publish(without(whole, 3))
    monkeypatch.setattr(os, "link", refuse)
    assert kept.publish(whole) > 0
    assert kept.triples() == said(whole)


@pytest.mark.parametrize("jobs", [1, 2])
def test_triples_are_the_same_by_however_many_processes_they_are_made(
    tmp_path: Path, whole: State, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(tripling, "FEW", 1)  # so few need no pool otherwise
    kept = Kept(tmp_path / "kg")
    state = replace(whole, replaced={"method/old": whole.concepts[0].id})
    kept.publish(state, jobs=jobs)
    assert kept.triples() == said(state)
    assert kept.noted() == len(said(state))


# A change of a concept, by its place: what other concepts and papers say may follow.
TURNS = st.sampled_from(["label", "alias", "scale", "count", "gone", "broader"])


@st.composite
def states(draw: st.DrawFn) -> list[tuple[list[int], list[tuple[int, str]], bool]]:
    """Draw papers to leave out and concepts to change, for each of some states."""
    one = st.tuples(
        st.lists(st.integers(0, 29), max_size=4),
        st.lists(st.tuples(st.integers(0, 9), TURNS), max_size=3),
        st.booleans(),
    )
    return draw(st.lists(one, min_size=2, max_size=3))


def turned(state: State, number: int, turn: str) -> State:
    concepts = list(state.concepts)
    number %= len(concepts)
    one, next_one = concepts[number], concepts[(number + 1) % len(concepts)]
    changes = {
        "label": {"label": next_one.label},
        "alias": {"aliases": (*one.aliases, "An Alias", next_one.label)},
        "scale": {"scale": "fraction" if one.scale != "fraction" else "percent"},
        "count": {"paper_count": one.paper_count + 1},
        "broader": {"broader": (next_one.id,)},
    }
    if turn != "gone":
        concepts[number] = replace(one, **changes[turn])  # type: ignore[arg-type] # fields by name
        return replace(state, concepts=concepts)
    # Merged into the next one: names of it lead there.
    ids = {one.id: next_one.id}
    papers = [
        replace(p, concept_ids={n: ids.get(i, i) for n, i in p.concept_ids.items()})
        if place % 5 == number % 5
        else p
        for place, p in enumerate(state.resolved)
    ]
    return replace(state, resolved=papers, replaced={f"{one.id}-old": next_one.id})


@settings(max_examples=4, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(drawn=states())
def test_after_any_changes_the_store_is_as_if_made_anew(
    drawn: list[tuple[list[int], list[tuple[int, str]], bool]],
    whole: State,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    kept = Kept(tmp_path_factory.mktemp("states") / "kg")
    kept.publish(whole)
    for left_out, turns, keep in drawn:
        state = whole if keep else without(whole, *left_out)
        for number, turn in turns:
            state = turned(state, number, turn)
        kept.publish(state)
        made = kept.anew()
        assert kept.triples() == made
        assert kept.noted() == len(made)
