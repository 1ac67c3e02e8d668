from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph.resolve import normal_form as module
from scholargraph.resolve.acronyms import abbreviates
from scholargraph.resolve.noise import is_noise
from scholargraph.resolve.normal_form import key, normal_form
from scholargraph.resolve.spelling import american
from scholargraph.text import singular
from scholargraph.vocab import Kind

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text("utf-8").splitlines()
    return [
        [cell.strip() for cell in line.split(" | ")]
        for line in lines
        if line.strip() and not line.startswith("#")
    ]


@pytest.mark.parametrize(("rule", "kind", "form", "wanted"), cases("rules.txt"))
def test_a_rule_changes_what_it_must_and_leaves_the_rest_alone(
    rule: str, kind: str, form: str, wanted: str
) -> None:
    changed = getattr(module, rule)(form, Kind(kind))
    assert changed == (form if wanted == "=" else wanted)


def test_every_rule_has_cases_of_both_sorts() -> None:
    rows = cases("rules.txt")
    for rule in module.RULES:
        mine = [row[3] == "=" for row in rows if row[0] == rule.__name__]
        assert any(mine), rule
        assert not all(mine), rule


PLAIN = st.lists(
    st.sampled_from(
        ["the", "an", "our", "model", "models", "dataset", "accuracy", "deep", "task"]
    )
    | st.text(st.sampled_from("abcdeilmnorstuy"), min_size=1, max_size=9),
    min_size=1,
    max_size=6,
).map(" ".join)


@given(PLAIN, st.sampled_from(Kind))
def test_rules_that_are_skipped_for_plain_words_would_change_nothing(
    form: str, kind: Kind
) -> None:
    assert module._PLAIN.fullmatch(form)
    every = some = form
    for rule in module.RULES:
        every = rule(every, kind)
    for rule in module.PLAIN_RULES:
        some = rule(some, kind)
    assert some == every


@pytest.mark.parametrize(("kind", "a", "b", "wanted"), cases("same_key.txt"))
def test_spellings_of_one_name_share_a_key_and_other_names_do_not(
    kind: str, a: str, b: str, wanted: str
) -> None:
    assert (key(a, Kind(kind)) == key(b, Kind(kind))) == (wanted == "same")


@pytest.mark.parametrize(("short", "long", "wanted"), cases("abbreviations.txt"))
def test_an_abbreviation_is_read_off_the_words_of_its_long_form(
    short: str, long: str, wanted: str
) -> None:
    assert abbreviates(short, long) == (wanted == "yes")


@pytest.mark.parametrize(("kind", "name", "wanted"), cases("noise.txt"))
def test_names_that_say_nothing_are_told_from_names(
    kind: str, name: str, wanted: str
) -> None:
    assert is_noise(name, Kind(kind)) == (wanted == "noise")


PARTS = st.sampled_from(
    [
        "the",
        "An",
        "our",
        "LLMs",
        "LLM",
        "(LLM)",
        "CNNs",
        "MAP",
        "map",
        "$\\alpha$",
        "β",
        "model",
        "models",
        "dataset",
        "analyses",
        "optimisation",
        "labelling",
        "-",
        "--",
        "/",
        "_",
        ",",
        "&",
        "GPT-4",
        "+",
        "'s",
        "'",
        "score",
        "10",
        "20",
        "(",
        ")",
        "ss",
        "es",
        "s",
        "network",
        "networks",
        "Net",
        "series",
        "RAG",
        "gases",
    ]
)


@given(st.lists(PARTS, max_size=6), st.booleans(), st.sampled_from(list(Kind)))
def test_the_normal_form_of_a_normal_form_is_itself(
    parts: list[str],
    spaced: bool,  # noqa: FBT001 (hypothesis passes it)
    kind: Kind,
) -> None:
    form = normal_form((" " if spaced else "").join(parts), kind)
    assert normal_form(form, kind) == form


@given(st.text(max_size=40), st.sampled_from(list(Kind)))
def test_any_text_has_a_normal_form_that_stands_for_itself(
    text: str, kind: Kind
) -> None:
    form = normal_form(text, kind)
    assert normal_form(form, kind) == form


@given(st.text("abcdefghilnorsuyz", max_size=14))
def test_spelling_a_word_twice_changes_nothing(word: str) -> None:
    spelt = american(singular(word))
    assert american(singular(spelt)) == spelt
