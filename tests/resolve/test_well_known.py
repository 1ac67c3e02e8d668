from collections import Counter

from scholargraph.resolve.normal_form import key
from scholargraph.resolve.well_known import find, long_forms, names, well_known
from scholargraph.vocab import Kind


def test_there_are_enough_metrics_and_other_concepts() -> None:
    counts = Counter(item.kind for item in well_known())
    assert counts[Kind.METRIC] >= 150
    assert sum(counts.values()) - counts[Kind.METRIC] >= 400


def test_no_two_concepts_of_a_kind_share_a_label() -> None:
    labels = Counter((item.kind, key(item.label, item.kind)) for item in well_known())
    assert [label for label, count in labels.items() if count > 1] == []


def test_a_label_finds_its_own_concept() -> None:
    assert all(find(item.label, item.kind) == item for item in well_known())


def test_every_broader_concept_is_listed() -> None:
    listed = {(item.kind, key(item.label, item.kind)) for item in well_known()}
    lost = [
        item.label
        for item in well_known()
        if item.broader and (item.kind, key(item.broader, item.kind)) not in listed
    ]
    assert lost == []


def test_metrics_say_what_their_values_mean() -> None:
    for item in well_known():
        if item.kind is Kind.METRIC:
            assert item.direction in {"higher", "lower", None}, item.label
            assert item.scale, item.label
            if item.range:
                low, high = item.range.split("..")
                assert not (low and high) or float(low) < float(high), item.label


def test_home_pages_are_web_addresses() -> None:
    homes = [item.home for item in well_known() if item.home]
    assert len(homes) >= 400
    assert [
        home for home in homes if not home.startswith(("https://", "http://"))
    ] == []


def test_a_short_form_that_two_concepts_share_stands_for_neither() -> None:
    assert (Kind.TASK, key("AD", Kind.TASK)) not in names()


def test_abbreviations_know_several_long_forms() -> None:
    assert {"self supervised learning", "semi supervised learning"} <= long_forms()[
        "ssl"
    ]
