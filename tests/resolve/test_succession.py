from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph.model import Extraction, Paper
from scholargraph.resolve import History, Resolution, resolve
from scholargraph.resolve.overrides import Overrides, parse_overrides
from scholargraph.resolve.succession import followed, succession
from scholargraph.vocab import Kind, Role

Read = tuple[Paper, Extraction]
Make = Callable[..., Read]
M, T = Kind.METHOD, Kind.TASK


def test_an_id_that_is_still_used_has_no_successor() -> None:
    before = {"p1": {"X": "method/x"}, "p2": {"X": "method/x"}}
    after = {"p1": {"X": "method/x"}, "p2": {"X": "method/y"}}
    assert succession(History(before), after) == {}


def test_an_id_that_is_gone_is_replaced_by_where_most_of_its_entities_went() -> None:
    before = {p: {"X": "method/x"} for p in ("p1", "p2", "p3", "p4")}
    after = {
        "p1": {"X": "method/z"},
        "p2": {"X": "method/y"},
        "p3": {"X": "method/y"},
        "p4": {},
    }
    assert succession(History(before), after) == {"method/x": "method/y"}


def test_a_concept_of_removed_papers_has_no_successor() -> None:
    assert succession(History({"p1": {"X": "method/x"}}), {}) == {}


def test_what_leads_round_and_round_leads_nowhere() -> None:
    assert followed({"a": "b", "b": "a", "c": "a"}, {"d"}) == {}


IDS = st.sampled_from("abcdef")


@given(st.lists(st.dictionaries(st.sampled_from("pqr"), IDS), max_size=6))
def test_ids_given_up_lead_to_used_ones_and_used_ones_nowhere(
    states: list[dict[str, str]],
) -> None:
    history = History()
    for state in states:
        assigned = {paper: {"X": id_} for paper, id_ in state.items()}
        links = succession(history, assigned)
        used = set(state.values())
        found = followed(links, used)
        assert not found.keys() & used
        assert set(found.values()) <= used
        before = {names["X"] for names in history.assigned.values()}
        kept = {p for p, names in history.assigned.items() if p in state}
        gone = {history.assigned[p]["X"] for p in kept} - used
        assert gone <= found.keys() <= before | history.successors.keys()
        # The same papers again change nothing.
        assert succession(History(assigned, links), assigned) == links
        history = History(assigned, links)


def foo(make_paper: Make, id_: str, *forms: str) -> Read:
    return make_paper(id_, (forms[0], M, Role.USES, list(forms)))


@pytest.fixture
def few(make_paper: Make) -> list[Read]:
    return [foo(make_paper, "p1", "fourier nested form"), foo(make_paper, "p2", "Bar")]


@pytest.fixture
def more(make_paper: Make, few: list[Read]) -> list[Read]:
    """Papers that call by another name what ``few`` call fourier nested form."""
    others = [f"p{number}" for number in range(3, 7)]
    return few + [foo(make_paper, id_, "FNF", "fourier nested form") for id_ in others]


def then(
    papers: list[Read], before: Resolution, overrides: Overrides | None = None
) -> Resolution:
    return resolve(papers, history=before.history, overrides=overrides)


def test_an_id_stays_where_added_papers_leave_the_name(
    few: list[Read], make_paper: Make
) -> None:
    before = resolve(few)
    after = then([*few, foo(make_paper, "p3", "fourier nested form")], before)
    assert after.replaced == {}
    assert [c.id for c in before.concepts] == [c.id for c in after.concepts]


def test_an_id_that_added_papers_change_leads_to_the_new_one_ever_after(
    few: list[Read], more: list[Read]
) -> None:
    before = resolve(few)
    after = then(more, before)
    assert after.replaced == {"method/fourier-nested-form": "method/fnf"}
    assert then(more, after) == after
    # Without the added papers the old id is used again, and the new one given up.
    assert then(few, after).replaced == {"method/fnf": "method/fourier-nested-form"}


def test_history_changes_no_concept(few: list[Read], more: list[Read]) -> None:
    with_history, without = then(more, resolve(few)), resolve(more)
    assert with_history.concepts == without.concepts
    assert with_history.assigned == without.assigned


def test_decisions_find_a_concept_by_an_id_that_it_had(
    few: list[Read], more: list[Read]
) -> None:
    before = resolve(few)
    for text, label in (
        ('[[rename]]\nconcept = "method/fourier-nested-form"\nlabel = "Foo"', "Foo"),
        ('[[merge]]\nconcepts = ["method/fourier-nested-form", "method/fnf"]', "FNF"),
    ):
        after = then(more, before, parse_overrides(text))
        assert after.find("method/fnf").label == label


def test_a_merged_or_retyped_concept_leads_to_what_it_became(
    few: list[Read],
) -> None:
    merged = parse_overrides(
        '[[merge]]\nconcepts = ["method/fourier-nested-form", "method/bar"]'
    )
    after = then(few, resolve(few), merged)
    assert after.replaced == {"method/bar": "method/fourier-nested-form"}
    retyped = parse_overrides('[[retype]]\nconcept = "method/bar"\nkind = "Task"')
    after = then(few, after, retyped)
    assert after.replaced == {"method/bar": "task/bar"}


def test_what_was_given_up_leads_on_through_a_decision(
    few: list[Read], more: list[Read]
) -> None:
    text = '[[merge]]\nconcepts = ["method/bar", "method/fnf"]'
    after = then(more, resolve(few), parse_overrides(text))
    assert after.replaced == {
        "method/fnf": "method/bar",
        "method/fourier-nested-form": "method/bar",
    }
    dropped = parse_overrides('[[drop]]\nconcept = "method/fnf"')
    assert then(more, resolve(few), dropped).replaced == {}


@pytest.mark.parametrize(
    "text",
    [
        '[[merge]]\nconcepts = ["method/bar", "method/fnf"]',
        '[[split]]\nconcept = "method/fnf"\npapers = ["p3"]\nlabel = "Other"',
        '[[rename]]\nconcept = "method/fnf"\nlabel = "Foo"',
        '[[retype]]\nconcept = "method/fnf"\nkind = "Task"',
        '[[drop]]\nconcept = "method/bar"',
    ],
)
def test_taking_a_decision_back_restores_everything(
    few: list[Read], more: list[Read], text: str
) -> None:
    before = then(more, resolve(few))
    decided = then(more, before, parse_overrides(text))
    assert decided.concepts != before.concepts
    assert then(more, decided) == before
