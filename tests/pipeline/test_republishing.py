"""A store that is made from the one before it holds what one made anew would hold."""

import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from scholargraph import rdf, store, vocab
from scholargraph.database import Database, Draft
from scholargraph.floor import USUAL, WHOLE, Floor
from scholargraph.model import Concept, Corpus, Link, ResolvedPaper, Result, Span
from scholargraph.pipeline import tripling
from scholargraph.pipeline.folder import Folder
from scholargraph.pipeline.publishing import CHANGED, RUN, publish
from scholargraph.vocab import LinkKind, ResultKind

EXTRACTOR = "reader 1"
COPIES = 5
BASE = vocab.BASE
ALIKE = Link(
    f"{BASE}paper/arxiv-2401.00001", LinkKind.CODE, own=False, evidence=Span(0, 3)
)


@dataclass(frozen=True)
class State:
    """
    What a folder is to hold: papers, concepts, and ids that were given up.

    ``failing`` are papers that the extractor fails on, if it has not read them yet.
    """

    resolved: Sequence[ResolvedPaper]
    concepts: Sequence[Concept]
    replaced: Mapping[str, str] = field(default_factory=dict)
    failing: frozenset[str] = frozenset()
    extractor: str = EXTRACTOR
    floor: Floor = WHOLE

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
            draft = database.draft(state.extractor, state.floor)
            draft.fill((p.paper for p in state.resolved), ())
            unread = {paper.id for paper in draft.unread()} - state.failing
            database.add_extractions(
                (p.paper, replace(p.extraction, extractor=state.extractor))
                for p in state.resolved
                if p.paper.id in unread
            )
            self._resolve(draft, state)
            kept = {"base": BASE, "replaced": json.dumps(state.replaced)}
            publish(self.folder, database, draft, kept, jobs=jobs)
            return int(database.note(CHANGED) or 0)

    def _resolve(self, draft: Draft, state: State) -> None:
        bare = {paper.id for paper in draft.unread()}
        draft.resolve(
            state.concepts,
            (
                (p.paper.id, {} if p.paper.id in bare else p.concept_ids)
                for p in state.resolved
            ),
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


def test_another_floor_makes_the_store_anew_and_the_same_one_does_not(
    tmp_path: Path, whole: State
) -> None:
    kept, fresh = Kept(tmp_path / "kg"), Kept(tmp_path / "fresh")
    unsure = replace(whole.resolved[3].extraction.results[0], confidence=0.7)
    extraction = replace(whole.resolved[3].extraction, results=(unsure,))
    resolved = list(whole.resolved)
    resolved[3] = replace(resolved[3], extraction=extraction)
    lower = replace(whole, resolved=resolved)
    higher = replace(lower, floor=USUAL)
    kept.publish(lower)
    everything = kept.triples()
    assert everything == kept.anew() == said(lower)
    assert kept.publish(higher) == 0
    assert kept.triples() == kept.anew() < everything
    assert kept.publish(without(higher, 5)) > 0
    fresh.publish(without(higher, 5))
    assert kept.triples() == kept.anew() == fresh.triples()
    assert kept.publish(lower) == 0
    assert kept.triples() == everything


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


def of_no_concept(resolved: ResolvedPaper) -> ResolvedPaper:
    """Let a paper give an address and a number, and name nothing."""
    result = Result(
        *(None, None, None, None, "9.5", "%"),
        kind=ResultKind.ABSOLUTE,
        evidence=Span(0, 3),
        confidence=0.5,
    )
    bare = replace(
        resolved.extraction,
        entities=(),
        relations=(),
        results=(result,),
        links=(ALIKE,),
    )
    return replace(resolved, extraction=bare, concept_ids={})


def renewed(state: State, number: int) -> State:
    """Let another record of a paper say more of it, as when two are merged."""
    resolved = list(state.resolved)
    one = resolved[number]
    paper = replace(
        one.paper, date="2031-01", venue="Merged", authors=("Another", "N. N.")
    )
    resolved[number] = replace(one, paper=paper)
    return replace(state, resolved=resolved)


def unreadable(state: State, number: int) -> State:
    return replace(state, failing=frozenset({state.resolved[number].paper.id}))


@pytest.mark.parametrize("bare", [True, False], ids=["no concept", "concepts"])
@pytest.mark.parametrize("then", ["read", "renewed", "gone", "failing"])
def test_a_paper_that_could_not_be_read_is_published_once_it_is(
    tmp_path: Path, whole: State, *, bare: bool, then: str
) -> None:
    kept = Kept(tmp_path / "kg")
    resolved = list(whole.resolved)
    resolved[3] = of_no_concept(resolved[3]) if bare else resolved[3]
    state = replace(whole, resolved=resolved)
    kept.publish(unreadable(state, 3))
    without_it = kept.triples()
    assert without_it < said(state)
    # Of the third state nothing is unread: what the second left would stay.
    after = {
        "read": state,
        "renewed": renewed(state, 3),
        "gone": without(state, 3),
        "failing": unreadable(renewed(state, 3), 3),
    }[then]
    for following in (after, without(after, 7)):
        assert kept.publish(following) > 0
        assert kept.triples() == kept.anew()
        assert kept.noted() == len(kept.anew())
    if then != "failing":
        assert kept.triples() == said(without(after, 7))


def test_what_a_killed_build_read_is_published_by_the_next(
    tmp_path: Path, whole: State
) -> None:
    kept = Kept(tmp_path / "kg")
    kept.publish(unreadable(whole, 3))
    late = whole.resolved[3]
    with Database.open(kept.folder.database) as database:
        database.add_extractions([(late.paper, late.extraction)])
    # The paper itself is no more as it was, or is not there.
    assert kept.publish(renewed(whole, 3)) > 0
    assert kept.triples() == said(renewed(whole, 3))
    assert kept.noted() == len(kept.triples())


def test_what_was_forgotten_and_read_otherwise_is_made_anew(
    tmp_path: Path, whole: State
) -> None:
    kept = Kept(tmp_path / "kg")
    kept.publish(whole)
    with Database.open(kept.folder.database) as database:
        database.forget_extraction(whole.resolved[3].paper.id)
    resolved = list(whole.resolved)
    resolved[3] = of_no_concept(resolved[3])
    state = replace(whole, resolved=resolved)
    assert kept.publish(state) == 0
    assert kept.triples() == said(state)


def test_what_another_extractor_read_is_made_anew(tmp_path: Path, whole: State) -> None:
    kept = Kept(tmp_path / "kg")
    kept.publish(whole)
    for extractor in ("reader 2", EXTRACTOR):
        assert kept.publish(replace(whole, extractor=extractor)) == 0
        assert kept.triples() == kept.anew()
    assert kept.triples() == said(whole)


def test_with_another_python_all_is_made_anew(
    tmp_path: Path, whole: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is one letter, and which letters are alike, changes with it.
    kept = Kept(tmp_path / "kg")
    kept.publish(whole)
    monkeypatch.setattr(sys, "version", "4.0")
    assert kept.publish(without(whole, 3)) == 0
    assert kept.publish(whole) > 0


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


@pytest.mark.parametrize(("jobs", "chunk"), [(1, 64), (1, 1), (2, 2)])
def test_triples_are_the_same_by_however_many_processes_they_are_made(
    tmp_path: Path,
    whole: State,
    monkeypatch: pytest.MonkeyPatch,
    *,
    jobs: int,
    chunk: int,
) -> None:
    monkeypatch.setattr(tripling, "FEW", 1)  # so few need no pool otherwise
    monkeypatch.setattr(tripling, "CHUNK", chunk)
    kept = Kept(tmp_path / "kg")
    state = replace(whole, replaced={"method/old": whole.concepts[0].id})
    kept.publish(state, jobs=jobs)
    assert kept.triples() == said(state)
    assert kept.noted() == len(said(state))


# A change of a concept, by its place: what other concepts and papers say may follow.
TURNS = st.sampled_from(["label", "alias", "scale", "count", "gone", "broader"])


Drawn = tuple[list[int], list[tuple[int, str]], bool, list[int], list[int]]


@st.composite
def states(draw: st.DrawFn) -> list[Drawn]:
    """
    Draw papers to leave out and concepts to change, for each of some states.

    Then whether to leave none out, papers that cannot be read, and papers of which
    another record says more.
    """
    one = st.tuples(
        st.lists(st.integers(0, 29), max_size=4),
        st.lists(st.tuples(st.integers(0, 9), TURNS), max_size=3),
        st.booleans(),
        st.lists(st.integers(0, 29), max_size=3),
        st.lists(st.integers(0, 25), max_size=3),
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


@example(drawn=[([9], [], False, [0, 1], []), ([9], [], True, [], [2])])
@settings(max_examples=4, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(drawn=states())
def test_after_any_changes_the_store_is_as_if_made_anew(
    drawn: list[Drawn],
    whole: State,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    kept = Kept(tmp_path_factory.mktemp("states") / "kg")
    papers = [p if n % 4 else of_no_concept(p) for n, p in enumerate(whole.resolved)]
    start = replace(whole, resolved=papers)
    ids = [paper.paper.id for paper in papers]
    kept.publish(replace(start, failing=frozenset(ids[:5])))
    for left_out, turns, keep, failing, merged in drawn:
        state = start if keep else without(start, *left_out)
        state = replace(state, failing=frozenset(ids[n] for n in failing))
        for number in merged:
            state = renewed(state, number)
        for number, turn in turns:
            state = turned(state, number, turn)
        kept.publish(state)
        made = kept.anew()
        assert kept.triples() == made
        assert kept.noted() == len(made)
